import { OPTIMIZER_DEFAULTS } from '#core/optimizers/schema.ts'
import { DESCENT_STATES, type DescentState } from '../descent-state.ts'
import { PREPARED, type MicroscopeState } from '../microscope-state.ts'

/** What the views show, of which a stop looks at one. */
export interface ViewStates {
  readonly descent: DescentState
  readonly microscope: MicroscopeState
}

const valley: DescentState = {
  ...DESCENT_STATES.race,
  optimizers: [
    { ...OPTIMIZER_DEFAULTS.sgd, learningRate: 0.0197 },
    { ...OPTIMIZER_DEFAULTS.momentum, learningRate: 0.002 },
  ],
}

/** The state that each stop begins with, by its name in the path. */
export const STOP_STATES = {
  step: (): Partial<ViewStates> => ({ descent: DESCENT_STATES.step }),
  epsilon: (): Partial<ViewStates> => ({ descent: DESCENT_STATES.epsilon }),
  rate: (): Partial<ViewStates> => ({ descent: DESCENT_STATES.rate }),
  valley: (): Partial<ViewStates> => ({ descent: valley }),
  notation: (): Partial<ViewStates> => ({ microscope: PREPARED.notation() }),
  forward: (): Partial<ViewStates> => ({ microscope: PREPARED.forward() }),
  total: (): Partial<ViewStates> => ({ microscope: PREPARED.total() }),
  nudge: (): Partial<ViewStates> => ({ microscope: PREPARED.nudge() }),
  paths: (): Partial<ViewStates> => ({ microscope: PREPARED.paths() }),
  backward: (): Partial<ViewStates> => ({ microscope: PREPARED.backward() }),
  code: (): Partial<ViewStates> => ({ microscope: PREPARED.code() }),
} as const

export type StopStateName = keyof typeof STOP_STATES

export const STOP_STATE_NAMES = Object.keys(STOP_STATES) as [StopStateName, ...StopStateName[]]
