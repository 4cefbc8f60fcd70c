import { Random } from '../random/random.ts'
import type { VerifiedAnswers, VerifiedNetwork } from './verified-engine.ts'
import { runReference } from './verified-reference.ts'

/** Disturbed runs. */
const SAMPLES = 8

/** Above it, PyTorch takes z itself for softplus z, which is e⁻²⁰ less than the truth. */
const SOFTPLUS_THRESHOLD = 20
const SOFTPLUS_ROUNDOFF = 2.1e-9

/**
 * How far rounding moves each number that a network answers with. Some networks blow up the last digit of what they
 * work on: a sum that nearly cancels, a saturated output of which only 1 − a matters, a diverging training, an optimizer
 * that divides a gradient by its own size. What an engine says there cannot be nearer to the truth than its numbers
 * allow, however right it is. So the float64 reference is run some times more, with everything that it works on moved
 * up or down by `roundoff`, relative, at random (stochastic arithmetic; Vignes 1993). Where softplus is so large that
 * PyTorch rounds it off, by that much.
 * @returns of each number, the largest change
 */
export function roundingSensitivity(network: VerifiedNetwork, roundoff: number): VerifiedAnswers {
  let unit = roundoff
  const exact = runReference(network, undefined, (values, what, layer) => {
    const isSoftplus = what === 's' && network.recipe.layers[layer]!.activation === 'softplus'
    if (isSoftplus && values.some((z) => z > SOFTPLUS_THRESHOLD)) unit = Math.max(unit, SOFTPLUS_ROUNDOFF)
  })
  let result: VerifiedAnswers | undefined
  for (let sample = 0; sample < SAMPLES; sample++) {
    const random = new Random(1, 'rounding', sample)
    const disturb = (values: Float64Array): void => {
      for (let i = 0; i < values.length; i++) values[i]! *= random.uniform() < 0.5 ? 1 - unit : 1 + unit
    }
    // ∂C/∂a and ∂C/∂z are a product away from ∂C/∂s, which is disturbed.
    const disturbed = runReference(network, disturb, (values, what) => {
      if (what !== 'da' && what !== 'dz') disturb(values)
    })
    const change = combine(exact, disturbed, (a, b) => Math.abs(a - b))
    result = result ? combine(result, change, (a, b) => Math.max(a, b)) : change
  }
  return result!
}

function combine(
  left: VerifiedAnswers,
  right: VerifiedAnswers,
  by: (a: number, b: number) => number,
): VerifiedAnswers {
  const flat = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => by(value, b[i]!))
  const each = (a: readonly Float64Array[], b: readonly Float64Array[]): Float64Array[] =>
    a.map((values, k) => flat(values, b[k]!))
  return {
    z: each(left.z, right.z),
    s: each(left.s, right.s),
    a: each(left.a, right.a),
    loss: by(left.loss, right.loss),
    gradient: flat(left.gradient, right.gradient),
    losses: left.losses.map((loss, i) => by(loss, right.losses[i]!)),
    parameters: flat(left.parameters, right.parameters),
  }
}
