import { describe, expect, it } from 'vitest'
import { makePenDigits } from '#core/data/pen-digits/pen-digits.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { onDataSet, trainAndMeasure } from '../../scripts/drawing/measure.ts'
import { moveAndPrepare } from '../../scripts/drawing/moved-digits.ts'
import { DATA_SETS, listRecipes } from '../../scripts/drawing/results.ts'

const making = { seed: 1, trainingCount: 600, testCount: 200 }

describe('the measurement of networks for drawing', () => {
  it('moves digits and brings them back to the middle, none lost, the same each time', () => {
    const { test } = makePenDigits(making)
    const moved = moveAndPrepare(test)
    expect(moved.labels).toBe(test.labels)
    expect(moved.images).toEqual(moveAndPrepare(test).images)
    let changed = 0
    for (let k = 0; k < test.count; k++) {
      const image = moved.images.subarray(k * 784, (k + 1) * 784)
      const mass = image.reduce((sum, value) => sum + value, 0)
      expect(Math.max(...image)).toBe(255)
      for (const at of [(p: number) => p % 28, (p: number) => Math.floor(p / 28)]) {
        const centre = image.reduce((sum, value, p) => sum + value * (at(p) + 0.5), 0) / mass
        // A digit that would be pushed out of the field stops at its edge.
        expect(Math.abs(centre - 14.5)).toBeLessThan(2.5)
      }
      const before = test.images.subarray(k * 784, (k + 1) * 784)
      if (image.some((value, p) => Math.abs(value - before[p]!) > 100)) changed++
    }
    expect(changed).toBeGreaterThan(150)
  })

  it('measures what a training learned, also by style', () => {
    const dataSet = makePenDigits(making)
    const recipe = { ...onDataSet(LECTURE_RECIPE, 'small', dataSet, 3), epochs: 2 }
    expect(recipe.data).toMatchObject({ dataSet: 'small', trainSize: 500, validationSize: 100 })
    expect(recipe.seed).toBe(3)
    const { test } = dataSet
    const epochs: number[] = []
    const shares = trainAndMeasure(recipe, dataSet, { mnist: test, moved: test, pen: test }, (epoch) => {
      epochs.push(epoch)
    })!
    expect(epochs).toEqual([0, 1])
    expect(shares.mnist).toBeGreaterThan(0.15)
    expect(shares.moved).toBe(shares.mnist)
    const counts = Object.values(shares.styles)
    expect(counts.reduce((sum, [, total]) => sum + total, 0)).toBe(200)
    expect(counts.reduce((sum, [correct]) => sum + correct, 0) / 200).toBe(shares.pen)
  })

  it('measures the lecture’s recipe and presets for drawing, each on three data sets', () => {
    expect(listRecipes().map(({ name }) => name)).toEqual([
      'lecture',
      'nielsen-3-l2',
      'drawing-small',
      'drawing-large',
    ])
    expect(DATA_SETS).toEqual(['mnist', 'pen-digits-2', 'mnist+pen-digits-2'])
  })
})
