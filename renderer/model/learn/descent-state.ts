import { DESCENT_FUNCTIONS, type DescentFunctionId } from '#core/explain/descent/functions.ts'
import { descend, type DescentWalk } from '#core/explain/descent/descend.ts'
import { OPTIMIZER_DEFAULTS, type OptimizerSettings } from '#core/optimizers/schema.ts'

/** Everything that the descent view shows follows from this. */
export interface DescentState {
  readonly fn: DescentFunctionId
  /** Where all walks start, as many numbers as the function has variables. */
  readonly start: readonly number[]
  /** One walk for each, in a fixed order, which is that of their colours. */
  readonly optimizers: readonly OptimizerSettings[]
  /** How many steps are shown. */
  readonly step: number
  /** ε of the rule that stops a walk once a step changes the value by less; null: nothing stops it. */
  readonly epsilon: number | null
  /** Direction of the dial in degrees, from u towards v; null: the dial is away. */
  readonly direction: number | null
  /** Whether the first step stays out of the picture until it is taken: the stop that asks for it would be answered. */
  readonly isFirstStepHidden?: boolean
}

/** Steps after which every walk ends: with the rule, which can take long to stop one, and without it. */
const MOST_STEPS = { withRule: 30_000, without: 2000 } as const

const plain = (learningRate: number): OptimizerSettings => ({ name: 'sgd', learningRate })

/** States that a stop of the guided path or a person begins with. */
export const DESCENT_STATES = {
  /** u² from 3: the next step is shown before it is taken. */
  step: state('parabola', [3], [plain(0.1)]),
  /** The bowl, where the ε rule can be made to stop too early. */
  epsilon: { ...state('bowl', [4, 1], [plain(0.05)]), epsilon: 1e-4 },
  /** Too slow, one of your own, too fast. */
  rate: state('bowl', [4, 1], [plain(0.01), plain(0.1), plain(0.201)]),
  /** All optimizers in a long narrow valley. */
  race: state(
    'valley',
    [4, 1],
    [
      plain(0.0197),
      { ...OPTIMIZER_DEFAULTS.momentum, learningRate: 0.01 },
      { ...OPTIMIZER_DEFAULTS.nesterov, learningRate: 0.01 },
      { ...OPTIMIZER_DEFAULTS.adagrad, learningRate: 0.5 },
      { ...OPTIMIZER_DEFAULTS.rmsprop, learningRate: 0.05 },
      { ...OPTIMIZER_DEFAULTS.adam, learningRate: 0.1 },
    ],
  ),
} as const satisfies Record<string, DescentState>

function state(
  fn: DescentFunctionId,
  start: readonly number[],
  optimizers: readonly OptimizerSettings[],
): DescentState {
  return { fn, start, optimizers, step: 0, epsilon: null, direction: null }
}

/** The walk of one of its optimizers, to its end. */
export function walkOf(
  { fn, start, epsilon }: Pick<DescentState, 'fn' | 'start' | 'epsilon'>,
  optimizer: OptimizerSettings,
): DescentWalk {
  const maximum = epsilon === null ? MOST_STEPS.without : MOST_STEPS.withRule
  return descend(DESCENT_FUNCTIONS[fn], start, optimizer, { epsilon: epsilon ?? 0, maximum })
}

/** Above the lowest value of its function; below it a walk counts as arrived. */
export const ARRIVED = 1e-3

/** How a walk stands at a step, in words; how it ended is said once its last step is shown. */
export function describeWalk({ steps, end }: DescentWalk, step: number): string {
  if (step < steps) return 'walking'
  if (end === 'diverged') return 'flew off'
  return end === 'rule' ? `stopped by the rule after ${steps.toLocaleString('en')} steps` : 'end of the steps'
}

/** The step after which there is nothing more to see: all walks have ended or come to rest at a lowest point. */
export function lastStepOf(walks: readonly DescentWalk[], lowest: number): number {
  return Math.max(
    1,
    ...walks.map(({ steps, values }) => {
      const resting = values.findIndex((value) => Math.abs(value - lowest) < ARRIVED / 10)
      return resting === -1 ? steps : resting
    }),
  )
}
