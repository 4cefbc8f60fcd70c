import { createOptimizer } from '../../optimizers/optimizers.ts'
import type { OptimizerSettings } from '../../optimizers/schema.ts'
import type { DescentFunction } from './functions.ts'

/** Where a walk stands after a step, or before the first. */
export interface DescentPosition {
  /** Number of steps taken. */
  readonly step: number
  /** The variables, `(dimensions)`. */
  readonly point: Float64Array
  readonly value: number
  /** The gradient there, `(dimensions)`. */
  readonly gradient: Float64Array
  /** The optimizer's memory after the step, `(slots, dimensions)` flat: velocity, or running squares of the gradient. */
  readonly memory: Float64Array
}

/**
 * How a walk ended: `rule` where a step changed the value by less than ε, `steps` where it took as many as it was given, `diverged` where
 * its value is beyond all bounds.
 */
export type DescentEnd = 'rule' | 'steps' | 'diverged'

/** A walk: all positions, the start's first, and how it ended. */
export interface DescentWalk {
  readonly positions: readonly DescentPosition[]
  readonly end: DescentEnd
}

/** Beyond it nothing is left to be seen, and the numbers soon are none. */
const DIVERGED = 1e12

/**
 * The positions of a walk down a function, one for each step of one of the program's optimizers, from the start on and without an end.
 * @param start the variables, `(dimensions)`
 */
export function* walk(
  { value, gradient, dimensions }: DescentFunction,
  start: ArrayLike<number>,
  optimizer: OptimizerSettings,
): Generator<DescentPosition, never> {
  const { slots, step } = createOptimizer(optimizer)
  const point = Float64Array.from(start)
  const g = new Float64Array(dimensions)
  const memory = new Float64Array(slots * dimensions)
  for (let k = 0; ; k++) {
    gradient(point, g)
    yield { step: k, point: point.slice(), value: value(point), gradient: g.slice(), memory: memory.slice() }
    step(point, g, memory, k + 1, optimizer.learningRate)
  }
}

/**
 * A walk until the lecture's rule stops it: after a step, |f(xᵏ⁺¹) − f(xᵏ)| < ε.
 * @param epsilon ε, in units of the value; 0: the rule never stops it
 * @param maximum number of steps after which it ends in any case
 */
export function descend(
  fn: DescentFunction,
  start: ArrayLike<number>,
  optimizer: OptimizerSettings,
  { epsilon, maximum }: { readonly epsilon: number; readonly maximum: number },
): DescentWalk {
  const positions: DescentPosition[] = []
  for (const position of walk(fn, start, optimizer)) {
    const before = positions.at(-1)
    positions.push(position)
    if (!(Math.abs(position.value) < DIVERGED)) return { positions, end: 'diverged' }
    if (before && Math.abs(position.value - before.value) < epsilon) return { positions, end: 'rule' }
    if (position.step >= maximum) return { positions, end: 'steps' }
  }
  throw new Error('A walk has no end of its own')
}

/** Number of the first step after which the value is below the goal; null where none is. */
export function stepsBelow({ positions }: DescentWalk, goal: number): number | null {
  return positions.find(({ value }) => value < goal)?.step ?? null
}

/** The slope of a function where its gradient is known: gradient · direction, for a direction of length 1. */
export function slopeAlong(gradient: ArrayLike<number>, direction: ArrayLike<number>): number {
  let slope = 0
  for (let i = 0; i < gradient.length; i++) slope += gradient[i]! * direction[i]!
  return slope
}
