import { ACTIVATION_NAMES, type ActivationName } from '../activations/names.ts'
import { parseActivation } from '../recipe/activation-text.ts'
import { FormatError } from '../formats/format-error.ts'
import type { FoundActivation, PixelScale } from '../formats/found-network.ts'
import { PIXEL_SCALES } from './settle-network.ts'

const HIDDEN = ACTIVATION_NAMES.filter((name) => name !== 'softmax')

/**
 * Reads an answer as `relu`, or `relu,tanh` for one of each hidden layer; `leaky-relu:0.2` says its slope, `elu:0.5` its α.
 * @throws FormatError
 */
export function parseActivations(text: string): FoundActivation[] {
  return text.split(',').map((part) => parse(part.trim(), 'activation', HIDDEN))
}

/** Reads an answer as `softmax`, `sigmoid`, or `identity` (also `logits`) for sums. @throws FormatError */
export function parseOutput(text: string): FoundActivation {
  return text === 'logits' ? { name: 'identity' } : parse(text, 'output', ACTIVATION_NAMES)
}

/** @throws FormatError naming the answer */
function parse(text: string, what: string, allowed: readonly ActivationName[]): FoundActivation {
  try {
    return parseActivation(text, allowed)
  } catch (error) {
    throw error instanceof FormatError ? new FormatError(`${what}: ${error.message}`) : error
  }
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

/** A scale of pixels as `parsePixels` reads it. */
export function formatPixels({ shift, scale }: PixelScale): string {
  const named = PIXEL_SCALES.find(({ pixels }) => pixels.shift === shift && pixels.scale === scale)
  return named?.name ?? `${shift},${Number((1 / scale).toPrecision(7))}`
}
