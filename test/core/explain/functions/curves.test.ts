import { ELEMENTWISE_ACTIVATIONS } from '#core/activations/elementwise.ts'
import {
  activationAt,
  cornerOf,
  flatParts,
  sampleActivation,
} from '#core/explain/functions/activation-curve.ts'
import { lossAt, lossDomain } from '#core/explain/functions/loss-curve.ts'
import {
  decisionLine,
  GATES,
  isRight,
  neuronAt,
  type ElementwiseName,
  type Neuron,
} from '#core/explain/functions/neuron.ts'
import { arrivalOf, firstStepRatio, runSlowStart } from '#core/explain/functions/slow-start.ts'
import { LOSS_NAMES } from '#core/losses/names.ts'
import { describe, expect, test } from 'vitest'

const NAMES = Object.keys(ELEMENTWISE_ACTIVATIONS) as ElementwiseName[]
const neuron = (w1: number, w2: number, bias: number): Neuron => ({
  ...{ weights: [w1, w2], bias, activation: 'sigmoid' },
})
const rightOf = (each: Neuron, gate: keyof typeof GATES): number =>
  GATES[gate].filter((point) => isRight(each, point)).length

describe('a neuron', () => {
  test('divides AND and OR with the right line, and never all of XOR', () => {
    expect(rightOf(neuron(1, 1, -1.5), 'and')).toBe(4)
    expect(rightOf(neuron(1, 1, -0.5), 'or')).toBe(4)
    for (let w1 = -4; w1 <= 4; w1++)
      for (let w2 = -4; w2 <= 4; w2++)
        for (let b = -4; b <= 4; b += 0.5) expect(rightOf(neuron(w1, w2, b), 'xor')).toBeLessThan(4)
  })

  test('that is undecided everywhere is right nowhere', () => {
    expect(rightOf(neuron(0, 0, 0), 'and')).toBe(0)
  })

  test.each([
    [1, 1, -1.5],
    [2, -3, 0.4],
    [0, 1, -0.5],
    [-2, 0, 1],
  ])('is undecided along its line (%d, %d, %d)', (w1, w2, b) => {
    const each = neuron(w1, w2, b)
    const line = decisionLine(each, -0.5, 1.5)!
    for (const [x1, x2] of line) expect(neuronAt(each, x1, x2).z).toBeCloseTo(0, 12)
    expect(line[0]).not.toEqual(line[1])
  })

  test('has no line where it meets no input of the square, or has no weights', () => {
    expect(decisionLine(neuron(1, 1, 9), -0.5, 1.5)).toBeNull()
    expect(decisionLine(neuron(0, 0, 1), -0.5, 1.5)).toBeNull()
  })
})

describe.each(NAMES)('%s', (name) => {
  test('has the slope of its curve wherever it has one', () => {
    for (const z of [-5.3, -2, -0.4, 0.3, 1, 4.7]) {
      const h = 1e-5
      const quotient = (activationAt(name, z + h).output - activationAt(name, z - h).output) / (2 * h)
      expect(activationAt(name, z).slope).toBeCloseTo(quotient, 6)
    }
  })

  test('is flat where its parts say so', () => {
    const parts = flatParts(name, -8, 8, 640)
    const { steepest } = ELEMENTWISE_ACTIVATIONS[name]
    for (const { z, slope } of sampleActivation(name, -8, 8, 640)) {
      const isInside = parts.some(({ from, to }) => z >= from && z <= to)
      if (isInside) expect(Math.abs(slope)).toBeLessThan(0.01 * steepest)
    }
  })
})

test('ReLU and leaky ReLU have a corner, and no other activation has', () => {
  expect(NAMES.filter((name) => cornerOf(name) !== null)).toEqual(['relu', 'leaky-relu'])
  expect(cornerOf('relu')).toEqual({ z: 0, before: 0, after: 1, taken: 0 })
  expect(cornerOf('leaky-relu')).toEqual({ z: 0, before: 0.01, after: 1, taken: 0.01 })
})

test('sigmoid is flat beyond 6, and ReLU on all of its left', () => {
  const ends = (name: ElementwiseName): string[] =>
    flatParts(name, -8, 8, 640).map(({ from, to }) => `${from.toFixed(1)} to ${to.toFixed(1)}`)
  expect(ends('sigmoid')).toEqual(['-8.0 to -6.0', '6.0 to 8.0'])
  expect(ends('relu')).toEqual(['-8.0 to -0.0'])
})

test.each(LOSS_NAMES)('%s has the slope of its curve', (name) => {
  const { from, to } = lossDomain(name)
  for (const wanted of name === 'softmax-cross-entropy' ? [1] : [0, 1])
    for (const share of [0.1, 0.35, 0.5, 0.9]) {
      const output = from + share * (to - from)
      const h = 1e-6
      const quotient =
        (lossAt(name, output + h, wanted).loss - lossAt(name, output - h, wanted).loss) / (2 * h)
      expect(lossAt(name, output, wanted).slope / quotient).toBeCloseTo(1, 6)
    }
})

test('without its ½ the squared error and its slope are twice as large', () => {
  const numbers = (hasHalf: boolean): string => {
    const { loss, slope } = lossAt('mse', 0.2, 1, hasHalf)
    return `${loss.toFixed(9)} ${slope.toFixed(9)}`
  }
  expect(numbers(true)).toBe('0.320000000 -0.800000000')
  expect(numbers(false)).toBe('0.640000000 -1.600000000')
})

test('cross-entropy starts 1/(y (1 − y)) times faster and is there after 50 updates, squared error after 469', () => {
  const start = { weight: 2, bias: 2, input: 1, wanted: 0, learningRate: 0.15 }
  const { output } = activationAt('sigmoid', 4)
  expect(firstStepRatio(start)).toBeCloseTo(1 / (output * (1 - output)), 9)
  expect(arrivalOf(runSlowStart(start, 'binary-cross-entropy', 600), 0)).toBe(50)
  expect(arrivalOf(runSlowStart(start, 'mse', 600), 0)).toBe(469)
  expect(arrivalOf(runSlowStart(start, 'mse', 468), 0)).toBeNull()
})
