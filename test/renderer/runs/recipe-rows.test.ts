import { describe, expect, it } from 'vitest'
import { OPTIMIZER_DEFAULTS } from '#core/optimizers/schema.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { recipeRows } from '../../../renderer/components/runs/recipe-rows.ts'

const deeper: Recipe = {
  ...LECTURE_RECIPE,
  layers: [
    { units: 100, activation: 'relu', batchNorm: false, dropout: 0 },
    { units: 30, activation: 'relu', batchNorm: false, dropout: 0 },
    { units: 10, activation: 'softmax', batchNorm: false, dropout: 0 },
  ],
  loss: 'softmax-cross-entropy',
  optimizer: OPTIMIZER_DEFAULTS.adam,
  seed: 20_000,
}

describe('recipeRows', () => {
  it('marks no row where recipes are equal', () => {
    const rows = recipeRows([LECTURE_RECIPE, structuredClone(LECTURE_RECIPE)])
    expect(rows.filter((row) => row.differs)).toEqual([])
    expect(rows.map((row) => row.label)).toContain('Mini-batch size')
  })

  it('marks just the settings that differ', () => {
    const rows = recipeRows([LECTURE_RECIPE, { ...LECTURE_RECIPE, batchSize: 32 }])
    expect(rows.filter((row) => row.differs)).toMatchObject([
      { label: 'Mini-batch size', texts: ['10', '32'] },
    ])
  })

  it('lays layers side by side by their place, the output layer last', () => {
    const rows = recipeRows([LECTURE_RECIPE, deeper]).filter((row) => row.label.includes('layer'))
    expect(rows.map((row) => [row.label, ...row.texts])).toEqual([
      ['Hidden layer 1', '30 × Sigmoid', '100 × ReLU'],
      ['Hidden layer 2', null, '30 × ReLU'],
      ['Output layer', '10 × Sigmoid', '10 × Softmax'],
    ])
  })

  it('has a row for each setting that at least one recipe has', () => {
    const byLabel = new Map(recipeRows([LECTURE_RECIPE, deeper]).map((row) => [row.label, row.texts]))
    expect(byLabel.get('Beta 1')).toEqual([null, '0.9'])
    expect(byLabel.get('Learning rate')).toEqual(['3', '0.001'])
    expect(byLabel.get('Epsilon')).toEqual([null, '1e-8'])
    expect(byLabel.has('Momentum')).toBe(false)
    expect(byLabel.get('Seed')).toEqual(['1', '20000'])
    expect(byLabel.get('Training images')).toEqual(['20,000', '20,000'])
  })

  it('covers every field of a recipe', () => {
    /** Some other valid value for each field, so that a field that no row reads is found. */
    const changes: Recipe[] = [
      { ...LECTURE_RECIPE, data: { ...LECTURE_RECIPE.data, dataSet: 'mnist' } },
      { ...LECTURE_RECIPE, data: { ...LECTURE_RECIPE.data, trainSize: 5 } },
      { ...LECTURE_RECIPE, data: { ...LECTURE_RECIPE.data, validationSize: 5 } },
      { ...LECTURE_RECIPE, data: { ...LECTURE_RECIPE.data, testSize: 5 } },
      { ...LECTURE_RECIPE, inputSize: 100 },
      { ...LECTURE_RECIPE, initializer: { ...LECTURE_RECIPE.initializer, name: 'zeros' } },
      { ...LECTURE_RECIPE, loss: 'binary-cross-entropy' },
      { ...LECTURE_RECIPE, l2: { ...LECTURE_RECIPE.l2, lambda: 1 } },
      { ...LECTURE_RECIPE, batchSize: 5 },
      { ...LECTURE_RECIPE, epochs: 5 },
      { ...LECTURE_RECIPE, shuffle: false },
      { ...LECTURE_RECIPE, seed: 5 },
      ...Object.values(OPTIMIZER_DEFAULTS)
        .filter(({ name }) => name !== 'sgd')
        .map((optimizer) => ({ ...LECTURE_RECIPE, optimizer })),
    ]
    for (const changed of changes) {
      expect(recipeRows([LECTURE_RECIPE, changed]).some((row) => row.differs)).toBe(true)
    }
  })
})
