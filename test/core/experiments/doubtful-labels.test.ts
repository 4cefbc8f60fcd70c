import { expect, it } from 'vitest'
import { type LabelledImages, sliceImages } from '#core/data/data-set.ts'
import { addNoise } from '#core/data/noise.ts'
import { makePenDigits } from '#core/data/pen-digits/pen-digits.ts'
import { type DoubtfulLabels, findDoubtfulLabels } from '#core/experiments/doubtful-labels.ts'

const { training } = makePenDigits({ seed: 3, trainingCount: 2000, testCount: 10 })
const noisy = addNoise(training, { wrongLabels: 0.02, pixels: 0, seed: 1 }, 10)

function search(images: LabelledImages): { found: DoubtfulLabels; shares: number[] } {
  const shares: number[] = []
  const steps = findDoubtfulLabels(images, 10)
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return { found: value, shares }
    shares.push(value.share)
  }
}

it('finds labels that were made wrong, with what they should be, and reports how far it is', () => {
  const { found, shares } = search(noisy)
  const first = [...found.indices.slice(0, 40)]
  const wrong = first.filter((i) => noisy.labels[i] !== training.labels[i])
  // Of 2,000 labels 40 are wrong: by chance there would be one.
  expect(wrong.length).toBeGreaterThan(20)
  const righted = wrong.filter((i) => found.answers[found.indices.indexOf(i)] === training.labels[i])
  expect(righted.length).toBeGreaterThan(0.8 * wrong.length)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect(shares.at(-1)).toBeGreaterThan(0.95)
})

it('gives the same each time', () => {
  const few = sliceImages(noisy, 0, 200)
  expect(search(few).found).toEqual(search(few).found)
})
