import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { sliceImages, splitDataSet } from '#core/data/data-set.ts'
import { drawingToImage } from '#core/data/network-input.ts'
import { createNoveltyJudge, learnNovelty } from '#core/evaluation/novelty/novelty.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { loadDataSet } from '#data/data-sets.ts'
import { makeScribble, SCRIBBLE_KINDS } from '../core/evaluation/novelty/scribbles.ts'

const mnist = process.env.BACKPROP_MNIST

describe.skipIf(mnist === undefined)('no digit, by the images of MNIST', () => {
  it('is said of at least 80 % of scribbles of each kind, and of at most 2 % of test images', async () => {
    const { dataSet } = await loadDataSet('mnist', { dataFolder: '/', mnistFolder: path.resolve(mnist!) })
    const { train, validation } = splitDataSet(dataSet, LECTURE_RECIPE.data)
    const model = learnNovelty(train, validation)!
    const judge = createNoveltyJudge(model)
    const isNone = (image: Uint8Array): boolean => judge(image).novelty > model.threshold
    for (const kind of SCRIBBLE_KINDS) {
      const scribbles = Array.from({ length: 500 }, (_, k) => drawingToImage(makeScribble(kind, k))!)
      expect(scribbles.filter(isNone).length, kind).toBeGreaterThanOrEqual(400)
    }
    const { images, count } = sliceImages(dataSet.test, 0, 5000)
    const digits = Array.from({ length: count }, (_, k) => images.subarray(784 * k, 784 * (k + 1)))
    expect(digits.filter(isNone).length).toBeLessThanOrEqual(100)
  })
})
