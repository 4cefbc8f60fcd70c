import type { GreyPicture, Plane } from './grey-picture.ts'

/** Strokes are brighter than this at their brightest. */
const LEAST_BRIGHTNESS = 64

/**
 * The foreground of a picture that is drawn as MNIST's images are: light on exact black, which is all of its edge and most of
 * it. Nothing has to be found in it, and the shades of its strokes are kept.
 * @returns shares of the brightest shade, 0 to 1; null for any other picture
 */
export function takeCleanForeground({ width, height, grey }: GreyPicture): Plane | null {
  let brightest = 0
  let black = 0
  for (let y = 0, k = 0; y < height; y++) {
    for (let x = 0; x < width; x++, k++) {
      const shade = grey[k]!
      if (shade === 0) black++
      else if (x === 0 || y === 0 || x === width - 1 || y === height - 1) return null
      brightest = Math.max(brightest, shade)
    }
  }
  if (brightest < LEAST_BRIGHTNESS || black < grey.length / 2) return null
  return { width, height, values: Float64Array.from(grey, (shade) => shade / brightest) }
}
