import { wholePower } from '../../math/exponential.ts'
import type { OptimizerSettings } from '../../optimizers/schema.ts'
import type { NetField } from './structures.ts'

type Fields = Readonly<Partial<Record<NetField, number>>>

/** The numbers of an optimizer that stay the same from step to step. */
export function optimizerFields(settings: OptimizerSettings): Fields {
  switch (settings.name) {
    case 'sgd':
      return {}
    case 'momentum':
    case 'nesterov':
      return { decay1: settings.momentum }
    case 'adagrad':
      return { epsilon: settings.epsilon }
    case 'rmsprop':
      return { decay1: settings.rho, rest1: 1 - settings.rho, epsilon: settings.epsilon }
    case 'adam':
    case 'adamw':
      return {
        decay1: settings.beta1,
        rest1: 1 - settings.beta1,
        decay2: settings.beta2,
        rest2: 1 - settings.beta2,
        epsilon: settings.epsilon,
      }
  }
}

/** The numbers of an optimizer's step that change with it. @param step its number, from 1 */
export function stepFields(settings: OptimizerSettings, step: number, learningRate: number): Fields {
  if (settings.name !== 'adam' && settings.name !== 'adamw') return { learningRate }
  return {
    learningRate: learningRate / (1 - wholePower(settings.beta1, step)),
    correction: 1 / Math.sqrt(1 - wholePower(settings.beta2, step)),
    ...(settings.name === 'adamw' && { kept: 1 - learningRate * settings.weightDecay }),
  }
}
