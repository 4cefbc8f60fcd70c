import type { QuantityId } from '#core/explain/quantity.ts'
import type { Trace } from '#core/explain/trace-types.ts'
import type { StepSize } from '../microscope-state.ts'
import type { CodeLineId } from './pseudo-code.ts'

/** One step through a mini-batch: what it computes, of which example, and where the algorithm is. */
export interface BatchStep {
  readonly phase: 'start' | 'forward' | 'divergence' | 'backward' | 'sum' | 'update'
  /** Layer from 1; null in none. */
  readonly layer: number | null
  /** From 0; null for what concerns all examples. */
  readonly example: number | null
  readonly computes: readonly QuantityId[]
  readonly line: CodeLineId | null
  readonly isLayerEnd: boolean
  readonly isPhaseEnd: boolean
}

type Group = Omit<BatchStep, 'computes' | 'isLayerEnd' | 'isPhaseEnd' | 'example'> & {
  readonly units: readonly (readonly QuantityId[])[]
}

const range = (length: number): number[] => Array.from({ length }, (_, index) => index)

/** The steps of one example's pass, in groups of one layer and line each. */
function groupsOf({ sizes, examples, activations }: Trace): Group[] {
  const last = sizes.length - 1
  const groups: Group[] = []
  const add = (
    phase: BatchStep['phase'],
    layer: number | null,
    line: CodeLineId,
    units: readonly (readonly QuantityId[])[],
  ): void => {
    if (units.length > 0) groups.push({ phase, layer, line, units })
  }
  const normalized = (k: number): boolean => examples[0]!.layers[k - 1]!.normalization !== null
  for (let k = 1; k <= last; k++) {
    const units = range(sizes[k]!)
    add(
      'forward',
      k,
      'sum',
      units.map((j) => [`z:${k}:${j}`]),
    )
    if (normalized(k)) {
      add(
        'forward',
        k,
        'sum',
        units.map((j) => [`mu:${k}:${j}`, `var:${k}:${j}`, `hat:${k}:${j}`, `s:${k}:${j}`]),
      )
    }
    // A softmax has no output alone.
    const outputs = units.map((j) => [`y:${k}:${j}`])
    add('forward', k, 'activate', activations[k - 1] === 'softmax' ? [outputs.flat()] : outputs)
  }
  add('divergence', null, 'loss', [['div']])
  for (let k = last; k >= 1; k--) {
    const units = range(sizes[k]!)
    if (k === last && examples[0]!.layers[k - 1]!.dOutput !== null) {
      add(
        'backward',
        k,
        'loss',
        units.map((j) => [`d/y:${k}:${j}`]),
      )
    }
    if (normalized(k)) {
      add(
        'backward',
        k,
        'output-slope',
        units.map((j) => [`d/s:${k}:${j}`, `d/gamma:${k}:${j}`, `d/beta:${k}:${j}`]),
      )
      add(
        'backward',
        k,
        'output-slope',
        units.map((j) => [`d/hat:${k}:${j}`, `d/mu:${k}:${j}`, `d/var:${k}:${j}`, `d/z:${k}:${j}`]),
      )
    } else
      add(
        'backward',
        k,
        'output-slope',
        units.map((j) => [`d/z:${k}:${j}`]),
      )
    const below = range(sizes[k - 1]!)
    add(
      'backward',
      k,
      'add',
      units.map((j) => [...below.map((i) => `d/w:${k}:${i}>${j}`), `d/b:${k}:${j}`]),
    )
    add(
      'backward',
      k,
      'hidden-slope',
      below.map((i) => [k === 1 ? `d/x:${i}` : `d/y:${k - 1}:${i}`]),
    )
  }
  return groups
}

/**
 * All steps of a mini-batch: each example forward, divergence, backward and its gradient added, then the mean and the update.
 * With batch normalization no example is alone: all of them go together, and each step is one of all. The first is the start,
 * at which nothing is computed.
 */
export function batchSteps(trace: Trace): BatchStep[] {
  const groups = groupsOf(trace)
  const pass = groups.flatMap(({ units, ...group }, index) =>
    units.map((computes, unit) => {
      const isLayerEnd = unit === units.length - 1
      return {
        ...group,
        computes,
        isLayerEnd,
        isPhaseEnd: isLayerEnd && groups[index + 1]?.phase !== group.phase,
      }
    }),
  )
  const isTogether = trace.statistics === 'batch'
  const end = { layer: null, computes: [], isLayerEnd: true, isPhaseEnd: true }
  const passes = (isTogether ? [null] : trace.examples.map((_, example) => example)).flatMap((example) => [
    ...pass.map((step): BatchStep => ({ ...step, example })),
    { ...end, phase: 'sum', example, line: 'add' } satisfies BatchStep,
  ])
  const start: BatchStep = { ...end, phase: 'start', example: null, line: null }
  return [
    start,
    ...passes,
    { ...end, phase: 'sum', example: null, line: 'mean' },
    { ...end, phase: 'update', example: null, line: 'update' },
  ]
}

/** The step that one of this size leads to, on or back. */
export function nextStep(steps: readonly BatchStep[], from: number, direction: 1 | -1, by: StepSize): number {
  const isStop = (index: number): boolean => {
    const step = steps[index]!
    return by === 'unit' || index === 0 || (by === 'layer' ? step.isLayerEnd : step.isPhaseEnd)
  }
  let index = from + direction
  while (index > 0 && index < steps.length - 1 && !isStop(index)) index += direction
  return Math.min(steps.length - 1, Math.max(0, index))
}

/**
 * What is computed after a step, of the example that it shows: everything of the examples before, nothing of those after.
 * Inputs, wanted outputs and parameters are there from the start.
 */
export function computedAt(
  steps: readonly BatchStep[],
  index: number,
  example: number,
): ReadonlySet<QuantityId> {
  const done = steps.slice(1, index + 1).filter((step) => step.example === null || step.example === example)
  return new Set(done.flatMap(({ computes }) => computes))
}

/** The step at which the same place of another example's pass is reached; null where examples are not stepped one by one. */
export function sameStepOf(steps: readonly BatchStep[], index: number, example: number): number | null {
  const from = steps[index]!.example
  if (from === null) return null
  const length = steps.filter((step) => step.example === from).length
  return index + (example - from) * length
}
