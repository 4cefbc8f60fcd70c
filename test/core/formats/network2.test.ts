import { describe, expect, it } from 'vitest'
import { isFieldKnown, knownRecipe } from '#core/recipe/unknown-fields.ts'
import { createPredictor } from '#core/evaluation/predict.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { readNetwork2 } from '#core/formats/network2/read-network2.ts'
import { writeNetwork2 } from '#core/formats/network2/write-network2.ts'
import { settleNetwork } from '#core/importing/settle-network.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { LECTURE_RECIPE, parseRecipe } from '#core/recipe/recipe.ts'
import { tinyLayers, tinyRecipe } from '../training/tiny-images.ts'

interface Network2File {
  sizes: number[]
  weights: number[][][]
  biases: number[][][]
  cost: string
  activations?: string[]
}

/** As the file has it, with nothing left open. */
const readFile = (text: string) => settleNetwork(readNetwork2(text))

const recipe = tinyRecipe()
const parameters = initializeParameters(recipe)

describe('network2 JSON', () => {
  it('has the layout of network2.py: weights by row, biases as columns', () => {
    const file = JSON.parse(writeNetwork2({ recipe, parameters })) as Network2File
    expect(file.sizes).toEqual([25, 7, 10])
    expect(file.cost).toBe('QuadraticCost')
    expect(file.weights.map((rows) => [rows.length, rows[0]!.length])).toEqual([
      [7, 25],
      [10, 7],
    ])
    expect(file.biases.map((rows) => [rows.length, rows[0]!.length])).toEqual([
      [7, 1],
      [10, 1],
    ])
    expect(file.weights[0]![1]![2]).toBe(parameters[27])
    expect(file.biases[0]![3]![0]).toBe(parameters[175 + 3])
    expect(Object.keys(file)).toEqual(['sizes', 'weights', 'biases', 'cost'])
  })

  it('reads back the same bytes and the same answers', () => {
    const read = readFile(writeNetwork2({ recipe, parameters }))
    expect(read.parameters).toEqual(parameters)
    expect(parseRecipe({ ...read.recipe, data: LECTURE_RECIPE.data }).layers).toEqual(recipe.layers)
    const image = Uint8Array.from({ length: 25 }, (_, k) => k * 10)
    expect(createPredictor(read.recipe, read.parameters)(image)).toEqual(
      createPredictor(recipe, parameters)(image),
    )
  })

  it('keeps activations and loss that earlier versions added, though network2.py does not know them', () => {
    const modern = tinyLayers('relu', 'softmax')
    const written = JSON.parse(writeNetwork2({ recipe, parameters })) as Network2File
    const read = readFile(
      JSON.stringify({
        ...written,
        cost: 'CrossEntropyCost',
        activations: modern.map(({ activation }) => activation),
        loss: 'softmax-cross-entropy',
      }),
    )
    expect(read.recipe.layers).toEqual(modern)
    expect(read.recipe.loss).toBe('softmax-cross-entropy')
  })

  it('takes p/255 whatever the network takes, and answers the same', () => {
    for (const normalization of ['none', 'standardized'] as const) {
      const other = { ...recipe, data: { ...recipe.data, normalization } }
      const own = initializeParameters(other)
      if (normalization === 'standardized') own.set([0.13, 3.2], own.length - 2)
      const image = Uint8Array.from({ length: 25 }, (_, k) => k * 10)
      const read = readFile(writeNetwork2({ recipe: other, parameters: own }))
      const expected = createPredictor(other, own)(image)
      createPredictor(
        read.recipe,
        read.parameters,
      )(image).forEach((output, k) => expect(output).toBeCloseTo(expected[k]!, 9))
    }
  })

  it('reads the cross-entropy cost as binary cross-entropy over sigmoids, which is what network2.py computes', () => {
    const text = writeNetwork2({ recipe, parameters }).replace('QuadraticCost', 'CrossEntropyCost')
    expect(readFile(text).recipe.loss).toBe('binary-cross-entropy')
  })

  const file = JSON.parse(writeNetwork2({ recipe, parameters })) as Network2File

  it('knows of a file what it tells, and nothing of how its network was trained', () => {
    const read = readFile(JSON.stringify(file))
    expect(knownRecipe(read)).toEqual({
      version: 1,
      data: { normalization: 'unit' },
      inputSize: 25,
      layers: recipe.layers.map(({ units, activation }) => ({ units, activation, batchNorm: false })),
      loss: recipe.loss,
    })
    expect(isFieldKnown(read, 'loss')).toBe(true)
  })

  it('takes a file without a cost, whose loss is unknown', () => {
    const { unknownFields } = readFile(JSON.stringify({ ...file, cost: undefined }))
    expect(unknownFields).toContain('loss')
    const named = readFile(JSON.stringify({ ...file, cost: undefined, loss: 'mse' }))
    expect(isFieldKnown(named, 'loss')).toBe(true)
  })
  it.each([
    ['a cut-off file', JSON.stringify(file).slice(0, 500), /expected JSON/],
    ['other JSON', '[1, 2]', /Network file/],
    [
      'a recipe',
      JSON.stringify(LECTURE_RECIPE),
      /weights as network2\.py writes them, got a recipe, which has no/,
    ],
    [
      'a preset',
      JSON.stringify({ name: 'Mine', recipe: LECTURE_RECIPE }),
      /, got a preset, which has a recipe/,
    ],
    [
      'a weight that 32 bits do not hold',
      JSON.stringify({
        ...file,
        weights: [file.weights[0]!.with(0, file.weights[0]![0]!.with(3, -1e308)), file.weights[1]],
      }),
      /weights\[0\]: expected numbers within ±3\.4e\+38.*got -1e\+308/,
    ],
    ['a cost of another program', JSON.stringify({ ...file, cost: 'HingeCost' }), /cost/],
    [
      'a missing layer',
      JSON.stringify({ ...file, weights: [file.weights[0]] }),
      /weights: expected 2 matrices.*got 1/,
    ],
    [
      'wrong sizes',
      JSON.stringify({ ...file, sizes: [25, 8, 10] }),
      /weights\[0\]: expected shape \(8, 25\), got 7 rows/,
    ],
    [
      'a number missing',
      JSON.stringify({ ...file, biases: [[[]], file.biases[1]] }),
      /biases\[0\]: expected shape \(7, 1\)/,
    ],
    ['NaN', JSON.stringify({ ...file, biases: [[[NaN]], file.biases[1]] }), /biases/],
    ['an output layer of nothing', JSON.stringify({ ...file, sizes: [25, 7, 0] }), /sizes/],
  ])('refuses %s in clear words', (_name, text, message) => {
    expect(() => readFile(text)).toThrow(FormatError)
    expect(() => readFile(text)).toThrow(message)
  })
})
