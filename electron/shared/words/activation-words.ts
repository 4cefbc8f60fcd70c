import { type ActivatedLayer, activationOf } from '#core/activations/settings.ts'
import type { NameOfValue } from './value-names.ts'

/** A layer's activation: `Leaky ReLU (slope 0.1)`, `ELU (α 2)`; a setting that is the default goes without saying. */
export function nameActivation(layer: ActivatedLayer, nameOf: NameOfValue): string {
  const { name, slope, alpha } = activationOf(layer)
  const setting = slope !== undefined ? ` (slope ${slope})` : alpha !== undefined ? ` (α ${alpha})` : ''
  return `${nameOf('layers.*.activation', name)}${setting}`
}
