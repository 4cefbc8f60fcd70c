import type { LabelledImages } from './data-set.ts'

/** The mean image of each class. */
export interface MeanImages {
  readonly rows: number
  readonly columns: number
  /** Images of each class, `(classes)`. */
  readonly counts: readonly number[]
  /** `(classes, rows × columns)`, row-major, 0 to 255; black for a class without images. */
  readonly images: Uint8Array
}

/** Takes the mean of each pixel over the images of each class. @param classCount classes that labels can name */
export function meanImages(
  { count, rows, columns, images, labels }: LabelledImages,
  classCount: number,
): MeanImages {
  const pixels = rows * columns
  const sums = new Float64Array(classCount * pixels)
  const counts = new Array<number>(classCount).fill(0)
  for (let i = 0; i < count; i++) {
    const label = labels[i]!
    counts[label]!++
    for (let p = 0; p < pixels; p++) sums[label * pixels + p]! += images[i * pixels + p]!
  }
  const means = sums.map((sum, k) => sum / Math.max(1, counts[Math.floor(k / pixels)]!))
  return { rows, columns, counts, images: Uint8Array.from(means, Math.round) }
}
