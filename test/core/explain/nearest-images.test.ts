import { expect, it } from 'vitest'
import type { LabelledImages } from '#core/data/data-set.ts'
import { findNearestImages } from '#core/explain/nearest-images.ts'
import { Random } from '#core/random/random.ts'

const random = new Random(3)
const [count, rows, columns] = [500, 6, 7]
const images = Uint8Array.from({ length: count * rows * columns }, () => random.integer(256))
// Twins, so that equal distances occur.
images.copyWithin(200 * rows * columns, 100 * rows * columns, 110 * rows * columns)
const labels = Uint8Array.from({ length: count }, (_, i) => i % 10)
const all: LabelledImages = { ...{ count, rows, columns }, images, labels }

it('the nearest images are those that all distances, sorted, begin with; of twins the first', () => {
  for (const k of [0, 105, 204]) {
    const image = images.slice(k * rows * columns, (k + 1) * rows * columns)
    const distances = Array.from({ length: count }, (_, index) => ({
      index,
      label: labels[index]!,
      distance: Math.hypot(
        ...Array.from(image, (value, p) => (value - images[index * rows * columns + p]!) / 255),
      ),
    })).sort((a, b) => a.distance - b.distance || a.index - b.index)
    const found = findNearestImages(image, all, 12)
    expect(found.map(({ index, label }) => [index, label])).toEqual(
      distances.slice(0, 12).map(({ index, label }) => [index, label]),
    )
    found.forEach(({ distance }, i) => expect(distance).toBeCloseTo(distances[i]!.distance, 12))
  }
})

it('there are no more than there are, and an image of another size is refused', () => {
  const few = { ...all, count: 2 }
  expect(findNearestImages(images.slice(0, rows * columns), few, 12)).toHaveLength(2)
  expect(() => findNearestImages(new Uint8Array(4), all, 1)).toThrow(
    'Image: expected 6 × 7 = 42 pixels, as the others have, got 4',
  )
})
