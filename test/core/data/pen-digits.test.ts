import { createHash } from 'node:crypto'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { evaluateNetwork } from '#core/evaluation/evaluate.ts'
import { predictAll } from '#core/evaluation/predict-all.ts'
import { sliceImages, splitDataSet } from '#core/data/data-set.ts'
import { findEdition, NEWEST_EDITION, PEN_EDITIONS } from '#core/data/pen-digits/editions.ts'
import {
  generatePenDigits,
  makePenDigit,
  makePenDigits,
  stylesOfPenDigits,
} from '#core/data/pen-digits/pen-digits.ts'
import { drawStyles } from '#core/data/pen-digits/style-samples.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { Training } from '#core/training/training.ts'
import { loadDataSet } from '#data/data-sets.ts'

const SMALL = { seed: 7, trainingCount: 300, testCount: 100 }

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('pen digits', () => {
  it('are 28 × 28 images, each digit as often as any other, in no order', () => {
    const { training, test } = makePenDigits(SMALL)
    expect(training).toMatchObject({ count: 300, rows: 28, columns: 28 })
    expect(test).toMatchObject({ count: 100, rows: 28, columns: 28 })
    for (const part of [training, test]) {
      expect(part.images).toHaveLength(part.count * 784)
      expect(part.labels).toHaveLength(part.count)
      for (let digit = 0; digit < 10; digit++) {
        expect(part.labels.filter((label) => label === digit)).toHaveLength(part.count / 10)
      }
      expect(part.labels.slice(0, 20)).not.toEqual(part.labels.slice(20, 40))
      expect([...part.labels.slice(0, 100)]).not.toEqual([...part.labels.slice(0, 100)].sort())
    }
  })

  it.each([
    [
      'pen-digits',
      3,
      '99092fd3ee8fc52cdf9856afb3450b9dbee761b3257431b6a9ca14c914120ea9',
      'f872d667ea612ce2b684e2af9f8a48845bfbb1dc0e0c4e4215ed9c7b1c94ee3c',
    ],
    [
      'pen-digits-2',
      1,
      '1d07363dc8c15f57ad83995737bbe2c389739e951230942f267ae0142efc62a7',
      '67790de676e3ac9639981b246d8a8f9732a9736c49483ba5f6663350e6f933ac',
    ],
  ])('of the edition %s are the same bytes on every machine while its version is %i', (...expected) => {
    const edition = findEdition(expected[0])!
    const { training, test } = makePenDigits({ ...SMALL, edition })
    // Found once by running this version. Where it differs, raise its version before a release, or find out what broke.
    expect([edition.dataSet, edition.version, hash(training.images), hash(test.images)]).toEqual(expected)
  })

  it('differ from seed to seed, from part to part and from image to image', () => {
    const images = [
      makePenDigit(7, 'training', 0, 3),
      makePenDigit(8, 'training', 0, 3),
      makePenDigit(7, 'test', 0, 3),
      makePenDigit(7, 'training', 1, 3),
    ]
    expect(new Set(images.map(hash)).size).toBe(4)
    const { training, test } = makePenDigits(SMALL)
    const all = [training, test].flatMap((part) =>
      Array.from({ length: part.count }, (_, k) => hash(sliceImages(part, k, k + 1).images)),
    )
    expect(new Set(all).size).toBe(400)
  })

  it('tell how many are made, and can be left off', () => {
    const generator = generatePenDigits({ seed: 1, trainingCount: 500, testCount: 100 })
    expect(generator.next()).toEqual({ done: false, value: 200 })
    expect(generator.next()).toEqual({ done: false, value: 400 })
    generator.return(undefined as never)
    expect(generator.next()).toEqual({ done: true, value: undefined })
  })

  it.each(PEN_EDITIONS.map((edition) => [edition.dataSet, edition] as const))(
    'of the edition %s come in two styles of each digit at least, each with shapes that can be blended',
    (_, { stylesByDigit }) => {
      expect(stylesByDigit).toHaveLength(10)
      stylesByDigit.forEach((styles, digit) => {
        expect(styles.length).toBeGreaterThanOrEqual(2)
        expect(new Set(styles.map(({ name }) => name)).size).toBe(styles.length)
        for (const style of styles) {
          expect(style.digit).toBe(digit)
          expect(style.share).toBeGreaterThan(0)
          expect(style.shapes.length).toBeGreaterThanOrEqual(2)
          for (const { x, y } of style.shapes.flat(3)) {
            // far outside the frame there is only a slip of the one who wrote the table
            expect(x).toBeGreaterThanOrEqual(-10)
            expect(x).toBeLessThanOrEqual(90)
            expect(y).toBeGreaterThanOrEqual(-10)
            expect(y).toBeLessThanOrEqual(110)
          }
        }
      })
    },
  )

  it('of the newest edition have the shares that it states, in percent', () => {
    const options = { seed: 3, trainingCount: 20_000, testCount: 10 }
    const styles = stylesOfPenDigits(options, 'training')
    for (const ofDigit of NEWEST_EDITION.stylesByDigit) {
      expect(ofDigit.reduce((sum, { share }) => sum + share, 0)).toBe(100)
      for (const { digit, name, share } of ofDigit) {
        const found = styles.filter((style) => style.digit === digit && style.name === name).length / 2000
        // four standard deviations of a binomial share
        const slack = 4 * Math.sqrt(((share / 100) * (1 - share / 100)) / 2000)
        expect(Math.abs(found - share / 100), `${digit}, ${name}`).toBeLessThan(slack)
      }
    }
  })

  it('tell the style of each image, in the order of the labels', () => {
    const { training, test } = makePenDigits(SMALL)
    expect(stylesOfPenDigits(SMALL, 'training').map(({ digit }) => digit)).toEqual([...training.labels])
    expect(stylesOfPenDigits(SMALL, 'test').map(({ digit }) => digit)).toEqual([...test.labels])
  })

  it('are written in as many strokes as their style has, with the features that give it its name', () => {
    const styleOf = (digit: number, name: string) => {
      const style = NEWEST_EDITION.stylesByDigit[digit]!.find((each) => each.name === name)!
      const strokes = style.shapes.map((shape) => shape.map((stroke) => stroke.flat()))
      return { strokes, counts: new Set(strokes.map(({ length }) => length)) }
    }
    for (const [digit, name, count] of [
      [0, 'slashed', 2],
      [0, 'slashed in one stroke', 1],
      [1, 'stem', 1],
      [1, 'wide foot', 2],
      [4, 'lightning', 1],
      [4, 'short stem', 2],
      [5, 'roof apart', 2],
      [7, 'bar', 2],
      [7, 'bar in one stroke', 1],
    ] as const) {
      expect([name, ...styleOf(digit, name).counts]).toEqual([name, count])
    }
    // 1 with a large flag: it begins lower than a third of the height
    for (const [stroke] of styleOf(1, 'large flag').strokes) expect(stroke!.at(0)!.y).toBeGreaterThan(33)
    // 1 with a wide foot: it is nearly as wide as a 2
    for (const [, foot] of styleOf(1, 'wide foot').strokes) {
      expect(foot!.at(-1)!.x - foot!.at(0)!.x).toBeGreaterThan(60)
    }
    // 4 with a short stem: it begins in the lower two thirds, and crosses the bar
    for (const [, stem] of styleOf(4, 'short stem').strokes) expect(stem!.at(0)!.y).toBeGreaterThan(35)
    // 9 with a small ring and a long tail: the ring ends above 40, the tail far to its left
    for (const [stroke] of styleOf(9, 'small ring, tail to the left').strokes) {
      expect(Math.max(...stroke!.slice(0, 7).map(({ y }) => y))).toBeLessThan(40)
      expect(stroke!.at(-1)!.x).toBeLessThan(Math.min(...stroke!.slice(0, 7).map(({ x }) => x)))
    }
    // a closed 8 ends where it begins, an open one does not
    const gapOf = (name: string) =>
      styleOf(8, name).strokes.map(([stroke]) => {
        const [from, to] = [stroke!.at(0)!, stroke!.at(-1)!]
        return Math.hypot(from.x - to.x, from.y - to.y)
      })
    expect(Math.max(...gapOf('small upper ring'))).toBeLessThan(10)
    expect(Math.min(...gapOf('open at the top'))).toBeGreaterThan(12)
  })

  it('can be shown by style, each with its share and the same examples for the same seed', () => {
    const gallery = drawStyles(NEWEST_EDITION, 3, 1)
    expect(gallery.styles).toHaveLength(NEWEST_EDITION.stylesByDigit.flat().length)
    for (const { images } of gallery.styles) expect(images).toHaveLength(3 * 784)
    for (let digit = 0; digit < 10; digit++) {
      const shares = gallery.styles.filter((style) => style.digit === digit).map(({ share }) => share)
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
      expect(shares).toEqual([...shares].sort((a, b) => b - a))
    }
    const allOf = (seed: number) =>
      drawStyles(NEWEST_EDITION, 1, seed).styles.map(({ images }) => hash(images))
    expect(allOf(1)).toEqual(allOf(1))
    expect(new Set([...allOf(1), ...allOf(2)]).size).toBe(2 * gallery.styles.length)
    expect(gallery.pens.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
  })
})

describe('the lecture’s recipe on the default pen digits', () => {
  const dataSet = makePenDigits(NEWEST_EDITION.making)
  const trained = (seed: number, epochs: number): { recipe: Recipe; parameters: Float64Array } => {
    const recipe = { ...LECTURE_RECIPE, seed, epochs }
    const parts = splitDataSet(dataSet, { ...recipe.data, validationSize: 0, testSize: 0 })
    const training = new Training({ recipe, parts, measuresLayers: false })
    let event = training.advance(Infinity)
    while (event.type !== 'completed') event = training.advance(Infinity)
    return { recipe, parameters: training.checkpoint().parameters }
  }

  it.each([1, 2, 3, 4, 5])('learns all ten digits in three epochs, with seed %i', (seed) => {
    const { recipe, parameters } = trained(seed, 3)
    const { predictions } = predictAll(recipe, parameters, dataSet.test)
    for (let digit = 0; digit < 10; digit++) {
      const read = predictions.filter((answer, k) => dataSet.test.labels[k] === digit && answer === digit)
      expect(read.length, `${digit}`).toBeGreaterThan(700)
    }
  })

  const mnist = process.env.BACKPROP_MNIST
  it.skipIf(mnist === undefined)(
    'then reads MNIST, which it has never seen (where BACKPROP_MNIST is set)',
    async () => {
      const { dataSet: foreign } = await loadDataSet('mnist', {
        dataFolder: '/',
        mnistFolder: path.resolve(mnist!),
      })
      const { recipe, parameters } = trained(1, 30)
      const { correct, total } = evaluateNetwork(recipe, parameters, foreign.test)
      expect(correct / total).toBeGreaterThan(0.9)
    },
  )
})
