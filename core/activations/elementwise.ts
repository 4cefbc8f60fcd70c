import { erf } from '../math/error-function.ts'
import { exp, expm1, tanh } from '../math/exponential.ts'
import { ln1p } from '../math/logarithm.ts'
import { normalBelow, normalDensity } from '../math/normal-distribution.ts'
import type { Activation } from './activation.ts'
import type { ActivationName } from './names.ts'
import { type ChosenActivation, readSetting, SETTING_DEFAULTS } from './settings.ts'

const SQRT_HALF = 0.7071067811865476
const INVERSE_SQRT_TWO_PI = 0.3989422804014327

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

/** Maas, Hannun and Ng 2013. */
const leakyRelu = (slope: number): Activation => ({
  formula: `z if z > 0, else ${slope} z`,
  output: (z) => (z > 0 ? z : slope * z),
  derivative: (z) => (z > 0 ? 1 : slope),
  steepest: 1,
})

const floorFormula = (alpha: number): string =>
  alpha === 1 ? 'z if z > 0, else eᶻ − 1' : `z if z > 0, else ${alpha} (eᶻ − 1)`

/**
 * Clevert, Unterthiner and Hochreiter 2015. Far below 0 the slope a + α loses its digits and is 0 from −38 on;
 * it stays as it is, so that a recipe gives the same weights again, and `elu-exact` has all digits.
 */
const elu = (alpha: number): Activation => ({
  formula: floorFormula(alpha),
  output: (z) => (z > 0 ? z : alpha * expm1(z)),
  derivative: (z, a) => (z > 0 ? 1 : a + alpha),
  steepest: Math.max(1, alpha),
})

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
const eluExact = (alpha: number): Activation => ({
  ...elu(alpha),
  formula: `${floorFormula(alpha)}; slope ${alpha === 1 ? '' : `${alpha} `}eᶻ`,
  derivative: (z) => (z > 0 ? 1 : alpha * exp(z)),
})

/** As `gelu`, with output and slope to the last digits also far below 0. */
const geluExact: Activation = {
  formula: 'z Φ(z), Φ by its tail',
  output: (z) => z * normalBelow(z),
  derivative: (z) => normalBelow(z) + z * normalDensity(z),
  steepest: 1.13,
}

const identity: Activation = { formula: 'z', output: (z) => z, derivative: () => 1, steepest: 1 }

type ElementwiseName = Exclude<ActivationName, 'softmax'>

/** Those with a setting, by its value. */
const SHAPED = { 'leaky-relu': leakyRelu, elu, 'elu-exact': eluExact } as const

/** Every activation that treats each neuron by itself, by the name that a recipe gives it, with the default of its setting. */
export const ELEMENTWISE_ACTIVATIONS: Readonly<Record<ElementwiseName, Activation>> = {
  sigmoid,
  tanh: tangent,
  relu,
  softplus,
  'leaky-relu': leakyRelu(SETTING_DEFAULTS.slope),
  elu: elu(SETTING_DEFAULTS.alpha),
  gelu,
  silu,
  'elu-exact': eluExact(SETTING_DEFAULTS.alpha),
  'gelu-exact': geluExact,
  identity,
}

/** An activation with its setting; null for softmax, which takes a layer as a whole. */
export function elementwise(chosen: ChosenActivation): Activation | null {
  const { name } = chosen
  if (name === 'softmax') return null
  const setting = readSetting(chosen)
  return setting === null || setting.value === SETTING_DEFAULTS[setting.name]
    ? ELEMENTWISE_ACTIVATIONS[name]
    : SHAPED[name as keyof typeof SHAPED](setting.value)
}
