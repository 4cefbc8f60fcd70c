import type { LabelledImages } from '../data/data-set.ts'
import { type Interval, wilsonInterval } from './intervals.ts'

/** What is told apart of images without looking at their labels: a quarter of them, or a half. */
export const SLICE_CODES = [
  ...(['thin', 'thick', 'left-leaning', 'right-leaning'] as const),
  ...(['first-half', 'last-half'] as const),
] as const
export type SliceCode = (typeof SLICE_CODES)[number]

/** Fewer images are not told apart. */
const LEAST_IMAGES = 8

/** How what is drawn on images looks, each `(count)`. */
export interface ImageShapes {
  /** Mean width of the strokes in pixels: twice the area over the length of the edge; 0 for an empty image. */
  readonly strokeWidths: Float32Array
  /** How far the foreground leans, to the right where positive, in pixels a row; 0 for a flat or an empty image. */
  readonly leanings: Float32Array
}

/** Measures what is drawn on images. */
export function measureShapes({ count, rows, columns, images }: LabelledImages): ImageShapes {
  const strokeWidths = new Float32Array(count)
  const leanings = new Float32Array(count)
  const pixels = rows * columns
  for (let i = 0; i < count; i++) {
    const image = images.subarray(i * pixels, (i + 1) * pixels)
    strokeWidths[i] = strokeWidthOf(image, rows, columns)
    leanings[i] = leaningOf(image, columns)
  }
  return { strokeWidths, leanings }
}

/** A bar of width w and length l ≫ w has the area w·l and an edge of 2·l, over which grey levels rise by one in all. */
function strokeWidthOf(image: Uint8Array, rows: number, columns: number): number {
  let [area, edge] = [0, 0]
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column
      const here = image[at]!
      const right = column + 1 < columns ? image[at + 1]! : 0
      const below = row + 1 < rows ? image[at + columns]! : 0
      area += here
      edge += Math.sqrt((right - here) * (right - here) + (below - here) * (below - here))
    }
  }
  return edge === 0 ? 0 : (2 * area) / edge
}

/** −μ₁₁/μ₀₂ of the grey levels, by which deskewing would move each row. Rows count downward. */
function leaningOf(image: Uint8Array, columns: number): number {
  let [mass, sumX, sumY] = [0, 0, 0]
  image.forEach((grey, at) => {
    mass += grey
    sumX += grey * (at % columns)
    sumY += grey * Math.floor(at / columns)
  })
  if (mass === 0) return 0
  const [meanX, meanY] = [sumX / mass, sumY / mass]
  let [both, vertical] = [0, 0]
  image.forEach((grey, at) => {
    const y = Math.floor(at / columns) - meanY
    both += grey * ((at % columns) - meanX) * y
    vertical += grey * y * y
  })
  return vertical === 0 ? 0 : -both / vertical
}

/** A quarter or a half of the images, and what sets it apart. */
export interface Slice {
  readonly code: SliceCode
  /** The stroke width or leaning up to, or from, which its images are; null for the halves. */
  readonly bound: number | null
  /** In the order of the images. */
  readonly indices: readonly number[]
}

/** The slices of some images, those of equal shapes in the order of the images; none of fewer than 8. */
export function findSlices({ strokeWidths, leanings }: ImageShapes): Slice[] {
  const count = strokeWidths.length
  if (count < LEAST_IMAGES) return []
  const quarter = Math.floor(count / 4)
  const ranked = (values: Float32Array): number[] =>
    Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b)
  const inOrder = (indices: readonly number[]): number[] => [...indices].sort((a, b) => a - b)
  const ends = (values: Float32Array, low: SliceCode, high: SliceCode): Slice[] => {
    const order = ranked(values)
    const [least, most] = [order.slice(0, quarter), order.slice(-quarter)]
    return [
      { code: low, bound: values[least.at(-1)!]!, indices: inOrder(least) },
      { code: high, bound: values[most[0]!]!, indices: inOrder(most) },
    ]
  }
  const all = Array.from({ length: count }, (_, k) => k)
  const half = Math.floor(count / 2)
  return [
    ...ends(strokeWidths, 'thin', 'thick'),
    ...ends(leanings, 'left-leaning', 'right-leaning'),
    { code: 'first-half', bound: null, indices: all.slice(0, half) },
    { code: 'last-half', bound: null, indices: all.slice(half) },
  ]
}

/** How many images of a slice a network read right. */
export interface SliceAccuracy extends Omit<Slice, 'indices'> {
  readonly correct: number
  readonly total: number
  /** 95 %, by Wilson. */
  readonly interval: Interval
}

/**
 * The accuracy on each slice of the images.
 * @param predictions `(count)`, the answers
 * @param labels `(count)`
 */
export function measureSlices(
  predictions: Uint8Array,
  labels: Uint8Array,
  shapes: ImageShapes,
): SliceAccuracy[] {
  return findSlices(shapes).map(({ code, bound, indices }) => {
    const correct = indices.filter((index) => predictions[index] === labels[index]).length
    return { code, bound, correct, total: indices.length, interval: wilsonInterval(correct, indices.length) }
  })
}
