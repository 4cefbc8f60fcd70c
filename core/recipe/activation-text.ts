import { FormatError } from '../formats/format-error.ts'
import type { ActivationName } from '../activations/names.ts'
import { type ChosenActivation, settingOf } from '../activations/settings.ts'
import { describeValue } from './describe-value.ts'

/**
 * Reads an activation as it is typed: `relu`, or with its setting as in `leaky-relu:0.2` and `elu:0.5`, whose range is left to the
 * recipe's schema.
 * @throws FormatError
 */
export function parseActivation(text: string, allowed: readonly ActivationName[]): ChosenActivation {
  const [word = '', ...rest] = text.split(':')
  const name = allowed.find((each) => each === word.trim())
  if (name === undefined) throw new FormatError(`expected ${allowed.join(', ')}, got ${describeValue(text)}`)
  if (rest.length === 0) return { name }
  const typed = rest.join(':').trim()
  const setting = settingOf(name)
  if (setting === null) throw new FormatError(`expected ${name} without a number, got ${describeValue(text)}`)
  const value = typed === '' ? NaN : Number(typed)
  if (Number.isNaN(value))
    throw new FormatError(`expected a number after ${name}:, got ${describeValue(typed)}`)
  return { name, [setting]: value }
}

/** An activation as `parseActivation` reads it. */
export function formatActivation(chosen: ChosenActivation): string {
  const { name, slope, alpha } = chosen
  const value = slope ?? alpha
  return value === undefined ? name : `${name}:${value}`
}
