import { z } from 'zod'
import type { OptimizerName } from './names.ts'
import { halfOpenNumber, positiveNumber, boundedNumber } from '../recipe/bounds.ts'

const learningRate = positiveNumber('Learning rate', 1e6)
const momentum = halfOpenNumber('Momentum', 0, 1)
const epsilon = positiveNumber('Epsilon', 1)

/**
 * An optimizer and its settings, named as in the recipe. η is the learning rate, g the gradient, p a parameter; the
 * update formulas stand in optimizers.ts. Defaults (`OPTIMIZER_DEFAULTS`) are those of PyTorch's `torch.optim`, but for
 * the learning rate of momentum and Nesterov, which PyTorch leaves to its user (0.001 there since 2.3).
 */
export const optimizerSchema = z.discriminatedUnion('name', [
  /**
   * Plain stochastic gradient descent (Robbins and Monro 1951, https://doi.org/10.1214/aoms/1177729586).
   * - `learningRate` η, above 0, default 0.1
   */
  z.strictObject({ name: z.literal('sgd'), learningRate }),
  /**
   * Heavy-ball momentum (Polyak 1964, https://doi.org/10.1016/0041-5553(64)90137-5).
   * - `learningRate` η, above 0, default 0.1
   * - `momentum` μ, the share of the last step that is kept, 0 to below 1, default 0.9
   */
  z.strictObject({ name: z.literal('momentum'), learningRate, momentum }),
  /**
   * Nesterov's momentum (Sutskever, Martens, Dahl and Hinton 2013, https://proceedings.mlr.press/v28/sutskever13.html).
   * - `learningRate` η, above 0, default 0.1
   * - `momentum` μ, 0 to below 1, default 0.9
   */
  z.strictObject({ name: z.literal('nesterov'), learningRate, momentum }),
  /**
   * AdaGrad (Duchi, Hazan and Singer 2011, https://jmlr.org/papers/v12/duchi11a.html).
   * - `learningRate` η, above 0, default 0.01
   * - `epsilon` ε, added to the root so that nothing is divided by 0, above 0, default 1e-10
   */
  z.strictObject({ name: z.literal('adagrad'), learningRate, epsilon }),
  /**
   * RMSProp (Tieleman and Hinton 2012, https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf).
   * - `learningRate` η, above 0, default 0.001
   * - `rho` ρ, how much of the mean square of past gradients is kept, 0 to below 1, default 0.9 (PyTorch: 0.99)
   * - `epsilon` ε, above 0, default 1e-8
   */
  z.strictObject({ name: z.literal('rmsprop'), learningRate, rho: halfOpenNumber('Rho', 0, 1), epsilon }),
  /**
   * Adam (Kingma and Ba 2014, https://arxiv.org/abs/1412.6980).
   * - `learningRate` η, above 0, default 0.001
   * - `beta1` β₁, how much of the mean gradient is kept, 0 to below 1, default 0.9
   * - `beta2` β₂, how much of the mean square is kept, 0 to below 1, default 0.999
   * - `epsilon` ε, above 0, default 1e-8
   */
  z.strictObject({
    name: z.literal('adam'),
    learningRate,
    beta1: halfOpenNumber('Beta 1', 0, 1),
    beta2: halfOpenNumber('Beta 2', 0, 1),
    epsilon,
  }),
  /**
   * Adam with weight decay apart from the gradient (Loshchilov and Hutter 2017, https://arxiv.org/abs/1711.05101).
   * - `learningRate`, `beta1`, `beta2`, `epsilon` as Adam's
   * - `weightDecay` λ, each step first multiplies every parameter by 1 − η λ, also biases and batch normalization's γ and β
   *   (as PyTorch's AdamW does with one group of parameters), 0 or more, default 0.01
   */
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
