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

/** A walk: its start, all its steps, and how it ended. */
export interface DescentWalk {
  readonly end: DescentEnd
  /** Number of steps taken. */
  readonly steps: number
  /** The variables at the start and after each step, `(steps + 1, dimensions)` flat. */
  readonly points: Float64Array
  /** The value there, `(steps + 1)`. */
  readonly values: Float64Array
  /** Where it stands after so many steps; one that has ended stays where it ended. */
  readonly at: (step: number) => DescentPosition
}

/** Beyond it nothing is left to be seen, and the numbers soon are none. */
const DIVERGED = 1e12

/**
 * A walk by one of the program's optimizers, until the lecture's rule stops it: after a step, |f(xᵏ⁺¹) − f(xᵏ)| < ε.
 * @param start the variables, `(dimensions)`
 * @param epsilon ε, in units of the value; 0: the rule never stops it
 * @param maximum number of steps after which it ends in any case
 */
export function descend(
  fn: DescentFunction,
  start: ArrayLike<number>,
  optimizer: OptimizerSettings,
  { epsilon, maximum }: { readonly epsilon: number; readonly maximum: number },
): DescentWalk {
  const { slots, step } = createOptimizer(optimizer)
  const { dimensions, value, gradient } = fn
  const remembered = slots * dimensions
  // A race has ten thousands of steps: they lie in three arrays, as an object for each takes ten times as long.
  const points = new Float64Array((maximum + 1) * dimensions)
  const memories = new Float64Array((maximum + 1) * remembered)
  const values = new Float64Array(maximum + 1)
  const point = Float64Array.from(start)
  const g = new Float64Array(dimensions)
  const memory = new Float64Array(remembered)
  let end: DescentEnd | null = null
  let steps = 0
  for (; ; steps++) {
    points.set(point, steps * dimensions)
    memories.set(memory, steps * remembered)
    const now = (values[steps] = value(point))
    if (!(Math.abs(now) < DIVERGED)) end = 'diverged'
    else if (steps > 0 && Math.abs(now - values[steps - 1]!) < epsilon) end = 'rule'
    else if (steps >= maximum) end = 'steps'
    if (end !== null) break
    gradient(point, g)
    step(point, g, memory, steps + 1, optimizer.learningRate)
  }
  return {
    ...{ end, steps, points: points.subarray(0, (steps + 1) * dimensions) },
    values: values.subarray(0, steps + 1),
    at: (asked) => {
      const k = Math.min(asked, steps)
      const there = points.slice(k * dimensions, (k + 1) * dimensions)
      const slope = new Float64Array(dimensions)
      gradient(there, slope)
      return {
        ...{ step: k, point: there, value: values[k]!, gradient: slope },
        memory: memories.slice(k * remembered, (k + 1) * remembered),
      }
    },
  }
}

/** Number of the first step after which the value is below the goal; null where none is. */
export function stepsBelow({ values }: DescentWalk, goal: number): number | null {
  const step = values.findIndex((value) => value < goal)
  return step === -1 ? null : step
}

/** The slope of a function where its gradient is known: gradient · direction, for a direction of length 1. */
export function slopeAlong(gradient: ArrayLike<number>, direction: ArrayLike<number>): number {
  let slope = 0
  for (let i = 0; i < gradient.length; i++) slope += gradient[i]! * direction[i]!
  return slope
}
