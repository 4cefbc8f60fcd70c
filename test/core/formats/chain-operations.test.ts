import { describe, expect, it } from 'vitest'
import { createPredictor } from '#core/evaluation/predict.ts'
import { chainOperations, type FoundOperation } from '#core/formats/chain-operations.ts'
import { FormatError } from '#core/formats/format-error.ts'
import type { FoundNetwork } from '#core/formats/found-network.ts'
import { openQuestions, settleNetwork } from '#core/importing/settle-network.ts'

const affine = (name: string, weights: number[][], biases: number[]): FoundOperation => ({
  kind: 'affine',
  name,
  inFeatures: weights[0]!.length,
  outFeatures: weights.length,
  weights: Float64Array.from(weights.flat()),
  biases: Float64Array.from(biases),
})
const norm = (name: string, epsilon = 0.01): FoundOperation => ({
  kind: 'batch-norm',
  name,
  gamma: Float64Array.of(2, 0.5),
  beta: Float64Array.of(1, -1),
  runningMean: Float64Array.of(0.25, 4),
  runningVariance: Float64Array.of(3.99, 0.99),
  epsilon,
})
const relu: FoundOperation = { kind: 'activation', name: 'act', activation: { name: 'relu' } }
const first = affine('first', [[1, 2], [-3, 4]], [0.5, 1]) // prettier-ignore
const second = affine('second', [[1, -1], [2, 0.5]], [0, 3]) // prettier-ignore

const found = (operations: readonly FoundOperation[]): FoundNetwork => ({
  ...chainOperations(operations),
  isOrientationAssumed: false,
  numberTypes: ['float32'],
})

/** What the operations give, one after the other, for p/255. */
function compute(operations: readonly FoundOperation[], input: readonly number[]): number[] {
  return operations.reduce<number[]>(
    (values, operation) => {
      if (operation.kind === 'scale') return values.map((x) => (x - operation.shift) * operation.scale)
      if (operation.kind === 'activation') return values.map((x) => Math.max(0, x))
      if (operation.kind === 'dropout') return values
      if (operation.kind === 'batch-norm') {
        return values.map(
          (x, i) =>
            ((x - operation.runningMean[i]!) / Math.sqrt(operation.runningVariance[i]! + operation.epsilon)) *
              operation.gamma[i]! +
            operation.beta[i]!,
        )
      }
      return [...operation.biases].map((bias, j) =>
        values.reduce((sum, x, i) => sum + operation.weights[j * operation.inFeatures + i]! * x, bias),
      )
    },
    [...input],
  )
}

describe('a network of operations', () => {
  it.each<[string, FoundOperation[], boolean[]]>([
    ['affine maps and an activation', [first, relu, second], [false, false]],
    [
      'pixels scaled first',
      [
        { kind: 'scale', name: 'Sub', shift: 0.5, scale: 1 },
        { kind: 'scale', name: 'Mul', shift: 0, scale: 2 },
        first,
        relu,
        second,
      ],
      [false, false],
    ],
    ['batch normalization before the activation', [first, norm('bn'), relu, second], [true, false]],
    ['batch normalization after the activation', [first, relu, norm('bn'), second], [false, false]],
    ['batch normalization of the inputs', [norm('bn'), first, relu, second], [false, false]],
    ['batch normalization at the end', [first, relu, second, norm('bn')], [false, false]],
    [
      'two with different ε',
      [first, norm('a', 0.01), relu, first, norm('b', 0.2), relu, second],
      [false, false, false],
    ],
    ['dropout', [first, relu, { kind: 'dropout', name: 'drop', probability: 0.5 }, second], [false, false]],
    [
      'sums that are scaled',
      [first, { kind: 'scale', name: 'Div', shift: 1, scale: 0.1 }, relu, second],
      [false, false],
    ],
  ])('answers as its file with %s', (_what, operations, norms) => {
    const network = found(operations)
    expect(openQuestions(network)).toEqual(network.pixels === null ? ['pixels'] : [])
    const { recipe, parameters } = settleNetwork(network)
    expect(recipe.layers.map(({ batchNorm }) => batchNorm)).toEqual(norms)
    const bytes = Uint8Array.of(51, 204)
    const expected = compute(
      operations,
      [...bytes].map((p) => p / 255),
    )
    const got = createPredictor(recipe, parameters)(bytes)
    expected.forEach((value, k) => expect(got[k]).toBeCloseTo(value, 10))
  })

  it.each<[string, FoundOperation[], RegExp]>([
    ['an activation first', [relu, first], /act: expected a fully connected layer first/],
    ['two activations', [first, relu, relu, second], /act: expected one activation after first/],
    [
      'widths that do not follow',
      [first, affine('wide', [[1, 2, 3]], [0])],
      /wide: expected 2 inputs.*got 3/,
    ],
    ['no layer', [], /found none/],
  ])('refuses %s', (_what, operations, message) => {
    expect(() => found(operations)).toThrow(FormatError)
    expect(() => found(operations)).toThrow(message)
  })
})
