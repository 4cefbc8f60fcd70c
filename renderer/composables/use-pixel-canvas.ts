import { type Ref, toValue, watchPostEffect } from 'vue'
import { useCanvasTheme } from './use-canvas-theme.ts'

/**
 * Paints a canvas pixel by pixel, and again whenever the theme or anything changes that the size or the painting reads.
 * @param sizeOf in pixels of the picture, which the style sheet scales; null: nothing is painted yet
 * @param paint fills an image of this size, which comes transparent; `resolve` gives the colour of a CSS expression there
 */
export function usePixelCanvas(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  sizeOf: () => { readonly width: number; readonly height: number } | null,
  paint: (image: ImageData, resolve: (expression: string) => string) => void,
): void {
  const { themeVersion, resolveColour } = useCanvasTheme()
  watchPostEffect(() => {
    // What is read is watched, whether or not this picture takes colours of the theme.
    toValue(themeVersion)
    const size = sizeOf()
    const context = canvas.value?.getContext('2d')
    if (size === null || context == null) return
    const { width, height } = size
    Object.assign(context.canvas, { width, height })
    const image = context.createImageData(width, height)
    paint(image, (expression) => resolveColour(context.canvas.parentElement!, expression))
    context.putImageData(image, 0, 0)
  })
}
