import { wholePower } from '../math/exponential.ts'
import type { OptimizerName } from './names.ts'
import type { OptimizerSettings } from './schema.ts'

/**
 * Takes one step, in place.
 * @param p parameters, flat
 * @param g gradient of the loss with respect to each, same layout
 * @param state the optimizer's memory, `(slots, p.length)` flat, zero before the first step
 * @param step number of this step, from 1
 */
type Step<Settings> = (
  p: Float64Array,
  g: Float64Array,
  state: Float64Array,
  step: number,
  settings: Settings,
) => void

interface Optimizer<Settings> {
  /** How many numbers it remembers for each parameter. */
  readonly slots: number
  readonly step: Step<Settings>
}

type OptimizerTable = {
  readonly [Name in OptimizerName]: Optimizer<Extract<OptimizerSettings, { name: Name }>>
}

/** Adam's step (Kingma and Ba 2014, algorithm 1), with PyTorch's place of ε: outside the root, after the correction. */
const adamStep: Step<{ learningRate: number; beta1: number; beta2: number; epsilon: number }> = (
  p,
  g,
  state,
  step,
  s,
) => {
  const n = p.length
  const stepSize = s.learningRate / (1 - wholePower(s.beta1, step))
  const correction = Math.sqrt(1 - wholePower(s.beta2, step))
  for (let i = 0; i < n; i++) {
    const m = (state[i] = s.beta1 * state[i]! + (1 - s.beta1) * g[i]!)
    const v = (state[n + i] = s.beta2 * state[n + i]! + (1 - s.beta2) * g[i]! * g[i]!)
    p[i]! -= (stepSize * m) / (Math.sqrt(v) / correction + s.epsilon)
  }
}

/** Every optimizer by the name that a recipe gives it, in order of complexity; definitions are PyTorch's (torch.optim). */
export const OPTIMIZERS: OptimizerTable = {
  /** p ← p − η g */
  sgd: {
    slots: 0,
    step: (p, g, _state, _step, { learningRate }) => {
      for (let i = 0; i < p.length; i++) p[i]! -= learningRate * g[i]!
    },
  },
  /** v ← μ v + g; p ← p − η v (Polyak 1964) */
  momentum: {
    slots: 1,
    step: (p, g, v, _step, { learningRate, momentum }) => {
      for (let i = 0; i < p.length; i++) p[i]! -= learningRate * (v[i] = momentum * v[i]! + g[i]!)
    },
  },
  /** v ← μ v + g; p ← p − η (g + μ v) (Sutskever, Martens, Dahl and Hinton 2013) */
  nesterov: {
    slots: 1,
    step: (p, g, v, _step, { learningRate, momentum }) => {
      for (let i = 0; i < p.length; i++) {
        v[i] = momentum * v[i]! + g[i]!
        p[i]! -= learningRate * (g[i]! + momentum * v[i]!)
      }
    },
  },
  /** s ← s + g²; p ← p − η g / (√s + ε) (Duchi, Hazan and Singer 2011) */
  adagrad: {
    slots: 1,
    step: (p, g, s, _step, { learningRate, epsilon }) => {
      for (let i = 0; i < p.length; i++) {
        s[i]! += g[i]! * g[i]!
        p[i]! -= (learningRate * g[i]!) / (Math.sqrt(s[i]!) + epsilon)
      }
    },
  },
  /** s ← ρ s + (1 − ρ) g²; p ← p − η g / (√s + ε) (Tieleman and Hinton 2012, lecture 6e) */
  rmsprop: {
    slots: 1,
    step: (p, g, s, _step, { learningRate, rho, epsilon }) => {
      for (let i = 0; i < p.length; i++) {
        s[i] = rho * s[i]! + (1 - rho) * g[i]! * g[i]!
        p[i]! -= (learningRate * g[i]!) / (Math.sqrt(s[i]!) + epsilon)
      }
    },
  },
  adam: { slots: 2, step: adamStep },
  /** p ← p − η λ p for every parameter, biases, γ and β too, then Adam's step (Loshchilov and Hutter 2017) */
  adamw: {
    slots: 2,
    step: (p, g, state, step, settings) => {
      const kept = 1 - settings.learningRate * settings.weightDecay
      for (let i = 0; i < p.length; i++) p[i]! *= kept
      adamStep(p, g, state, step, settings)
    },
  },
}

/** The optimizer of these settings: its memory per parameter, and its step at a learning rate. */
export function createOptimizer(settings: OptimizerSettings): {
  slots: number
  step: (p: Float64Array, g: Float64Array, state: Float64Array, step: number, learningRate: number) => void
} {
  // The table pairs each name with the settings of that name; indexing by a union loses that pairing.
  const optimizer = OPTIMIZERS[settings.name] as Optimizer<OptimizerSettings>
  const current = { ...settings }
  return {
    slots: optimizer.slots,
    step: (p, g, state, step, learningRate) => {
      current.learningRate = learningRate
      optimizer.step(p, g, state, step, current)
    },
  }
}
