import { elementwise } from '../activations/elementwise.ts'
import type { ChosenActivation } from '../activations/settings.ts'
import type { LayerActivity } from './engine.ts'

/** A slope below this share of the activation's steepest is flat. */
export const FLAT = 0.01
/** A neuron that is flat on this share of examples is saturated. */
const MOSTLY = 0.9

/**
 * Adds, for each neuron, on how many of a batch's examples its slope is next to nothing.
 * @param counts `(units)`
 * @param s what the activation got, and `a`, what it gave: a row of `stride` numbers per example, its first the units'
 */
export function countFlat(
  counts: Uint32Array,
  activation: ChosenActivation,
  s: Float64Array | Float32Array,
  a: Float64Array | Float32Array,
  m: number,
  stride: number,
): void {
  const bend = elementwise(activation)
  if (bend === null) return
  const { derivative, steepest } = bend
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < counts.length; j++) {
      const index = i * stride + j
      if (Math.abs(derivative(s[index]!, a[index]!)) < FLAT * steepest) counts[j]!++
    }
  }
}

/** What the counts of one layer say. @param count examples that were counted */
export function summarizeFlat(counts: Uint32Array, count: number): LayerActivity {
  const dead = counts.filter((times) => times === count).length
  return { dead, saturated: counts.filter((times) => times >= MOSTLY * count).length - dead }
}
