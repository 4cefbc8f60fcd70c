import { DESCENT_FUNCTIONS } from '#core/explain/descent/functions.ts'
import { stepsBelow } from '#core/explain/descent/descend.ts'
import { NOTATIONS } from '#core/explain/notation.ts'
import { nudge } from '#core/explain/nudge.ts'
import { influencePaths } from '#core/explain/paths.ts'
import type { QuantityId } from '#core/explain/quantity.ts'
import { withValue } from '#core/explain/scene-edit.ts'
import { listSteps } from '#core/explain/steps.ts'
import { value } from '#core/explain/trace-value.ts'
import { traceScene } from '#core/explain/trace.ts'
import { OPTIMIZER_DEFAULTS, type OptimizerSettings } from '#core/optimizers/schema.ts'
import { ARRIVED, positionAt, walkOf, type DescentState } from '../descent-state.ts'
import { PREPARED, type MicroscopeState } from '../microscope-state.ts'
import type { ViewStates } from './stop-states.ts'

/** What a person did at a stop: the state of the views, and the number that was typed. */
export interface Attempt extends ViewStates {
  /** Null where nothing was typed. */
  readonly answer: number | null
}

/** Judges what was done at a stop by calculation alone. */
interface Check {
  readonly passes: (attempt: Attempt) => boolean
  /** An attempt that passes, from the state that the stop begins with. */
  readonly solve: (attempt: Attempt) => Attempt
  /** What a wrong number most likely comes from; null where that is not known. */
  readonly explain?: (attempt: Attempt) => string | null
}

/** Three decimals. */
const TOLERANCE = 0.001
const isNear = (answer: number | null, expected: number): boolean =>
  answer !== null && Math.abs(answer - expected) <= TOLERANCE + 1e-12

/** A check of a number, with the numbers that usual mistakes lead to. */
function numberCheck(
  expected: (attempt: Attempt) => number,
  mistakes: (attempt: Attempt) => readonly (readonly [wrong: number, words: string])[],
): Check {
  return {
    passes: (attempt) => isNear(attempt.answer, expected(attempt)),
    solve: (attempt) => ({ ...attempt, answer: expected(attempt) }),
    explain: (attempt) => mistakes(attempt).find(([wrong]) => isNear(attempt.answer, wrong))?.[1] ?? null,
  }
}

function quantity({ scene, example }: MicroscopeState): (id: QuantityId) => number {
  const trace = traceScene(scene)
  return (id) => value(trace, id, example)!
}

const first = ({ optimizers }: DescentState): OptimizerSettings => optimizers[0]!
const withOptimizer = (state: DescentState, index: number, optimizer: OptimizerSettings): DescentState => ({
  ...state,
  optimizers: state.optimizers.map((each, k) => (k === index ? optimizer : each)),
})

/** The last position of the first walk. */
const endOf = (state: DescentState) => positionAt(walkOf(state, first(state)), Infinity)

const WEIGHT = 'w:2:0>1'
const FIRST_WEIGHT = 'w:1:0>0'

export const CHECKS = {
  /** The place after one step of the first walk. */
  firstStep: numberCheck(
    ({ descent }) => positionAt(walkOf(descent, first(descent)), 1).point[0]!,
    ({ descent }) => {
      const { point, gradient } = positionAt(walkOf(descent, first(descent)), 0)
      const rate = first(descent).learningRate
      return [
        [point[0]! + rate * gradient[0]!, 'That is uphill: a step goes against the slope.'],
        [point[0]! - gradient[0]!, 'That is the whole slope; a step is η times it.'],
      ]
    },
  ),

  /** Stopped by the rule, seen to its end, with f still above 1. */
  stoppedHigh: {
    passes: ({ descent }) => {
      const walk = walkOf(descent, first(descent))
      const last = walk.positions.at(-1)!
      return (
        descent.fn === 'bowl' &&
        walk.end === 'rule' &&
        last.value > 1 &&
        descent.step >= last.step &&
        last.step > 0
      )
    },
    solve: (attempt) => {
      const descent = withOptimizer(attempt.descent, 0, { name: 'sgd', learningRate: 0.2 })
      return { ...attempt, descent: { ...descent, step: endOf(descent).step } }
    },
  },

  /** A plain walk in the bowl with a rate of 0.19 to below 0.2 that gets below 0.001. */
  edgeFound: {
    passes: ({ descent }) =>
      descent.fn === 'bowl' &&
      descent.optimizers.some(
        (optimizer) =>
          optimizer.name === 'sgd' &&
          optimizer.learningRate >= 0.19 &&
          optimizer.learningRate < 0.2 &&
          stepsBelow(walkOf(descent, optimizer), ARRIVED) !== null,
      ),
    solve: (attempt) => ({
      ...attempt,
      descent: withOptimizer(attempt.descent, 1, { name: 'sgd', learningRate: 0.195 }),
    }),
  },

  /** Any walk in the valley from its own start that gets below 0.001 in fewer than 100 steps. */
  fastEnough: {
    passes: ({ descent }) =>
      descent.fn === 'valley' &&
      DESCENT_FUNCTIONS.valley.value(descent.start) >= DESCENT_FUNCTIONS.valley.value([4, 1]) &&
      descent.optimizers.some((optimizer) => {
        const steps = stepsBelow(walkOf(descent, optimizer), ARRIVED)
        return steps !== null && steps < 100
      }),
    solve: (attempt) => ({
      ...attempt,
      descent: withOptimizer(attempt.descent, 1, { ...OPTIMIZER_DEFAULTS.nesterov, learningRate: 0.01 }),
    }),
  },

  /** That weight chosen, and every notation seen. */
  named: {
    passes: ({ microscope: { chosen, seenNotations } }) =>
      (chosen === WEIGHT || chosen === `d/${WEIGHT}`) &&
      NOTATIONS.every((notation) => seenNotations.includes(notation)),
    solve: (attempt) => ({
      ...attempt,
      microscope: { ...attempt.microscope, chosen: WEIGHT, seenNotations: NOTATIONS },
    }),
  },

  /** The sum of the first output. */
  forwardSum: numberCheck(
    ({ microscope }) => quantity(microscope)('z:2:0'),
    ({ microscope }) => {
      const of = quantity(microscope)
      return [
        [of('z:2:0') - of('b:2:0'), 'The bias is missing.'],
        [of('y:2:0'), 'That is its output, after the bend; z is the sum before it.'],
      ]
    },
  ),

  /** The derivative by the sum of the first output. */
  backwardSlope: numberCheck(
    ({ microscope }) => quantity(microscope)('d/z:2:0'),
    ({ microscope }) => {
      const of = quantity(microscope)
      return [
        [of('d/y:2:0'), 'The slope of the bend is missing: that is ∂Div/∂y.'],
        [-of('d/z:2:0'), 'The sign is turned: it is y − d, not d − y.'],
      ]
    },
  ),

  /** The sum of the gradients with an η that moves every parameter as their mean does with the stop's own. */
  sameStep: {
    passes: ({ microscope: { scene, updates } }) => {
      const mean = PREPARED.total().scene
      const [wanted, got] = [mean, scene].map((each) => traceScene(each).updatedParameters)
      return (
        updates === 0 &&
        scene.combine === 'sum' &&
        got!.length === wanted!.length &&
        wanted!.every((number, i) => Math.abs(number - got![i]!) <= 1e-12)
      )
    },
    solve: (attempt) => {
      const { scene } = attempt.microscope
      const learningRate = scene.learningRate / scene.examples.length
      return {
        ...attempt,
        microscope: { ...attempt.microscope, scene: { ...scene, combine: 'sum', learningRate } },
      }
    },
  },

  /** A nudge of the first weight whose predicted effect is off by 0.8 to 1 %. */
  onePercent: {
    passes: ({ microscope: { scene, nudges, example } }) => {
      const by = nudges[FIRST_WEIGHT] ?? 0
      if (by === 0 || Object.keys(nudges).some((id) => id !== FIRST_WEIGHT && nudges[id] !== 0)) return false
      const { relativeError } = nudge(scene, [{ id: FIRST_WEIGHT, by }], example)
      return relativeError >= 0.008 && relativeError <= 0.01
    },
    solve: (attempt) => {
      const { scene, example } = attempt.microscope
      const error = (by: number): number => nudge(scene, [{ id: FIRST_WEIGHT, by }], example).relativeError
      const by = Array.from({ length: 200 }, (_, k) => (k + 1) / 1000).findLast(
        (each) => error(each) <= 0.01,
      )!
      return { ...attempt, microscope: { ...attempt.microscope, nudges: { [FIRST_WEIGHT]: by } } }
    },
  },

  /** Of the first weight's two paths the one through the second output carries nothing, and the other does. */
  onePath: {
    passes: ({ microscope: { scene, example } }) => {
      const { paths } = influencePaths(traceScene(scene), FIRST_WEIGHT, example)
      const product = (output: string): number | undefined =>
        paths.find(({ nodes }) => nodes.includes(output))?.product
      return product('z:2:1') === 0 && Math.abs(product('z:2:0') ?? 0) > 0
    },
    solve: (attempt) => {
      const { microscope } = attempt
      const scene = withValue(microscope.scene, WEIGHT, 0, microscope.example)
      return { ...attempt, microscope: { ...microscope, scene } }
    },
  },

  /** The gradient of the third example has just been added. */
  thirdAdded: {
    passes: ({ microscope: { scene, step } }) => {
      const steps = listSteps(traceScene(scene), 'unit')
      const [now, next] = [steps[step - 1], steps[step]]
      return (
        now?.line === 'add' && now.example === 2 && !(next?.line === 'add' && next.example === now.example)
      )
    },
    solve: (attempt) => {
      const steps = listSteps(traceScene(attempt.microscope.scene), 'unit')
      const { end } = steps.findLast(({ line, example }) => line === 'add' && example === 2)!
      return { ...attempt, microscope: { ...attempt.microscope, step: end, example: 2 } }
    },
  },
} as const satisfies Record<string, Check>

export type CheckName = keyof typeof CHECKS

export const CHECK_NAMES = Object.keys(CHECKS) as [CheckName, ...CheckName[]]

/** The check of a name, whichever of its parts it has. */
export const checkOf = (name: CheckName): Check => CHECKS[name]
