import { ACTIVATION_NAMES } from '../activations/names.ts'
import {
  type ActivatedLayer,
  activationOf,
  activationsWith,
  SETTING_NAMES,
  settingOf,
  type SettingName,
} from '../activations/settings.ts'
import { listOr } from '../math/list-words.ts'
import { describeValue } from './describe-value.ts'
import { halfOpenNumber, oneOf, positiveNumber } from './bounds.ts'

/** How each setting of an activation is called in messages. */
const LABELS: Readonly<Record<SettingName, string>> = { slope: 'Slope below 0', alpha: 'ELU α' }

/** The fields of a layer that say its activation; see `dropDefaults`. */
export const activationFields = {
  activation: oneOf('Activation', ACTIVATION_NAMES),
  /** What leaky ReLU multiplies sums below 0 by, 0.01 where it is left out; of leaky ReLU alone. */
  slope: halfOpenNumber(LABELS.slope, 0, 1).optional(),
  /** ELU's α, 1 where it is left out: far below 0 its outputs come near −α; of ELU alone. */
  alpha: positiveNumber(LABELS.alpha, 100).optional(),
}

/**
 * A layer without settings that are the defaults, so that one recipe has one text, and those from before there were settings
 * stay as they are. A setting of another activation stays, to be refused.
 */
export function dropDefaults<Layer extends ActivatedLayer>(layer: Layer): Layer {
  const kept = activationOf(layer)
  const isDropped = (name: SettingName): boolean =>
    name in layer &&
    (layer[name] === undefined || (settingOf(layer.activation) === name && kept[name] === undefined))
  const dropped = SETTING_NAMES.filter(isDropped) as string[]
  return dropped.length === 0
    ? layer
    : (Object.fromEntries(Object.entries(layer).filter(([key]) => !dropped.includes(key))) as Layer)
}

/** Why a layer cannot have one of its settings: its activation has none of that name. */
export function findSettingProblems(
  layer: ActivatedLayer,
): { readonly setting: SettingName; readonly message: string }[] {
  return SETTING_NAMES.filter(
    (name) => layer[name] !== undefined && settingOf(layer.activation) !== name,
  ).map((setting) => ({
    setting,
    message: `${LABELS[setting]}: expected with ${listOr(activationsWith(setting))} alone, got ${describeValue(layer[setting])} with ${layer.activation}`,
  }))
}
