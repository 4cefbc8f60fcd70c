import { OPTIMIZER_DEFAULTS } from '#core/optimizers/schema.ts'
import { DATA_STATES, type DataState } from '../data-state.ts'
import { INSIDE_STATES, type InsideState } from '../inside-state.ts'
import { DEPTH_STATES, type DepthState } from '../depth-state.ts'
import { DESCENT_STATES, type DescentState } from '../descent-state.ts'
import { FUNCTIONS_STATES, type FunctionsState } from '../functions-state.ts'
import { brokenState, PREPARED, type MicroscopeState } from '../microscope-state.ts'
import { RUNS_STATES, type LearnRunsState } from '../runs-state.ts'

/** What the views show, of which a stop looks at one. */
export interface ViewStates {
  readonly data: DataState
  readonly depth: DepthState
  readonly inside: InsideState
  readonly descent: DescentState
  readonly functions: FunctionsState
  readonly microscope: MicroscopeState
  readonly runs: LearnRunsState
}

const valley: DescentState = {
  ...DESCENT_STATES.race,
  optimizers: [
    { ...OPTIMIZER_DEFAULTS.sgd, learningRate: 0.0197 },
    { ...OPTIMIZER_DEFAULTS.momentum, learningRate: 0.002 },
  ],
}

/** The state that each stop begins with, by its name in the path; the seed is the student's own. */
export const STOP_STATES = {
  neuron: () => ({ functions: FUNCTIONS_STATES.neuron }),
  slopes: () => ({ functions: FUNCTIONS_STATES.slopes }),
  slow: () => ({ functions: FUNCTIONS_STATES.slow }),
  exercise: () => ({ functions: FUNCTIONS_STATES.exercise }),
  bend: () => ({ microscope: PREPARED.bend() }),
  hidden: () => ({ inside: INSIDE_STATES.hidden }),
  batches: () => ({ data: DATA_STATES.batches }),
  piles: () => ({ data: DATA_STATES.piles }),
  deep: () => ({ depth: DEPTH_STATES.deep }),
  diagnosis: () => ({ runs: RUNS_STATES.diagnosis }),
  trial: () => ({ runs: RUNS_STATES.trial }),
  /** The microscope is opened on the lecture's run, which has to be asked for. */
  digit: () => ({}),
  check: (seed) => ({ microscope: brokenState(seed) }),
  step: () => ({ descent: { ...DESCENT_STATES.step, isFirstStepHidden: true } }),
  epsilon: () => ({ descent: DESCENT_STATES.epsilon }),
  rate: () => ({ descent: DESCENT_STATES.rate }),
  valley: () => ({ descent: valley }),
  notation: () => ({ microscope: PREPARED.notation() }),
  forward: () => ({ microscope: PREPARED.forward() }),
  total: () => ({ microscope: PREPARED.total() }),
  nudge: () => ({ microscope: PREPARED.nudge() }),
  paths: () => ({ microscope: PREPARED.paths() }),
  backward: () => ({ microscope: PREPARED.backward() }),
  code: () => ({ microscope: PREPARED.code() }),
} as const satisfies Record<string, (seed: number) => Partial<ViewStates>>

export type StopStateName = keyof typeof STOP_STATES

export const STOP_STATE_NAMES = Object.keys(STOP_STATES) as [StopStateName, ...StopStateName[]]

/** The state of a name, for the seed of a student. */
export const stopState = (name: StopStateName, seed: number): Partial<ViewStates> => STOP_STATES[name](seed)
