import { ELEMENTWISE_ACTIVATIONS } from '#core/activations/elementwise.ts'
import { readSetting } from '#core/activations/settings.ts'
import { cornerOf, flatParts, type Interval } from '#core/explain/functions/activation-curve.ts'
import type { ElementwiseName } from '#core/explain/functions/neuron.ts'
import { SUMS } from '../functions-state.ts'
import { shortNumber } from '../microscope/numbers.ts'

/** How finely curves are drawn and looked at, in steps over the axis. */
export const CURVE_STEPS = 640

/** The formula of an activation, with α where it has one that the formula does not show. */
export function formulaWords(name: ElementwiseName): string {
  const { formula } = ELEMENTWISE_ACTIVATIONS[name]
  const setting = readSetting({ name })
  return setting?.name === 'alpha' ? `${formula} (α = ${setting.value})` : formula
}

/** The flat parts of an activation within the axis, in words. */
export function flatWords(name: ElementwiseName): string {
  const parts = flatParts(name, SUMS.from, SUMS.to, CURVE_STEPS)
  return parts.length === 0 ? 'nowhere here' : parts.map(intervalWords).join(', ')
}

function intervalWords({ from, to }: Interval): string {
  // A short part, such as a curve's lowest point, needs more decimals to have two ends.
  const decimals = to - from < 0.5 ? 2 : 1
  const [low, high] = [shortNumber(from, decimals), shortNumber(to, decimals)]
  if (from === SUMS.from) return Math.abs(to) < 0.05 ? 'below 0' : `below ${high}`
  return to === SUMS.to ? `above ${low}` : `${low} to ${high}`
}

/** The corner of an activation in a sentence; null where it has none. */
export function cornerWords(name: ElementwiseName): string | null {
  const corner = cornerOf(name)
  if (corner === null) return null
  const { z, before, after, taken } = corner
  return (
    `Corner at z = ${z}: the slope is ${shortNumber(before, 2)} before it and ${shortNumber(after, 2)} behind it, ` +
    `and there is no derivative at it. The program takes ${shortNumber(taken, 2)}, as PyTorch does.`
  )
}
