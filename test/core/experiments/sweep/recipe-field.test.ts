import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveFieldName } from '#core/experiments/sweep/field-names.ts'
import { checkRecipe, LECTURE_RECIPE, parseRecipe, RecipeError } from '#core/recipe/recipe.ts'
import {
  FieldPathError,
  findRecipeField,
  listRecipeFields,
  readRecipeField,
} from '#core/experiments/sweep/recipe-field.ts'
import { setRecipeField, setRecipeFields } from '#core/experiments/sweep/set-recipe-field.ts'
import { spacedValues } from '#core/experiments/sweep/spaced-values.ts'

describe('a field of a recipe', () => {
  it('of a group that recipes leave out is set with the others as they usually are, and left out again', () => {
    expect(findRecipeField(LECTURE_RECIPE, 'data.noise.wrongLabels')).toMatchObject({
      kind: 'number',
      min: 0,
      max: 1,
    })
    const noisy = setRecipeField(LECTURE_RECIPE, 'data.noise.wrongLabels', 0.2)
    expect(noisy.data.noise).toEqual({ wrongLabels: 0.2, pixels: 0, seed: 1 })
    expect(setRecipeField(noisy, 'data.noise.wrongLabels', 0)).toEqual(LECTURE_RECIPE)
  })

  it('is known by its path, with kind and range as the schema has them', () => {
    expect(findRecipeField(LECTURE_RECIPE, 'layers.0.units')).toMatchObject({
      kind: 'whole',
      min: 1,
      max: 10_000,
      label: 'Units',
    })
    expect(findRecipeField(LECTURE_RECIPE, 'optimizer.name').choices).toContain('adamw')
    expect(findRecipeField(LECTURE_RECIPE, 'layers.1.activation').choices).toContain('softmax')
    expect(findRecipeField(LECTURE_RECIPE, 'layers.*.activation').choices).not.toContain('softmax')
    expect(findRecipeField(LECTURE_RECIPE, 'layers.*.activation').choices).toContain('relu')
    expect(findRecipeField(LECTURE_RECIPE, 'gradientClipping').isNullable).toBe(true)
  })

  it('is read and set, each of them to what it was, without changing the recipe', () => {
    const before = JSON.stringify(LECTURE_RECIPE)
    for (const { path } of listRecipeFields(LECTURE_RECIPE)) {
      const value = readRecipeField(LECTURE_RECIPE, path)
      if (value !== undefined) expect(setRecipeField(LECTURE_RECIPE, path, value)).toEqual(LECTURE_RECIPE)
    }
    expect(readRecipeField(setRecipeField(LECTURE_RECIPE, 'seed', 7), 'seed')).toBe(7)
    expect(JSON.stringify(LECTURE_RECIPE)).toBe(before)
  })

  it('is reported with those nearby where there is none', () => {
    const refusal = (path: string): string => {
      try {
        findRecipeField(LECTURE_RECIPE, path)
      } catch (error) {
        expect(error).toBeInstanceOf(FieldPathError)
        return (error as Error).message
      }
      return 'found'
    }
    expect(refusal('learningRate')).toBe(
      'learningRate: expected a field of the recipe, got another name; is optimizer.learningRate meant?',
    )
    expect(refusal('data.colours')).toContain('in data there are data.dataSet, data.trainSize')
    expect(refusal('layers.2.units')).toContain('is layers.0.units or layers.1.units meant?')
    expect(refusal('toString')).toContain('there are data, inputSize, layers')
  })

  it('of an activation’s setting is there where a layer has it, with the usual value where none is given', () => {
    const deep = parseRecipe({
      ...LECTURE_RECIPE,
      layers: (['leaky-relu', 'relu', 'elu', 'leaky-relu', 'sigmoid'] as const).map((activation) => ({
        units: 10,
        activation,
      })),
    })
    expect(findRecipeField(deep, 'layers.0.slope')).toMatchObject({
      ...{ kind: 'number', label: 'Slope below 0', min: 0, max: 1, isNullable: false },
    })
    expect(resolveFieldName(deep, 'slope')).toBe('layers.*.slope')
    expect(resolveFieldName(deep, 'alpha')).toBe('layers.*.alpha')
    expect(readRecipeField(deep, 'layers.*.slope')).toBe(0.01)
    expect(readRecipeField(deep, 'layers.*.alpha')).toBe(1)
    expect(readRecipeField(deep, 'layers.1.slope')).toBeUndefined()
    const steeper = setRecipeField(deep, 'layers.*.slope', 0.2)
    expect(steeper.layers.map((layer) => layer.slope)).toEqual([0.2, undefined, undefined, 0.2, undefined])
    expect(setRecipeField(steeper, 'layers.*.slope', 0.01)).toEqual(deep)
    expect(() => setRecipeField(deep, 'layers.1.slope', 0.2)).toThrow(
      'Layer 2: Slope below 0: expected with leaky-relu alone, got 0.2 with relu',
    )
    expect(() => setRecipeField(LECTURE_RECIPE, 'layers.*.slope', 0.2)).toThrow('got 0.2 with sigmoid')
    // Another activation takes its own settings, whatever the order of the changes.
    expect(setRecipeField(steeper, 'layers.0.activation', 'tanh').layers[0]).toEqual({
      ...{ units: 10, activation: 'tanh', batchNorm: false, dropout: 0 },
    })
    const both = [
      { path: 'layers.*.slope', value: 0.3 },
      { path: 'layers.*.activation', value: 'leaky-relu' },
    ]
    expect(setRecipeFields(LECTURE_RECIPE, both).layers[0]).toMatchObject({ slope: 0.3 })
  })

  it('of all hidden layers is set in each of them, and their sizes as one text', () => {
    const deep = setRecipeField(LECTURE_RECIPE, 'layers', '100-50')
    expect(deep.layers.map((layer) => layer.units)).toEqual([100, 50, 10])
    expect(readRecipeField(deep, 'layers')).toBe('100-50')
    const relu = setRecipeField(deep, 'layers.*.activation', 'relu')
    expect(relu.layers.map((layer) => layer.activation)).toEqual(['relu', 'relu', 'sigmoid'])
    const none = setRecipeField(deep, 'layers', 'none')
    expect(none.layers).toEqual(LECTURE_RECIPE.layers.slice(1))
    expect(() => setRecipeField(none, 'layers.*.units', 3)).toThrow('got one without')
    expect(() => setRecipeField(deep, 'layers', '100,50')).toThrow("got '100,50'")
  })

  it('of another optimizer or of a group that is off comes with the usual settings', () => {
    const changed = setRecipeFields(LECTURE_RECIPE, [
      { path: 'optimizer.beta1', value: 0.8 },
      { path: 'optimizer.name', value: 'adam' },
      { path: 'data.augmentation.shift', value: 2 },
    ])
    expect(changed.optimizer).toEqual({
      name: 'adam',
      learningRate: 0.001,
      beta1: 0.8,
      beta2: 0.999,
      epsilon: 1e-8,
    })
    expect(changed.data.augmentation).toMatchObject({ shift: 2, elasticSmoothness: 6 })
    // What one recipe sets is not the next one's usual.
    expect(setRecipeField(LECTURE_RECIPE, 'optimizer.name', 'adam').optimizer).toMatchObject({ beta1: 0.9 })
    expect(() => setRecipeField(LECTURE_RECIPE, 'optimizer.beta1', 0.8)).toThrow(
      "optimizer.beta1: expected a setting of sgd (learningRate), got another's",
    )
  })

  it('is refused where the recipe would not be one', () => {
    expect(() => setRecipeField(LECTURE_RECIPE, 'optimizer.learningRate', -1)).toThrow(RecipeError)
    expect(() => setRecipeField(LECTURE_RECIPE, 'loss', 'softmax-cross-entropy')).toThrow(
      'expected a softmax',
    )
    expect(checkRecipe(setRecipeField(LECTURE_RECIPE, 'layers.1.activation', 'tanh'))).toEqual([])
  })
})

describe('spaced values', () => {
  it('are what a person would type, from end to end', () => {
    expect(spacedValues({ kind: 'log', from: 0.01, to: 10, count: 4 })).toEqual([0.01, 0.1, 1, 10])
    expect(spacedValues({ kind: 'log', from: 0.01, to: 10, count: 3 })).toEqual([0.01, 0.3162, 10])
    const tidy = (from: number, to: number, count: number, isWhole = false) =>
      spacedValues({ kind: 'log', from, to, count, isTidy: true }, isWhole)
    expect(tidy(0.01, 10, 3)).toEqual([0.01, 0.3, 10])
    expect(tidy(0.01, 10, 8)).toEqual([0.01, 0.03, 0.07, 0.2, 0.5, 1.5, 3, 10])
    expect(tidy(100, 1, 5)).toEqual([100, 30, 10, 3, 1])
    expect(tidy(16, 512, 6, true)).toEqual([16, 30, 70, 150, 300, 512])
    // What was typed stays, and values too close to be tidied are as many as were asked for.
    expect(tidy(0.0123, 0.456, 3)).toEqual([0.0123, 0.07, 0.456])
    expect(tidy(1, 2, 6)).toEqual([1, 1.15, 1.32, 1.52, 1.74, 2])
    expect(spacedValues({ kind: 'linear', from: 0, to: 0.3, count: 4 })).toEqual([0, 0.1, 0.2, 0.3])
    expect(spacedValues({ kind: 'linear', from: 1, to: 3, count: 5 }, true)).toEqual([1, 2, 3])
    expect(spacedValues({ kind: 'list', values: ['a', null, 'a', true] })).toEqual(['a', null, true])
    expect(spacedValues({ kind: 'log', from: 5, to: 50, count: 1 })).toEqual([5])
  })

  it('rise from the first end to the last, whatever the ends', () => {
    const end = fc.double({ min: 1e-9, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(end, end, fc.integer({ min: 2, max: 30 }), fc.boolean(), (a, b, count, isLog) => {
        const [from, to] = a < b ? [a, b] : [b, a]
        // Values are told to four digits; ends nearer than that are one to a person, too.
        fc.pre(to / from > 1.1)
        const values = spacedValues({ kind: isLog ? 'log' : 'linear', from, to, count }) as number[]
        expect(values[0]).toBe(from)
        expect(values.at(-1)).toBe(to)
        expect(values.every((value, k) => k === 0 || value > values[k - 1]!)).toBe(true)
      }),
    )
  })
})
