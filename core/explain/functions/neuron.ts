import { ELEMENTWISE_ACTIVATIONS } from '../../activations/elementwise.ts'
import type { ActivationName } from '../../activations/names.ts'

/** An activation that a single neuron can have. */
export type ElementwiseName = Exclude<ActivationName, 'softmax'>

/** A neuron with two inputs. */
export interface Neuron {
  readonly weights: readonly [number, number]
  readonly bias: number
  readonly activation: ElementwiseName
}

/** What a neuron makes of an input: the sum z = w₁x₁ + w₂x₂ + b and the output y = f(z). */
export function neuronAt(
  { weights, bias, activation }: Neuron,
  x1: number,
  x2: number,
): { readonly z: number; readonly output: number } {
  const z = weights[0] * x1 + weights[1] * x2 + bias
  return { z, output: ELEMENTWISE_ACTIVATIONS[activation].output(z) }
}

export const GATE_NAMES = ['and', 'or', 'xor'] as const
export type GateName = (typeof GATE_NAMES)[number]

export interface GatePoint {
  readonly x: readonly [number, number]
  readonly wanted: 0 | 1
}

const table = (...wanted: readonly [0 | 1, 0 | 1, 0 | 1, 0 | 1]): readonly GatePoint[] =>
  wanted.map((each, k): GatePoint => ({ x: [k >> 1, k & 1], wanted: each }))

/** The four points of each gate with the output that is wanted there. No line divides those of XOR. */
export const GATES: Readonly<Record<GateName, readonly GatePoint[]>> = {
  and: table(0, 0, 0, 1),
  or: table(0, 1, 1, 1),
  xor: table(0, 1, 1, 0),
}

/** Whether the neuron's output is above 0.5 where 1 is wanted, and below where 0 is. */
export function isRight(neuron: Neuron, { x, wanted }: GatePoint): boolean {
  const { output } = neuronAt(neuron, ...x)
  return wanted === 1 ? output > 0.5 : output < 0.5
}

export type Segment = readonly [readonly [number, number], readonly [number, number]]

/** The part of the line z = 0 within the square from `low` to `high` in both inputs; null where it does not meet it. */
export function decisionLine({ weights, bias }: Neuron, low: number, high: number): Segment | null {
  const [w1, w2] = weights
  const ends: (readonly [number, number])[] = []
  const add = (x1: number, x2: number): void => {
    const inside = x1 >= low && x1 <= high && x2 >= low && x2 <= high
    if (inside && !ends.some(([a, b]) => Math.abs(a - x1) + Math.abs(b - x2) < 1e-9)) ends.push([x1, x2])
  }
  for (const side of [low, high]) {
    if (w2 !== 0) add(side, -(w1 * side + bias) / w2)
    if (w1 !== 0) add(-(w2 * side + bias) / w1, side)
  }
  return ends.length < 2 ? null : [ends[0]!, ends[1]!]
}
