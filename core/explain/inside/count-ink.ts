import type { LabelledImages } from '../../data/data-set.ts'

/** How many of some images have ink on each pixel, `(pixels)`. */
export function countInk({ images, count }: LabelledImages): Uint32Array {
  const pixels = count === 0 ? 0 : images.length / count
  const counts = new Uint32Array(pixels)
  for (let i = 0; i < images.length; i++) if (images[i] !== 0) counts[i % pixels]!++
  return counts
}
