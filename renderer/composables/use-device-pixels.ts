import { useDevicePixelRatio, useElementSize } from '@vueuse/core'
import { computed, type ComputedRef, type Ref } from 'vue'

export interface DevicePixels {
  /** Whole pixels of the screen. */
  readonly width: number
  readonly height: number
  /** Pixels of the screen for each CSS pixel. */
  readonly ratio: number
}

/**
 * The size of an element's content in whole pixels of the screen, for a canvas in it: one whose bitmap has another size
 * than the pixels that it covers is scaled by the browser, and blurs.
 * @returns null before the first layout
 */
export function useDevicePixels(
  element: Readonly<Ref<HTMLElement | null>>,
): ComputedRef<DevicePixels | null> {
  const { width, height } = useElementSize(element)
  // A `devicePixelContentBox` would tell how the browser rounds, but Safari has none, and emulated screens a wrong one.
  const { pixelRatio: ratio } = useDevicePixelRatio()
  return computed(() => {
    const size = {
      width: Math.round(width.value * ratio.value),
      height: Math.round(height.value * ratio.value),
    }
    return size.width < 1 || size.height < 1 ? null : { ...size, ratio: ratio.value }
  })
}
