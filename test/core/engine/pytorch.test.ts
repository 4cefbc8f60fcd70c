import { describe, expect, it } from 'vitest'
import { ACTIVATION_NAMES } from '#core/activations/names.ts'
import { DenseInput, NetworkPass } from '#core/engine/network-pass.ts'
import { LOSS_NAMES } from '#core/losses/names.ts'
import { parameterViews } from '#core/network/parameters.ts'
import { createOptimizer } from '#core/optimizers/optimizers.ts'
import { OPTIMIZER_NAMES } from '#core/optimizers/schema.ts'
import { flatten, loadVectors, optimizerOf, type VectorCase } from '../../reference/vectors.ts'

const TOLERANCE = 1e-10

/** Batch normalization is not in the engine yet; its cases wait for it. */
const cases = loadVectors().filter((vector) => !vector.batchNorm)

function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length)
  let scale = 0
  let difference = 0
  for (let i = 0; i < expected.length; i++) {
    scale = Math.max(scale, Math.abs(expected[i]))
    difference = Math.max(difference, Math.abs(actual[i] - expected[i]))
  }
  return scale === 0 ? difference : difference / scale
}

function setUp(vector: VectorCase): {
  pass: NetworkPass
  input: DenseInput
  y: Float64Array
  m: number
  parameters: Float64Array
  loss: () => number
} {
  const m = vector.x.length
  const activations = [...vector.hidden, vector.output]
  const pass = new NetworkPass(
    {
      inputSize: vector.sizes[0],
      layers: vector.sizes.slice(1).map((units, k) => ({ units, activation: activations[k] })),
      loss: vector.loss,
    },
    m,
  )
  const input = new DenseInput(Float64Array.from(vector.x.flat()), vector.sizes[0])
  const y = Float64Array.from(vector.y.flat())
  const parameters = flatten(vector.parameters)
  const loss = (): number => {
    const squares = parameterViews(pass.layout, parameters)
      .flatMap(({ weights }) => [...weights])
      .reduce((sum, w) => sum + w * w, 0)
    return pass.measure(y, m).lossSum / m + (vector.l2 / 2) * squares
  }
  return { pass, input, y, m, parameters, loss }
}

describe('the reference engine against PyTorch', () => {
  it('has a case for every activation, loss and optimizer', () => {
    const all = loadVectors()
    expect(new Set(all.flatMap((vector) => [...vector.hidden, vector.output]))).toEqual(
      new Set(ACTIVATION_NAMES),
    )
    expect(new Set(all.map((vector) => vector.loss))).toEqual(new Set(LOSS_NAMES))
    expect(new Set(all.map((vector) => vector.optimizer.name))).toEqual(new Set(OPTIMIZER_NAMES))
  })

  it.each(cases.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    const { pass, input, y, m, parameters, loss } = setUp(vector)
    const gradient = new Float64Array(parameters.length)

    pass.forward(parameters, input, m)
    vector.expect.z.forEach((z, k) => expect(largestDifference(pass.z[k], z.flat())).toBeLessThan(TOLERANCE))
    vector.expect.a.forEach((a, k) => expect(largestDifference(pass.a[k], a.flat())).toBeLessThan(TOLERANCE))
    expect(largestDifference([loss()], [vector.expect.loss])).toBeLessThan(TOLERANCE)
    pass.backward(gradient, parameters, input, y, m, vector.l2)
    expect(largestDifference(gradient, flatten(vector.expect.gradients))).toBeLessThan(TOLERANCE)

    const optimizer = createOptimizer(optimizerOf(vector))
    const state = new Float64Array(optimizer.slots * parameters.length)
    const losses: number[] = []
    for (let step = 1; step <= 5; step++) {
      pass.forward(parameters, input, m)
      losses.push(loss())
      pass.backward(gradient, parameters, input, y, m, vector.l2)
      optimizer.step(parameters, gradient, state, step)
    }
    expect(largestDifference(losses, vector.expect.losses)).toBeLessThan(TOLERANCE)
    expect(largestDifference(parameters, flatten(vector.expect.afterFiveSteps))).toBeLessThan(TOLERANCE)
  })
})
