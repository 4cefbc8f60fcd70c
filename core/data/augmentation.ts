import { exp } from '../math/exponential.ts'
import { cos, sin } from '../math/trigonometry.ts'
import { mixKeys, Random } from '../random/random.ts'
import type { Augmentation } from '../recipe/augmentation.ts'
import type { LabelledImages } from './data-set.ts'

const DEGREE = Math.PI / 180
/** The name of the images' random streams. */
const STREAM = 'augmentation'

/** How a mini-batch is varied: each image by a random stream of its own from the seed, the epoch and its number. */
export interface BatchAugmentation {
  readonly settings: Augmentation
  readonly seed: number
  readonly epoch: number
}

/** What the streams of an epoch's images start from; the image's number is their last key. */
export const epochKey = ({ seed, epoch }: BatchAugmentation): number => mixKeys(seed, [STREAM, epoch])

/**
 * Varies some images, each by a random stream of its own from the seed, the epoch and the image's number, so that the
 * order and the grouping of images do not matter.
 * @param indices which images of `source`
 * @returns as many images, in the order of `indices`
 */
export function augmentBatch(
  source: LabelledImages,
  indices: Uint32Array,
  augmentation: Augmentation,
  seed: number,
  epoch: number,
): LabelledImages {
  const { rows, columns } = source
  const pixels = rows * columns
  const images = new Uint8Array(indices.length * pixels)
  const labels = Uint8Array.from(indices, (index) => source.labels[index]!)
  const kernel = elasticKernel(augmentation)
  indices.forEach((index, i) => {
    const random = new Random(seed, STREAM, epoch, index)
    const image = source.images.subarray(index * pixels, (index + 1) * pixels)
    const warped = warp(image, rows, columns, drawWarp(augmentation, kernel, rows, columns, random))
    thicken(warped, rows, columns, symmetric(random, augmentation.thickness))
    for (let p = 0; p < pixels; p++) images[i * pixels + p] = Math.round(warped[p]!)
  })
  return { count: indices.length, rows, columns, images, labels }
}

const symmetric = (random: Random, limit: number): number => (2 * random.uniform() - 1) * limit

/** Where each pixel of an augmented image is read from: an affine map about the centre, plus displacements. */
interface Warp {
  readonly xx: number
  readonly xy: number
  readonly yx: number
  readonly yy: number
  readonly shiftX: number
  readonly shiftY: number
  /** `(2, rows × columns)`: all horizontal displacements in pixels, then all vertical ones. */
  readonly displacements?: Float64Array
}

function drawWarp(
  augmentation: Augmentation,
  kernel: Float64Array | undefined,
  rows: number,
  columns: number,
  random: Random,
): Warp {
  const angle = symmetric(random, augmentation.rotation) * DEGREE
  const zoom = 1 / (1 + symmetric(random, augmentation.scale))
  const shear = symmetric(random, augmentation.shear)
  const shiftX = symmetric(random, augmentation.shift)
  const shiftY = symmetric(random, augmentation.shift)
  const c = cos(angle) * zoom
  const s = sin(angle) * zoom
  return {
    xx: c,
    xy: s + c * shear,
    yx: -s,
    yy: c - s * shear,
    shiftX,
    shiftY,
    ...(kernel && {
      displacements: drawElastic(augmentation.elasticStrength, kernel, rows, columns, random),
    }),
  }
}

/** Takes each pixel from its place in the image, between pixels by bilinear interpolation; beyond the border lies background. */
function warp(image: Uint8Array, rows: number, columns: number, map: Warp): Float64Array {
  const result = new Float64Array(rows * columns)
  const centreX = (columns - 1) / 2
  const centreY = (rows - 1) / 2
  const pixelAt = (row: number, column: number): number =>
    row >= 0 && row < rows && column >= 0 && column < columns ? image[row * columns + column]! : 0
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const p = row * columns + column
      const dx = column - centreX - map.shiftX
      const dy = row - centreY - map.shiftY
      const x = centreX + map.xx * dx + map.xy * dy + (map.displacements?.[p] ?? 0)
      const y = centreY + map.yx * dx + map.yy * dy + (map.displacements?.[rows * columns + p] ?? 0)
      const left = Math.floor(x)
      const top = Math.floor(y)
      const u = x - left
      const v = y - top
      result[p] =
        (1 - v) * ((1 - u) * pixelAt(top, left) + u * pixelAt(top, left + 1)) +
        v * ((1 - u) * pixelAt(top + 1, left) + u * pixelAt(top + 1, left + 1))
    }
  }
  return result
}

/**
 * Displacements as in Simard, Steinkraus and Platt 2003: uniform noise from −1 to 1 in each direction, smoothed by a
 * Gaussian, times the strength.
 */
function drawElastic(
  strength: number,
  kernel: Float64Array,
  rows: number,
  columns: number,
  random: Random,
): Float64Array {
  const pixels = rows * columns
  const field = Float64Array.from({ length: 2 * pixels }, () => 2 * random.uniform() - 1)
  for (let direction = 0; direction < 2; direction++) {
    const half = field.subarray(direction * pixels, (direction + 1) * pixels)
    smooth(half, rows, columns, columns, 1, kernel)
    smooth(half, columns, rows, 1, columns, kernel)
  }
  for (let i = 0; i < field.length; i++) field[i]! *= strength
  return field
}

/** Half of the Gaussian that smooths displacements; undefined where there are none. */
export function elasticKernel({
  elasticStrength,
  elasticSmoothness,
}: Augmentation): Float64Array | undefined {
  return elasticStrength > 0 ? gaussianKernel(elasticSmoothness) : undefined
}

/** Half of a Gaussian cut off at 3 σ, from its middle, so that the whole sums to 1. @param sigma in pixels */
function gaussianKernel(sigma: number): Float64Array {
  const half = Float64Array.from({ length: Math.ceil(3 * sigma) + 1 }, (_, i) =>
    exp((-i * i) / (2 * sigma * sigma)),
  )
  const sum = half.reduce((total, weight, i) => total + (i === 0 ? weight : 2 * weight), 0)
  return half.map((weight) => weight / sum)
}

/** Smooths along one direction, in place; beyond the border lies 0. */
function smooth(
  field: Float64Array,
  lines: number,
  length: number,
  lineStep: number,
  step: number,
  kernel: Float64Array,
): void {
  const line = new Float64Array(length)
  for (let l = 0; l < lines; l++) {
    const from = l * lineStep
    for (let i = 0; i < length; i++) line[i] = field[from + i * step]!
    for (let i = 0; i < length; i++) {
      let sum = kernel[0]! * line[i]!
      for (let k = 1; k < kernel.length; k++) {
        if (i - k >= 0) sum += kernel[k]! * line[i - k]!
        if (i + k < length) sum += kernel[k]! * line[i + k]!
      }
      field[from + i * step] = sum
    }
  }
}

/**
 * Makes strokes thicker (amount > 0) or thinner (amount < 0), in place: the image is mixed with the largest, or
 * smallest, of each pixel and its four neighbours, once for every whole pixel of the amount.
 */
function thicken(image: Float64Array, rows: number, columns: number, amount: number): void {
  const choose = amount > 0 ? Math.max : Math.min
  for (let rest = Math.abs(amount); rest > 0; rest--) {
    const share = Math.min(1, rest)
    const before = image.slice()
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const p = row * columns + column
        const extreme = choose(
          before[p]!,
          row > 0 ? before[p - columns]! : 0,
          row < rows - 1 ? before[p + columns]! : 0,
          column > 0 ? before[p - 1]! : 0,
          column < columns - 1 ? before[p + 1]! : 0,
        )
        image[p] = before[p]! + share * (extreme - before[p]!)
      }
    }
  }
}
