import { describe, expect, it } from 'vitest'
import { roundingSensitivity } from '#core/verification/rounding-sensitivity.ts'
import type { VerifiedNetwork } from '#core/verification/verified-engine.ts'
import { runReference } from '#core/verification/verified-reference.ts'
import { parameterLayout } from '#core/network/parameters.ts'
import { tinyRecipe } from '../training/tiny-images.ts'

/** Float32's. */
const ROUNDOFF = 2 ** -24

/** One sigmoid neuron that ought to be 1. @param z its pre-activation */
function neuron(z: number): VerifiedNetwork {
  const recipe = tinyRecipe({
    inputSize: 1,
    layers: [{ units: 1, activation: 'sigmoid', batchNorm: false, dropout: 0 }],
  })
  return {
    recipe,
    layout: parameterLayout(recipe),
    parameters: Float64Array.of(z, 0),
    m: 1,
    x: Float64Array.of(1),
    y: Float64Array.of(1),
    l2: 0,
    steps: 1,
  }
}

/** How far rounding moves a neuron's gradient, of its size. */
function sensitivityOfGradient(z: number): number {
  const network = neuron(z)
  return roundingSensitivity(network, ROUNDOFF).gradient[0]! / Math.abs(runReference(network).gradient[0]!)
}

describe('roundingSensitivity', () => {
  it('is a few roundings for what is well conditioned, and more the more a result depends on the last digit', () => {
    expect(sensitivityOfGradient(0.5)).toBeGreaterThan(0.1 * ROUNDOFF)
    expect(sensitivityOfGradient(0.5)).toBeLessThan(10 * ROUNDOFF)
    // a of nearly 1 stands twice in the gradient as 1 − a = 6e-6.
    expect(sensitivityOfGradient(12)).toBeGreaterThan(0.5 * ROUNDOFF * Math.exp(12))
    expect(sensitivityOfGradient(12)).toBeLessThan(5 * ROUNDOFF * Math.exp(12))
  })

  it('is the same each time', () => {
    expect(roundingSensitivity(neuron(1), ROUNDOFF)).toEqual(roundingSensitivity(neuron(1), ROUNDOFF))
  })
})
