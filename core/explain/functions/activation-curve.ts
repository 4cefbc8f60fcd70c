import { ELEMENTWISE_ACTIVATIONS } from '../../activations/elementwise.ts'
import { FLAT } from '../../engine/flat-neurons.ts'
import type { ElementwiseName } from './neuron.ts'

/** Output and slope of an activation at a sum. */
export interface ActivationPoint {
  readonly z: number
  readonly output: number
  readonly slope: number
}

export function activationAt(name: ElementwiseName, z: number): ActivationPoint {
  const { output, derivative } = ELEMENTWISE_ACTIVATIONS[name]
  const a = output(z)
  return { z, output: a, slope: derivative(z, a) }
}

/** A place where the slope jumps: before it, after it, and what the program takes for it there. */
export interface Corner {
  readonly z: number
  readonly before: number
  readonly after: number
  readonly taken: number
}

/** So far from a place its slopes on both sides are compared. */
const BESIDE = 1e-9

/** The corner of an activation, which can only be at 0; null where its slope goes on without a jump. */
export function cornerOf(name: ElementwiseName): Corner | null {
  const before = activationAt(name, -BESIDE).slope
  const after = activationAt(name, BESIDE).slope
  return Math.abs(after - before) < 1e-6 ? null : { z: 0, before, after, taken: activationAt(name, 0).slope }
}

/** Samples of an activation from one sum to another, evenly, with its corner among them where it lies between. */
export function sampleActivation(
  name: ElementwiseName,
  from: number,
  to: number,
  steps: number,
): ActivationPoint[] {
  const sums = Array.from({ length: steps + 1 }, (_, k) => from + ((to - from) * k) / steps)
  const corner = cornerOf(name)
  // The derivative is drawn with both of its ends at the corner, so that the jump stands upright.
  const around = corner ? [corner.z - BESIDE, corner.z + BESIDE].filter((z) => z > from && z < to) : []
  return [...sums.filter((z) => z !== corner?.z), ...around]
    .sort((a, b) => a - b)
    .map((z) => activationAt(name, z))
}

export interface Interval {
  readonly from: number
  readonly to: number
}

/**
 * Where an activation is flat: its slope is below a hundredth of its steepest, by which the program also counts dead and
 * saturated units.
 * @param steps how finely is looked
 */
export function flatParts(name: ElementwiseName, from: number, to: number, steps: number): Interval[] {
  const { steepest } = ELEMENTWISE_ACTIVATIONS[name]
  const parts: Interval[] = []
  let start: number | null = null
  let before = from
  for (const { z, slope } of sampleActivation(name, from, to, steps)) {
    const isFlat = Math.abs(slope) < FLAT * steepest
    if (isFlat && start === null) start = z
    if (!isFlat && start !== null) {
      parts.push({ from: start, to: before })
      start = null
    }
    before = z
  }
  if (start !== null) parts.push({ from: start, to })
  // A single sample is a place, such as the lowest point of a curve, and no part.
  return parts.filter((part) => part.to > part.from)
}
