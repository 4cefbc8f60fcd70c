import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeMeasure, parsePreset } from '#core/recipe/preset.ts'
import { findIdleEnd, plannedRates } from '#core/training/learning-rate.ts'
import { layerSizes } from '#core/network/parameters.ts'

const FOLDER = new URL('../../../resources/presets/', import.meta.url)
const files = readdirSync(FOLDER)
const read = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Record<string, unknown>
const preset = (name: string): ReturnType<typeof parsePreset> => parsePreset(read(`${name}.json`))

describe('presets', () => {
  it.each(files)('%s is a preset of its own name, for MNIST alone or with pen digits', (file) => {
    const { name, recipe, published, description } = parsePreset(read(file))
    expect(`${name}.json`).toBe(file)
    const sources = name.startsWith('drawing-') ? 2 : 1
    const dataSet = ['mnist', 'mnist+pen-digits-2'][sources - 1]
    expect(recipe.data).toMatchObject({ dataSet, testSize: sources * 10_000 })
    expect(recipe.data.trainSize + recipe.data.validationSize).toBeLessThanOrEqual(sources * 60_000)
    expect(layerSizes(recipe).at(0)).toBe(784)
    expect(layerSizes(recipe).at(-1)).toBe(10)
    expect(description).toMatch(/^[A-Z0-9].*[^.]\.$/)
    expect(findIdleEnd(plannedRates(recipe)).epochs, 'epochs that learn nothing').toBe(0)
    if (published.learningCurve) {
      const sizes = published.learningCurve.map(({ trainSize }) => trainSize)
      expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
      expect(sizes.at(-1)).toBe(recipe.data.trainSize)
      expect(published.learningCurve.at(-1)?.value).toBe(published.value)
    }
  })

  // Nielsen, Neural Networks and Deep Learning, chapters 1 and 3: hidden units, η, λ, epochs, images, accuracy.
  it.each([
    ['nielsen-1-30-hidden', 30, 3, 0, 30, 50_000, 0.9542],
    ['nielsen-1-100-hidden', 100, 3, 0, 30, 50_000, 0.9659],
    ['nielsen-3-cross-entropy', 30, 0.5, 0, 30, 50_000, 0.9549],
    ['nielsen-3-l2', 30, 0.5, 5, 30, 50_000, 0.9649],
    ['nielsen-3-100-hidden-l2', 100, 0.5, 5, 30, 50_000, 0.9792],
    ['nielsen-3-100-hidden-l2-slow', 100, 0.1, 5, 60, 50_000, 0.9804],
    ['nielsen-3-1000-images', 30, 0.5, 0, 400, 1000, 0.8227],
    ['nielsen-3-1000-images-l2', 30, 0.5, 0.1, 400, 1000, 0.871],
    ['nielsen-3-learning-curve', 30, 0.5, 5, 30, 50_000, 0.9597],
  ])('%s has the settings of the book', (name, hidden, learningRate, lambda, epochs, trainSize, value) => {
    const { recipe, published } = preset(name)
    expect(recipe).toMatchObject({
      data: { trainSize, validationSize: 10_000, normalization: 'unit', augmentation: null },
      initializer: { name: 'standard-normal', gain: 1 },
      loss: name.startsWith('nielsen-1-') ? 'mse' : 'binary-cross-entropy',
      optimizer: { name: 'sgd', learningRate },
      l2: { lambda, convention: 'network2' },
      schedule: { name: 'constant' },
      batchSize: 10,
      epochs,
      shuffle: true,
    })
    expect(layerSizes(recipe)).toEqual([784, hidden, 10])
    expect(recipe.layers.map(({ activation }) => activation)).toEqual(['sigmoid', 'sigmoid'])
    expect(published).toMatchObject({ value, kind: 'published' })
  })

  it('aim at what is asked of modern networks', () => {
    const { recipe, published } = preset('modern-512-256')
    expect(published).toMatchObject({ value: 0.99, measure: 'test-accuracy', kind: 'goal' })
    expect(recipe.epochs).toBeLessThanOrEqual(30)
    expect(recipe.data.augmentation).not.toBeNull()
    expect(recipe.layers.slice(0, -1).every((layer) => layer.batchNorm && layer.dropout > 0)).toBe(true)
    expect(preset('large-1000-500-elastic').recipe.data.augmentation?.elasticStrength).toBeGreaterThan(0)
  })

  it('have two for drawing, on MNIST and pen digits together', () => {
    for (const name of ['drawing-small', 'drawing-large']) {
      const { recipe, published } = preset(name)
      expect(recipe.data.dataSet).toBe('mnist+pen-digits-2')
      expect(recipe.data.trainSize + recipe.data.validationSize).toBe(120_000)
      expect(published).toMatchObject({ kind: 'goal', at: 'last-epoch' })
    }
    expect(layerSizes(preset('drawing-small').recipe)).toEqual([784, 30, 10])
    expect(preset('drawing-large').recipe.data.augmentation).not.toBeNull()
  })

  it('are refused in clear words where they are not of the form', () => {
    const good = read('nielsen-1-30-hidden.json')
    expect(() => parsePreset({ ...good, name: 'Not A Name' })).toThrow(/Preset: name: expected small letters/)
    expect(() => parsePreset({ ...good, published: undefined })).toThrow(/Preset: published: /)
    expect(() => parsePreset({ ...good, recipe: { ...(good.recipe as object), epochs: 0 } })).toThrow(
      /Epochs: expected a whole number from 1/,
    )
    expect(() => parsePreset([])).toThrow(/Preset: expected object, got array/)
  })

  it('say what they measure', () => {
    expect(describeMeasure({ measure: 'test-accuracy', at: 'best-epoch' })).toBe('best test accuracy')
    expect(describeMeasure({ measure: 'validation-accuracy', at: 'last-epoch' })).toBe(
      'last validation accuracy',
    )
  })
})
