import { z } from 'zod'
import type { OptimizerName } from './names.ts'
import { halfOpenNumber, positiveNumber, boundedNumber } from '../recipe/bounds.ts'

const learningRate = positiveNumber('Learning rate', 1e6)
const momentum = halfOpenNumber('Momentum', 0, 1)
const epsilon = positiveNumber('Epsilon', 1)

/** An optimizer and its settings, named as in the recipe; defaults are PyTorch's. */
export const optimizerSchema = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('sgd'), learningRate }),
  z.strictObject({ name: z.literal('momentum'), learningRate, momentum }),
  z.strictObject({ name: z.literal('nesterov'), learningRate, momentum }),
  z.strictObject({ name: z.literal('adagrad'), learningRate, epsilon }),
  z.strictObject({ name: z.literal('rmsprop'), learningRate, rho: halfOpenNumber('Rho', 0, 1), epsilon }),
  z.strictObject({
    name: z.literal('adam'),
    learningRate,
    beta1: halfOpenNumber('Beta 1', 0, 1),
    beta2: halfOpenNumber('Beta 2', 0, 1),
    epsilon,
  }),
  z.strictObject({
    name: z.literal('adamw'),
    learningRate,
    beta1: halfOpenNumber('Beta 1', 0, 1),
    beta2: halfOpenNumber('Beta 2', 0, 1),
    epsilon,
    weightDecay: boundedNumber('Weight decay', 0, 1e6),
  }),
])

export type OptimizerSettings = z.infer<typeof optimizerSchema>

/** Settings an optimizer starts with when a person chooses it. */
export const OPTIMIZER_DEFAULTS: {
  readonly [Name in OptimizerName]: Extract<OptimizerSettings, { name: Name }>
} = {
  sgd: { name: 'sgd', learningRate: 0.1 },
  momentum: { name: 'momentum', learningRate: 0.1, momentum: 0.9 },
  nesterov: { name: 'nesterov', learningRate: 0.1, momentum: 0.9 },
  adagrad: { name: 'adagrad', learningRate: 0.01, epsilon: 1e-10 },
  rmsprop: { name: 'rmsprop', learningRate: 0.001, rho: 0.9, epsilon: 1e-8 },
  adam: { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  adamw: { name: 'adamw', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
}
