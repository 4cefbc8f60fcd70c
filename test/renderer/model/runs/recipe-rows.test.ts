import { describe, expect, it } from 'vitest'
import { ENGINE_NAMES } from '#core/engine/names.ts'
import { OPTIMIZER_DEFAULTS } from '#core/optimizers/schema.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { recipeRows as rowsOfRuns, type RecipeRow } from '../../../../renderer/model/runs/recipe-rows.ts'

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

/** The rows of runs of which everything is known. */
const recipeRows = (recipes: readonly Recipe[]): RecipeRow[] =>
  rowsOfRuns(recipes.map((recipe) => ({ recipe, unknownFields: [] })))

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

  it('tells the engines by their names', () => {
    const rows = recipeRows(ENGINE_NAMES.map((engine) => ({ ...LECTURE_RECIPE, engine })))
    expect(rows.filter((row) => row.differs)).toMatchObject([
      { label: 'Engine', texts: ['Fast (32-bit)', 'Fastest (32-bit, relaxed)', 'Exact (64-bit)'] },
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
    expect(byLabel.get('Training images')).toEqual(['50,000', '50,000'])
  })

  it('tells what a layer has besides its units, and what is off', () => {
    const varied: Recipe = {
      ...LECTURE_RECIPE,
      data: {
        ...LECTURE_RECIPE.data,
        augmentation: {
          shift: 2,
          rotation: 0,
          scale: 0,
          shear: 0,
          elasticStrength: 0,
          elasticSmoothness: 6,
          thickness: 0,
        },
      },
      layers: [{ ...LECTURE_RECIPE.layers[0]!, batchNorm: true, dropout: 0.5 }, LECTURE_RECIPE.layers[1]!],
      schedule: { name: 'step', every: 3, factor: 0.5 },
      gradientClipping: 1,
      stopping: { ...LECTURE_RECIPE.stopping, patience: { epochs: 3, measure: 'validation-loss' } },
    }
    const rows = recipeRows([LECTURE_RECIPE, varied]).filter((row) => row.differs)
    expect(rows.map((row) => [row.label, ...row.texts])).toEqual([
      ['Augmentation', 'Off', 'On'],
      ['Shift', null, '2'],
      ['Rotation', null, '0'],
      ['Scale', null, '0'],
      ['Shear', null, '0'],
      ['Elastic strength', null, '0'],
      ['Stroke thickness', null, '0'],
      ['Hidden layer', '30 × Sigmoid', '30 × Sigmoid, batch norm, dropout 0.5'],
      ['Batch norm momentum', null, '0.1'],
      ['Batch norm ε', null, '0.00001'],
      ['Gradient clipping', 'Off', '1'],
      ['Schedule', 'Constant', 'Steps'],
      ['Step every', null, '3'],
      ['Schedule factor', null, '0.5'],
      ['Early stopping', 'Off', 'On'],
      ['Early stopping patience', null, '3'],
      ['Early stopping by', null, 'Loss'],
    ])
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
      ...ENGINE_NAMES.filter((engine) => engine !== LECTURE_RECIPE.engine).map((engine) => ({
        ...LECTURE_RECIPE,
        engine,
      })),
      ...Object.values(OPTIMIZER_DEFAULTS)
        .filter(({ name }) => name !== 'sgd')
        .map((optimizer) => ({ ...LECTURE_RECIPE, optimizer })),
    ]
    for (const changed of changes) {
      expect(recipeRows([LECTURE_RECIPE, changed]).some((row) => row.differs)).toBe(true)
    }
  })
})
