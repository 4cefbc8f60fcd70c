import { centreDigit } from '#core/data/centre-digit.ts'
import { digitSideOf, FIELD_SIZE } from '#core/data/network-input.ts'
import type { GreyImage } from './read-png.ts'

/** Shades that must lie between background and foreground for a picture to show anything. */
const MIN_CONTRAST = 16

/** Share of the strongest foreground below which a pixel is background: uneven light and the noise of a camera. */
const PAPER_SHARE = 0.2

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * Makes a network input of a picture the way MNIST was made: foreground is light on dark; its box is scaled to fit 20 × 20
 * pixels with its aspect kept, each pixel the mean of the area it covers; its centre of mass comes to the middle of
 * the 28 × 28 field.
 * Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits", 1998.
 * @param side of the image, in pixels
 * @returns `(side × side)` bytes, 0 = background, 255 = foreground; null for a picture without foreground
 */
export function photoToImage(picture: GreyImage, side = FIELD_SIZE): Uint8Array | null {
  const foreground = extractForeground(picture)
  if (foreground === null) return null
  const box = findBox(foreground, picture.width, picture.height)
  const boxWidth = box.right - box.left
  const boxHeight = box.bottom - box.top
  const scale = digitSideOf(side) / Math.max(boxWidth, boxHeight)
  const width = Math.max(1, Math.round(boxWidth * scale))
  const height = Math.max(1, Math.round(boxHeight * scale))
  const shares = resample(foreground, picture.width, box, width, height)
  const grey = Uint8Array.from(shares, (share) => Math.round(255 * Math.min(1, share)))
  return centreDigit(grey, width, side)
}

/** Foreground from 0 to 1, the background's shade taken off; null where there is no contrast. */
function extractForeground({ grey, isLightOnDark }: GreyImage): Float64Array | null {
  const dark = Float64Array.from(grey, (shade) => (isLightOnDark ? shade : 255 - shade))
  const sorted = dark.slice().sort()
  // Digits cover far less than half of a picture, so the median is background.
  const background = sorted[sorted.length >> 1]!
  const contrast = sorted[sorted.length - 1]! - background
  if (contrast < MIN_CONTRAST) return null
  return dark.map((shade) => {
    const share = Math.max(0, shade - background) / contrast
    return share < PAPER_SHARE ? 0 : share
  })
}

function findBox(foreground: Float64Array, width: number, height: number): Box {
  let left = width
  let top = height
  let right = 0
  let bottom = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (foreground[y * width + x] === 0) continue
      left = Math.min(left, x)
      right = Math.max(right, x + 1)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y + 1)
    }
  }
  return { left, top, right, bottom }
}

/** Scales a box to `width` × `height`: each pixel is the mean of the area it covers. */
function resample(
  foreground: Float64Array,
  stride: number,
  box: Box,
  width: number,
  height: number,
): Float64Array {
  const stepX = (box.right - box.left) / width
  const stepY = (box.bottom - box.top) / height
  const result = new Float64Array(width * height)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const x0 = box.left + column * stepX
      const y0 = box.top + row * stepY
      let sum = 0
      for (let y = Math.floor(y0); y < y0 + stepY && y < box.bottom; y++) {
        const coverY = Math.min(y + 1, y0 + stepY) - Math.max(y, y0)
        for (let x = Math.floor(x0); x < x0 + stepX && x < box.right; x++) {
          sum += foreground[y * stride + x]! * coverY * (Math.min(x + 1, x0 + stepX) - Math.max(x, x0))
        }
      }
      result[row * width + column] = sum / (stepX * stepY)
    }
  }
  return result
}
