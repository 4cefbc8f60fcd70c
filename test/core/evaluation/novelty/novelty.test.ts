import { describe, expect, it } from 'vitest'
import { type LabelledImages, sliceImages } from '#core/data/data-set.ts'
import { drawingToImage } from '#core/data/network-input.ts'
import { makePenDigits } from '#core/data/pen-digits/pen-digits.ts'
import { SECOND_EDITION } from '#core/data/pen-digits/second-edition.ts'
import { createNoveltyJudge, learnNovelty } from '#core/evaluation/novelty/novelty.ts'
import { makeScribble, SCRIBBLE_KINDS } from './scribbles.ts'

const { training, test } = makePenDigits({
  ...{ seed: 4, trainingCount: 8000, testCount: 1000, edition: SECOND_EDITION },
})
const train = sliceImages(training, 0, 6000)
const model = learnNovelty(train, sliceImages(training, 6000, 8000))!
const measure = createNoveltyJudge(model)

/** Share of images that are called no digit. */
function refusedOf(images: readonly Uint8Array[]): number {
  return images.filter((image) => measure(image).novelty > model.threshold).length / images.length
}

const imagesOf = ({ images, count }: LabelledImages): Uint8Array[] =>
  Array.from({ length: count }, (_, k) => images.subarray(784 * k, 784 * (k + 1)))

describe('novelty', () => {
  it.each(SCRIBBLE_KINDS)('calls at least 80 % of %s no digit', (kind) => {
    const scribbles = Array.from({ length: 200 }, (_, k) => drawingToImage(makeScribble(kind, k))!)
    expect(refusedOf(scribbles)).toBeGreaterThanOrEqual(0.8)
  })

  it('calls at most 2 % of digits that it has not seen no digit', () => {
    expect(model.refused).toBe(0.01)
    expect(refusedOf(imagesOf(test))).toBeLessThanOrEqual(0.02)
  })

  it('finds the training image itself, which is not new', () => {
    const index = model.indices[123]!
    const { nearest, novelty } = measure(train.images.subarray(784 * index, 784 * (index + 1)))
    expect(nearest).toBe(index)
    expect(novelty).toBeLessThan(0)
  })

  it('does not judge by few images, nor by images that are not square or all alike', () => {
    const few = sliceImages(train, 0, 99)
    expect(learnNovelty(few, train)).toBeNull()
    expect(learnNovelty(train, few)).toBeNull()
    expect(learnNovelty({ ...train, rows: 14, columns: 56 }, train)).toBeNull()
    const empty = { ...sliceImages(train, 0, 200), images: new Uint8Array(200 * 784) }
    expect(learnNovelty(empty, empty)).toBeNull()
  })

  it('takes images of other sides and other classes', () => {
    // 8 × 8, of three classes: an upright bar, a lying bar, a slanted one, each where chance has it.
    const count = 600
    const images = new Uint8Array(count * 64)
    const labels = Uint8Array.from({ length: count }, (_, k) => k % 3)
    labels.forEach((label, k) => {
      const at = 2 + (Math.floor(k / 3) % 4)
      for (let p = 1; p < 7; p++) {
        const [row, column] = label === 0 ? [p, at] : label === 1 ? [at, p] : [p, p]
        images[64 * k + 8 * row + column] = 255 - (k % 50)
      }
    })
    const bars = { count, rows: 8, columns: 8, images, labels }
    const small = learnNovelty(bars, sliceImages(bars, 0, 200))!
    const judge = createNoveltyJudge(small)
    const chess = Uint8Array.from({ length: 64 }, (_, p) => ((p + (p >> 3)) % 2 === 0 ? 255 : 0))
    expect(judge(chess).novelty).toBeGreaterThan(small.threshold)
    expect(judge(images.subarray(0, 64)).novelty).toBeLessThanOrEqual(small.threshold)
  })
})
