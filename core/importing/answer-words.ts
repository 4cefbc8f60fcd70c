import { ACTIVATION_NAMES, type ActivationName } from '../activations/names.ts'
import { settingOf } from '../activations/settings.ts'
import { FormatError } from '../formats/format-error.ts'
import type { FoundActivation, PixelScale } from '../formats/found-network.ts'
import { describeValue } from '../recipe/describe-value.ts'
import { activationFields } from '../recipe/layer-activation.ts'
import { PIXEL_SCALES } from './settle-network.ts'

/**
 * Reads an answer as `relu`, or `relu,tanh` for one of each hidden layer; `leaky-relu:0.2` and `elu:0.5` say the slope below 0,
 * and α. @throws FormatError
 */
export function parseActivations(text: string): FoundActivation[] {
  return text.split(',').map((part) => parseActivation(part.trim(), 'activation', isHidden))
}

function parseActivation(
  text: string,
  what: string,
  isAllowed: (name: ActivationName) => boolean,
): FoundActivation {
  const [first = '', ...rest] = text.split(':')
  const name = parseName(first, what, isAllowed)
  if (rest.length === 0) return { name }
  const setting = settingOf(name)
  const value = rest.join(':').trim()
  if (setting === null) throw new FormatError(`${what}: expected ${name} alone, got ':${value}' after it`)
  const result = activationFields[setting].safeParse(value === '' ? NaN : Number(value))
  if (!result.success) throw new FormatError(`${what}: ${result.error.issues[0]!.message.replace('NaN', describeValue(value))}`)
  return { name, [setting]: result.data }
}

/** Reads an answer as `softmax`, `sigmoid`, or `identity` (also `logits`) for sums. @throws FormatError */
export function parseOutput(text: string): FoundActivation {
  return text === 'logits' ? { name: 'identity' } : parseActivation(text, 'output', () => true)
}

const isHidden = (name: ActivationName): boolean => name !== 'softmax'

function parseName(text: string, what: string, isAllowed: (name: ActivationName) => boolean): ActivationName {
  const allowed = ACTIVATION_NAMES.filter(isAllowed)
  const found = allowed.find((name) => name === text)
  if (found !== undefined) return found
  throw new FormatError(`${what}: expected ${allowed.join(', ')}, got '${text}'`)
}

/** Reads a scale of pixels as `0..1`, `-1..1`, `0..255`, or mean and deviation of p/255 as in `0.1307,0.3081`. @throws FormatError */
export function parsePixels(text: string): PixelScale {
  const named = PIXEL_SCALES.find(({ name }) => name === text)
  if (named !== undefined) return named.pixels
  const [mean, deviation, ...rest] = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)))
  const isUsable = Number.isFinite(mean) && Number.isFinite(deviation) && deviation !== 0 && rest.length === 0
  if (isUsable) return { shift: mean!, scale: 1 / deviation! }
  throw new FormatError(
    `pixels: expected 0..1, -1..1, 0..255, or mean and deviation as in 0.1307,0.3081, got '${text}'`,
  )
}
