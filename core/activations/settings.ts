import type { ActivationName } from './names.ts'

/** Numbers that shape an activation, by their fields in a layer, with what each is where nothing says it, as in PyTorch. */
export const SETTING_DEFAULTS = {
  /** What leaky ReLU multiplies sums below 0 by. */
  slope: 0.01,
  /** ELU's α: far below 0 its outputs come near −α. */
  alpha: 1,
} as const satisfies Record<string, number>

export type SettingName = keyof typeof SETTING_DEFAULTS

export const SETTING_NAMES = Object.keys(SETTING_DEFAULTS) as SettingName[]

/** Settings that are given; the others are the defaults. */
export interface ActivationSettings {
  /** What leaky ReLU multiplies sums below 0 by. */
  readonly slope?: number
  /** ELU's α: far below 0 its outputs come near −α. */
  readonly alpha?: number
}

/** An activation with its setting. */
export interface ChosenActivation extends ActivationSettings {
  readonly name: ActivationName
}

/** What of a layer says its activation. */
export interface ActivatedLayer extends ActivationSettings {
  readonly activation: ActivationName
}

const SETTINGS: Readonly<Partial<Record<ActivationName, SettingName>>> = {
  'leaky-relu': 'slope',
  elu: 'alpha',
  'elu-exact': 'alpha',
}

/** The setting that an activation has; null where it has none. */
export function settingOf(name: ActivationName): SettingName | null {
  return SETTINGS[name] ?? null
}

/** The activations that have a setting. */
export function activationsWith(setting: SettingName): ActivationName[] {
  return (Object.keys(SETTINGS) as ActivationName[]).filter((name) => SETTINGS[name] === setting)
}

/** The setting that shapes an activation, given or the default; null where it has none. */
export function readSetting({
  name,
  ...settings
}: ChosenActivation): { name: SettingName; value: number } | null {
  const setting = settingOf(name)
  return setting && { name: setting, value: settings[setting] ?? SETTING_DEFAULTS[setting] }
}

/** An activation without settings that it does not have, or that are the defaults. */
export function plainActivation(chosen: ChosenActivation): ChosenActivation {
  const { name } = chosen
  const setting = readSetting(chosen)
  return setting === null || setting.value === SETTING_DEFAULTS[setting.name]
    ? { name }
    : { name, [setting.name]: setting.value }
}

/** A layer's activation with its setting. */
export function activationOf({ activation, slope, alpha }: ActivatedLayer): ChosenActivation {
  return plainActivation({ name: activation, slope, alpha })
}

/** A layer with another activation; a setting that both have stays. */
export function withActivation<Layer extends { readonly activation: ActivationName }>(
  layer: Layer,
  activation: ActivationName,
): Layer {
  const others: readonly string[] = SETTING_NAMES.filter((name) => name !== settingOf(activation))
  const kept = Object.entries(layer).filter(([key]) => !others.includes(key))
  return { ...(Object.fromEntries(kept) as Layer), activation }
}
