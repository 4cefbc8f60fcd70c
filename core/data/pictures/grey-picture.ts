/** A picture in shades of grey. */
export interface GreyPicture {
  readonly width: number
  readonly height: number
  /** `(height × width)`, row-major, 0 = black, 255 = white. */
  readonly grey: Uint8Array
}

/** One number for each pixel of a picture. */
export interface Plane {
  readonly width: number
  readonly height: number
  /** `(height × width)`, row-major. */
  readonly values: Float64Array
}

/** A box of whole pixels; right and bottom are not part of it. */
export interface PixelBox {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Scales a box of a plane to `width × height`: each pixel is the mean of the area that it covers. */
export function resampleBox(
  { values, width: stride }: Plane,
  box: PixelBox,
  width: number,
  height: number,
): Plane {
  const stepX = (box.right - box.left) / width
  const stepY = (box.bottom - box.top) / height
  const result = new Float64Array(width * height)
  for (let row = 0; row < height; row++) {
    const y0 = box.top + row * stepY
    for (let column = 0; column < width; column++) {
      const x0 = box.left + column * stepX
      let sum = 0
      for (let y = Math.floor(y0); y < y0 + stepY && y < box.bottom; y++) {
        const coverY = Math.min(y + 1, y0 + stepY) - Math.max(y, y0)
        for (let x = Math.floor(x0); x < x0 + stepX && x < box.right; x++) {
          sum += values[y * stride + x]! * coverY * (Math.min(x + 1, x0 + stepX) - Math.max(x, x0))
        }
      }
      result[row * width + column] = sum / (stepX * stepY)
    }
  }
  return { values: result, width, height }
}

/** Makes a plane so many times larger, its values interpolated between the centres of its pixels. */
export function enlarge({ values, width, height }: Plane, factor: number): Plane {
  const newWidth = width * factor
  const newHeight = height * factor
  const result = new Float64Array(newWidth * newHeight)
  for (let row = 0; row < newHeight; row++) {
    const y = Math.min(height - 1, Math.max(0, (row + 0.5) / factor - 0.5))
    const y0 = Math.floor(y)
    const y1 = Math.min(height - 1, y0 + 1)
    for (let column = 0; column < newWidth; column++) {
      const x = Math.min(width - 1, Math.max(0, (column + 0.5) / factor - 0.5))
      const x0 = Math.floor(x)
      const x1 = Math.min(width - 1, x0 + 1)
      const upper = values[y0 * width + x0]! * (x0 + 1 - x) + values[y0 * width + x1]! * (x - x0)
      const lower = values[y1 * width + x0]! * (x0 + 1 - x) + values[y1 * width + x1]! * (x - x0)
      result[row * newWidth + column] = upper * (y0 + 1 - y) + lower * (y - y0)
    }
  }
  return { values: result, width: newWidth, height: newHeight }
}

/** Takes a box out of a plane, with a margin of zeros around it. */
export function cutBox({ values, width }: Plane, box: PixelBox, margin: number): Plane {
  const cutWidth = box.right - box.left + 2 * margin
  const cutHeight = box.bottom - box.top + 2 * margin
  const result = new Float64Array(cutWidth * cutHeight)
  for (let y = box.top; y < box.bottom; y++) {
    const source = values.subarray(y * width + box.left, y * width + box.right)
    result.set(source, (y - box.top + margin) * cutWidth + margin)
  }
  return { values: result, width: cutWidth, height: cutHeight }
}

/** The box around all values above a threshold; null where there is none. */
export function findBox({ values, width, height }: Plane, threshold = 0): PixelBox | null {
  let left = width
  let top = height
  let right = 0
  let bottom = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (values[y * width + x]! <= threshold) continue
      left = Math.min(left, x)
      right = Math.max(right, x + 1)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y + 1)
    }
  }
  return left < right ? { left, top, right, bottom } : null
}

/** Values of which a quantile is taken, at most: with more it would not change. */
const QUANTILE_VALUES = 20_000

/** The value below which a share of the values lies, 0 to 1; of very many values a regular choice decides. */
export function quantile(values: Float64Array, share: number): number {
  // Odd, so that a choice of a picture does not stay in a few of its columns.
  const step = 2 * Math.floor(values.length / QUANTILE_VALUES / 2) + 1
  const chosen = new Float64Array(Math.ceil(values.length / step))
  for (let k = 0; k < chosen.length; k++) chosen[k] = values[k * step]!
  chosen.sort()
  return chosen[Math.min(chosen.length - 1, Math.floor(share * chosen.length))]!
}
