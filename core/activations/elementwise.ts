import { erf } from '../math/error-function.ts'
import { exp, expm1, tanh } from '../math/exponential.ts'
import { ln1p } from '../math/logarithm.ts'
import { normalBelow, normalDensity } from '../math/normal-distribution.ts'
import type { Activation } from './activation.ts'
import type { ActivationName } from './names.ts'

const SQRT_HALF = 0.7071067811865476
const INVERSE_SQRT_TWO_PI = 0.3989422804014327
const LEAK = 0.01

const logistic = (z: number): number => {
  if (z >= 0) return 1 / (1 + exp(-z))
  const e = exp(z)
  return e / (1 + e)
}

const sigmoid: Activation = {
  formula: '1 / (1 + e⁻ᶻ)',
  output: logistic,
  derivative: (_z, a) => a * (1 - a),
  steepest: 0.25,
}

const tangent: Activation = {
  formula: 'tanh z',
  output: tanh,
  derivative: (_z, a) => 1 - a * a,
  steepest: 1,
}

/** At the kink z = 0 the derivative is 0, as in PyTorch. */
const relu: Activation = {
  formula: 'max(0, z)',
  output: (z) => (z > 0 ? z : z === z ? 0 : z),
  derivative: (z) => (z > 0 ? 1 : 0),
  steepest: 1,
}

const softplus: Activation = {
  formula: 'ln(1 + eᶻ)',
  output: (z) => Math.max(z, 0) + ln1p(exp(-Math.abs(z))),
  derivative: logistic,
  steepest: 1,
}

const leakyRelu: Activation = {
  formula: 'z if z > 0, else 0.01 z',
  output: (z) => (z > 0 ? z : LEAK * z),
  derivative: (z) => (z > 0 ? 1 : LEAK),
  steepest: 1,
}

/**
 * Clevert, Unterthiner and Hochreiter 2015, with α = 1. Far below 0 the slope a + 1 loses its digits and is 0 from −38 on;
 * it stays as it is, so that a recipe gives the same weights again, and `elu-exact` has all digits.
 */
const elu: Activation = {
  formula: 'z if z > 0, else eᶻ − 1',
  output: (z) => (z > 0 ? z : expm1(z)),
  derivative: (z, a) => (z > 0 ? 1 : a + 1),
  steepest: 1,
}

/**
 * Hendrycks and Gimpel 2016, the form with the normal distribution function Φ. Below −3 it loses digits, as 1 + erf does,
 * and is 0 from −8.5 on; it stays as it is, so that a recipe gives the same weights again, and `gelu-exact` has all digits.
 */
const gelu: Activation = {
  formula: 'z Φ(z)',
  output: (z) => 0.5 * z * (1 + erf(z * SQRT_HALF)),
  derivative: (z) => 0.5 * (1 + erf(z * SQRT_HALF)) + z * INVERSE_SQRT_TWO_PI * exp(-0.5 * z * z),
  steepest: 1.13,
}

/** Elfwing, Uchibe and Doya 2017; also called swish. */
const silu: Activation = {
  formula: 'z / (1 + e⁻ᶻ)',
  output: (z) => z * logistic(z),
  derivative: (z) => {
    const s = logistic(z)
    return s * (1 + z * (1 - s))
  },
  steepest: 1.1,
}

/** As `elu`, with its slope to the last digits also far below 0. */
const eluExact: Activation = {
  formula: 'z if z > 0, else eᶻ − 1; slope eᶻ',
  output: elu.output,
  derivative: (z) => (z > 0 ? 1 : exp(z)),
  steepest: 1,
}

/** As `gelu`, with output and slope to the last digits also far below 0. */
const geluExact: Activation = {
  formula: 'z Φ(z), Φ by its tail',
  output: (z) => z * normalBelow(z),
  derivative: (z) => normalBelow(z) + z * normalDensity(z),
  steepest: 1.13,
}

const identity: Activation = { formula: 'z', output: (z) => z, derivative: () => 1, steepest: 1 }

/** Every activation that treats each neuron by itself, by the name that a recipe gives it. */
export const ELEMENTWISE_ACTIVATIONS: Readonly<Record<Exclude<ActivationName, 'softmax'>, Activation>> = {
  sigmoid,
  tanh: tangent,
  relu,
  softplus,
  'leaky-relu': leakyRelu,
  elu,
  gelu,
  silu,
  'elu-exact': eluExact,
  'gelu-exact': geluExact,
  identity,
}
