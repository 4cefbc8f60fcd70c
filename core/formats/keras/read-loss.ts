import type { ActivationName } from '../../activations/names.ts'
import type { LossName } from '../../losses/names.ts'
import { type Config, isConfig } from './model-config.ts'

const SQUARED = ['mse', 'meansquarederror']

/** The loss that a compiled model was trained with, where the recipe has it for that output; absent otherwise. */
export function readLoss(compiled: unknown, output: ActivationName | undefined): LossName | undefined {
  const loss = isConfig(compiled) ? compiled.loss : undefined
  const name = nameOf(loss).toLowerCase().replace(/_/g, '')
  if (SQUARED.includes(name) && output !== 'softmax') return 'mse'
  if (name === 'binarycrossentropy' && output === 'sigmoid') return 'binary-cross-entropy'
  const isCategorical = name === 'categoricalcrossentropy' || name === 'sparsecategoricalcrossentropy'
  return isCategorical && output === 'softmax' ? 'softmax-cross-entropy' : undefined
}

function nameOf(loss: unknown): string {
  if (typeof loss === 'string') return loss
  if (!isConfig(loss)) return ''
  const { class_name: className, config }: Config = loss
  if (typeof config === 'string') return config
  return typeof className === 'string' ? className : ''
}
