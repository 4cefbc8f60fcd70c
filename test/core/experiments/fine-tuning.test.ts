import { describe, expect, it } from 'vitest'
import type { DataSet, LabelledImages } from '#core/data/data-set.ts'
import { splitDataSet } from '#core/data/data-set.ts'
import { mixDataSets } from '#core/data/mix-data-sets.ts'
import { asOwnDigit, type OwnDigit, ownDigitsToDataSet, PartBalance } from '#core/data/own-digits.ts'
import { FIRST_EDITION } from '#core/data/pen-digits/first-edition.ts'
import { writeInStyle } from '#core/data/pen-digits/hand.ts'
import type { SharedStyle } from '#core/data/pen-digits/pen-edition.ts'
import { makePenDigits } from '#core/data/pen-digits/pen-digits.ts'
import { SECOND_EDITION } from '#core/data/pen-digits/second-edition.ts'
import { evaluateNetwork } from '#core/evaluation/evaluate.ts'
import { fineTuningRecipe, mixWithOwn, originalsOf } from '#core/experiments/fine-tuning.ts'
import { Random } from '#core/random/random.ts'
import { parseMix } from '#core/recipe/mixed-data-set.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { Training } from '#core/training/training.ts'

/** The weights after a training. */
function train(recipe: Recipe, dataSet: DataSet, from?: Float64Array): Float64Array {
  const start = from && { epoch: -1, steps: 0, parameters: from, optimizerState: new Float64Array(0) }
  const parts = splitDataSet(dataSet, recipe.data)
  const training = new Training({ recipe, parts, measuresLayers: false, ...(start && { start }) })
  try {
    for (;;) if (training.advance(Infinity).type === 'completed') return training.checkpoint().parameters
  } finally {
    training.close()
  }
}

const originals = makePenDigits({
  ...{ seed: 3, trainingCount: 6000, testCount: 1000, edition: FIRST_EDITION },
})
const recipe: Recipe = {
  ...LECTURE_RECIPE,
  data: {
    ...LECTURE_RECIPE.data,
    ...{ dataSet: 'pen-digits', trainSize: 5000, validationSize: 1000, testSize: 1000 },
  },
  epochs: 8,
}
const share = (parameters: Float64Array, images: LabelledImages): number =>
  evaluateNetwork(recipe, parameters, images).correct / images.count

/** Twenty digits that somebody writes in one style, of which ten are to learn from. */
function writeTwenty(style: SharedStyle): OwnDigit[] {
  const balance = new PartBalance([])
  return Array.from({ length: 20 }, (_, k) => {
    const { strokes } = writeInStyle(style, new Random(7, 'own', k), SECOND_EDITION.spread)
    const points = strokes.map((stroke) => stroke.map(({ x, y }) => [x, y]))
    return asOwnDigit({ width: 1, height: 1, label: style.digit, strokes: points }, balance)
  })
}

describe('fine-tuning on ten digits of a style that the images do not have', () => {
  const before = train(recipe, originals)
  const styles = SECOND_EDITION.stylesByDigit.flat()

  it.each(['wide foot', 'small ring, tail to the left', 'slashed in one stroke'])(
    '%s: reads far more of ten others, and forgets nothing',
    (name) => {
      const own = ownDigitsToDataSet(writeTwenty(styles.find((style) => style.name === name)!))
      const counts = (set: DataSet) => ({ trainingCount: set.training.count, testCount: set.test.count })
      expect(counts(own)).toEqual({ trainingCount: 10, testCount: 10 })
      const tuning = fineTuningRecipe(recipe, { originals: counts(originals), own: counts(own) })!
      const [first, second] = parseMix(tuning.data.dataSet)!
      const mixed = mixDataSets([
        { dataSet: originals, count: first!.count },
        { dataSet: own, count: second!.count },
      ])
      const after = train(tuning, mixed, before)
      expect(share(after, own.test)).toBeGreaterThanOrEqual(share(before, own.test) + 0.3)
      expect(share(after, originals.test)).toBeGreaterThan(share(before, originals.test) - 0.01)
    },
  )
})

describe('fineTuningRecipe', () => {
  const images = (trainingCount: number) => ({
    originals: { trainingCount: 60_000, testCount: 10_000 },
    own: { trainingCount, testCount: 5 },
  })
  it.each([
    ['mnist', 'mnist+my-digits:6000'],
    ['mnist+pen-digits-2', 'mnist+pen-digits-2+my-digits:6000'],
    ['mnist:20000+my-digits:500', 'mnist:20000+my-digits:6000'],
    ['/srv/digits', 'mix:/srv/digits+my-digits:6000'],
  ])('mixes %s with own digits, one for ten', (dataSet, expected) => {
    const tuned = fineTuningRecipe({ ...recipe, data: { ...recipe.data, dataSet } }, images(8))!
    expect(tuned.data.dataSet).toBe(expected)
    expect(tuned.data).toMatchObject({ trainSize: 55_000, validationSize: 11_000, testSize: 10_005 })
  })

  it('takes all own digits where they are more', () => {
    expect(fineTuningRecipe(recipe, images(7000))!.data.dataSet).toBe('pen-digits+my-digits:7000')
  })

  it('is none without own digits to learn from, nor for a run that has learned from nothing else', () => {
    expect(fineTuningRecipe(recipe, images(0))).toBeNull()
    const alone = { ...recipe, data: { ...recipe.data, dataSet: 'my-digits' } }
    expect(fineTuningRecipe(alone, images(8))).toBeNull()
    expect(originalsOf('my-digits')).toEqual([])
    expect(mixWithOwn('my-digits', null)).toBeNull()
  })

  it('knows what a mix had besides', () => {
    expect(originalsOf('mnist')).toEqual([{ dataSet: 'mnist', count: null }])
    expect(originalsOf('mnist:20000+my-digits:500')).toEqual([{ dataSet: 'mnist', count: 20_000 }])
    expect(originalsOf('mnist:9+my-digits+pen-digits:7').map(({ count }) => count)).toEqual([9, 7])
  })
})
