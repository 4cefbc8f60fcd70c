import { expect, it } from 'vitest'
import { makePenDigits } from '#core/data/pen-digits/pen-digits.ts'
import { DEPTH, type DepthPlan, depthRecipe, isAlive, profileDepth } from '#core/explain/depth.ts'
import { traceNetwork } from '#core/explain/trace.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'

const { training } = makePenDigits({ seed: 3, trainingCount: DEPTH.images + 1, testCount: 1 })
const sigmoid: DepthPlan = {
  activation: 'sigmoid',
  initializer: 'lecun-normal',
  gain: 1,
  hasBatchNorm: false,
  seed: 1,
  isLastChanged: false,
}
const profile = (change: Partial<DepthPlan> = {}) => profileDepth({ ...sigmoid, ...change }, training, 10)

it('finds that a millionth of the gradient reaches the first of ten sigmoid layers', () => {
  const { ratio, layers, images } = profile()
  expect(images).toBe(64)
  expect(layers).toHaveLength(10)
  expect(ratio).toBeGreaterThan(1e-7)
  expect(ratio).toBeLessThan(1e-5)
  expect(layers.every(({ dead, saturated }) => dead + saturated === 0)).toBe(true)
})

it.each([
  ['tanh with Glorot', { activation: 'tanh', initializer: 'glorot-normal' }, true],
  ['sigmoid with batch normalization', { hasBatchNorm: true }, true],
  ['sigmoid as it starts', {}, false],
  ['sigmoid from N(0, 1), which saturates', { initializer: 'standard-normal' }, false],
  ['ReLU with He, of which units die', { activation: 'relu', initializer: 'he-normal' }, false],
  ['weights of 0, which have no gradient', { initializer: 'zeros' }, false],
] as const)('%s', (_name, change, alive) => {
  expect(isAlive(profile(change))).toBe(alive)
})

it('has the sums and gradients of a trace of the same images', () => {
  const plan: DepthPlan = { ...sigmoid, activation: 'elu', hasBatchNorm: true, gain: 1.5 }
  const images = { ...training, count: 5, rows: 8, columns: 8 }
  const got = profileDepth(plan, images, 10)
  const recipe = depthRecipe(plan, 64, 10)
  const trace = traceNetwork({
    ...{
      recipe,
      parameters: initializeParameters(recipe),
      learningRate: 1,
      combine: 'mean',
      isTraining: true,
    },
    examples: Array.from({ length: 4 }, (_, i) => ({
      input: Array.from(images.images.subarray(64 * i, 64 * i + 64), (byte) => byte / 255),
      target: Array.from({ length: 10 }, (_, j) => Number(images.labels[i] === j)),
    })),
  })
  got.layers.forEach(({ sum, gradient }, k) => {
    const z = trace.examples.flatMap(({ layers }) => layers[k]!.z)
    const mean = z.reduce((total, each) => total + each, 0) / z.length
    const variance = z.reduce((total, each) => total + (each - mean) ** 2, 0) / z.length
    expect(sum).toBeCloseTo(Math.sqrt(variance), 12)
    const squares = trace.mean.layers[k]!.dWeights.flat().map((each) => each * each)
    const size = Math.sqrt(squares.reduce((total, each) => total + each, 0) / squares.length)
    expect(Math.abs(gradient / size - 1)).toBeLessThan(1e-12)
  })
})

it('tells that nobody is alone in a batch, with batch normalization alone', () => {
  const without = profile({ isLastChanged: true }).layers.map(({ othersChange }) => othersChange)
  expect(without).toEqual(Array(10).fill(0))
  const normalized = profile({ isLastChanged: true, hasBatchNorm: true })
  for (const { othersChange } of normalized.layers) expect(othersChange).toBeGreaterThan(1e-3)
  expect(profile().layers[0]!.othersChange).toBeNull()
})
