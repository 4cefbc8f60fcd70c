import { describe, expect, it } from 'vitest'
import { type DataSet, type LabelledImages, splitDataSet } from '#core/data/data-set.ts'
import { addNoise } from '#core/data/noise.ts'
import { LECTURE_RECIPE, recipeSchema } from '#core/recipe/recipe.ts'

const PIXELS = 100
/** Images of half brightness, classes 0 to 4 in turn. */
function makeImages(count: number): LabelledImages {
  return {
    ...{ count, rows: 10, columns: 10 },
    images: new Uint8Array(count * PIXELS).fill(128),
    labels: Uint8Array.from({ length: count }, (_, i) => i % 5),
  }
}
const noise = { wrongLabels: 0.2, pixels: 0.1, seed: 7 }

describe('noise on training images', () => {
  it('gives exactly the share of labels another class, each of the others about as often', () => {
    const clean = makeImages(4000)
    const { labels } = addNoise(clean, noise, 5)
    const wrong = [...labels.keys()].filter((i) => labels[i] !== clean.labels[i])
    expect(wrong.length).toBe(800)
    const shifts = [1, 2, 3, 4].map(
      (shift) => wrong.filter((i) => (labels[i]! - clean.labels[i]! + 5) % 5 === shift).length,
    )
    // Binomial with n = 800, p = 1/4: a standard deviation of 12.
    for (const count of shifts) expect(Math.abs(count - 200)).toBeLessThan(50)
    expect(Math.max(...labels)).toBeLessThan(5)
  })

  it('moves pixels by its standard deviation, up and down alike, and never beyond black and white', () => {
    const { images } = addNoise(makeImages(500), noise, 5)
    const mean = images.reduce((sum, value) => sum + value, 0) / images.length
    const variance = images.reduce((sum, value) => sum + (value - mean) ** 2, 0) / images.length
    expect(mean).toBeCloseTo(128, 0)
    expect(Math.sqrt(variance)).toBeCloseTo(25.5, 0)
    const strong = addNoise(
      { ...makeImages(50), images: new Uint8Array(50 * PIXELS) },
      { ...noise, pixels: 1 },
      5,
    )
    expect(strong.images.filter((value) => value === 0).length / strong.images.length).toBeCloseTo(0.5, 1)
  })

  it('is the same for the same seed, another for another, and leaves what it is given as it is', () => {
    const clean = makeImages(100)
    const again = addNoise(makeImages(100), noise, 5)
    expect(addNoise(clean, noise, 5)).toEqual(again)
    expect(clean).toEqual(makeImages(100))
    const other = addNoise(clean, { ...noise, seed: 8 }, 5)
    expect(other.labels).not.toEqual(again.labels)
    expect(other.images).not.toEqual(again.images)
  })

  it('comes to the training part alone', () => {
    const dataSet: DataSet = { training: makeImages(100), test: makeImages(50) }
    const sizes = { trainSize: 60, validationSize: 40, testSize: 50 }
    const clean = splitDataSet(dataSet, sizes)
    const spoilt = splitDataSet(dataSet, { ...sizes, noise })
    expect(spoilt.validation).toEqual(clean.validation)
    expect(spoilt.test).toEqual(clean.test)
    expect(spoilt.train.labels).not.toEqual(clean.train.labels)
    expect(spoilt.train.images).not.toEqual(clean.train.images)
  })

  it('leaves a recipe without it the text that it had before there was noise', () => {
    const withNoise = (given: object | null) =>
      recipeSchema.parse({ ...LECTURE_RECIPE, data: { ...LECTURE_RECIPE.data, noise: given } })
    expect(LECTURE_RECIPE.data).not.toHaveProperty('noise')
    expect(withNoise(null)).toEqual(LECTURE_RECIPE)
    expect(withNoise({ wrongLabels: 0 })).toEqual(LECTURE_RECIPE)
    expect(withNoise({ wrongLabels: 0.1 }).data.noise).toEqual({ wrongLabels: 0.1, pixels: 0, seed: 1 })
  })
})
