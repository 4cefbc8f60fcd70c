import { useMediaQuery } from '@vueuse/core'
import { computed, ref, watch, type Ref } from 'vue'

export interface UseLowWindowReturn {
  /** Whether the window is so low that what stands before its charts must be short. */
  readonly isLow: Readonly<Ref<boolean>>
  /** Whether a person has unfolded what is shortened. */
  readonly isUnfolded: Ref<boolean>
  /** Whether it is shortened now. */
  readonly isFolded: Readonly<Ref<boolean>>
}

/**
 * Shortens what stands before the charts in a low window, until a person unfolds it.
 * @param subject another one is folded again
 * @param maxHeight of the windows that are low, in pixels
 */
export function useLowWindow(subject: () => string, maxHeight = 900): UseLowWindowReturn {
  const isLow = useMediaQuery(`(max-height: ${maxHeight}px)`)
  const isUnfolded = ref(false)
  watch(subject, () => (isUnfolded.value = false))
  return { isLow, isUnfolded, isFolded: computed(() => isLow.value && !isUnfolded.value) }
}
