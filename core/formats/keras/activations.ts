import type { ActivationName } from '../../activations/names.ts'
import { describeValue } from '../../recipe/describe-value.ts'
import { FormatError } from '../format-error.ts'
import type { FoundActivation } from '../found-network.ts'
import { shortestDecimal } from '../tensor.ts'
import { type Config, isConfig } from './model-config.ts'

const NAMES: Readonly<Record<string, ActivationName>> = {
  linear: 'identity',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  relu: 'relu',
  softplus: 'softplus',
  elu: 'elu',
  gelu: 'gelu',
  silu: 'silu',
  swish: 'silu',
  softmax: 'softmax',
}

/** Slopes below 0 that stand for the activation where a file names none: of the text, and of the layer. */
const SLOPE_OF_TEXT = 0.2
const SLOPE_OF_LAYER = 0.3

/** Layers that are an activation alone. */
export const ACTIVATION_LAYERS = ['Activation', 'Softmax', 'ReLU', 'LeakyReLU', 'ELU']

/**
 * The activation that a layer names: a text, a function with its name, or a layer as in `activation=LeakyReLU(0.01)`.
 * @throws FormatError for one that the recipe does not have
 */
export function activationOf(layer: string, value: unknown): FoundActivation {
  if (value === null || value === undefined) return { name: 'identity' }
  if (isConfig(value)) {
    const { class_name: className, config } = value
    if (typeof className === 'string' && ACTIVATION_LAYERS.includes(className)) {
      return activationOfLayer(layer, className, isConfig(config) ? config : {})
    }
    const name = typeof config === 'string' ? config : isConfig(config) ? config.name : undefined
    return activationOf(layer, typeof name === 'string' ? name : (className ?? describeValue(value)))
  }
  if (value === 'leaky_relu') return { name: 'leaky-relu', slope: SLOPE_OF_TEXT }
  const name = typeof value === 'string' && Object.hasOwn(NAMES, value) ? NAMES[value] : undefined
  if (name !== undefined) return { name }
  throw new FormatError(
    `${layer}: expected an activation of ${Object.keys(NAMES).join(', ')}, got ${typeof value === 'string' ? value : describeValue(value)}`,
  )
}

/** The activation that a layer of that class is. @throws FormatError where its numbers are others than the recipe's */
export function activationOfLayer(layer: string, className: string, config: Config): FoundActivation {
  if (className === 'Activation') return activationOf(layer, config.activation)
  if (className === 'LeakyReLU') {
    return leaky(numberOf(layer, config.negative_slope ?? config.alpha ?? SLOPE_OF_LAYER))
  }
  if (className === 'ELU') {
    return { name: 'elu', alpha: shortestDecimal(numberOf(layer, config.alpha ?? 1)) }
  }
  if (className === 'ReLU') {
    if (config.max_value !== null && config.max_value !== undefined) {
      throw new FormatError(
        `${layer}: expected a ReLU without an upper bound, got max_value ${describeValue(config.max_value)}`,
      )
    }
    expect(layer, 'threshold of ReLU', numberOf(layer, config.threshold ?? 0), 0)
    const slope = numberOf(layer, config.negative_slope ?? 0)
    return slope === 0 ? { name: 'relu' } : leaky(slope)
  }
  return { name: 'softmax' }
}

/** float32 of 0.3 is written as 0.30000001192092896. */
const leaky = (slope: number): FoundActivation => ({ name: 'leaky-relu', slope: shortestDecimal(slope) })

function expect(layer: string, what: string, got: number, expected: number): void {
  if (got !== expected) throw new FormatError(`${layer}: expected ${what} to be ${expected}, got ${got}`)
}

/** A number of a configuration; Keras writes some as arrays of NumPy. @throws FormatError */
export function numberOf(layer: string, value: unknown): number {
  const inner = isConfig(value) && value.type === 'ndarray' ? value.value : value
  if (typeof inner === 'number' && Number.isFinite(inner)) return inner
  throw new FormatError(`${layer}: expected one number, got ${describeValue(value)}`)
}
