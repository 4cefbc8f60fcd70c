import { withValue } from '#core/explain/scene-edit.ts'
import { DATA_STATES } from '../../../../../renderer/model/learn/data-state.ts'
import { DEPTH_STATES } from '../../../../../renderer/model/learn/depth-state.ts'
import { DESCENT_STATES } from '../../../../../renderer/model/learn/descent-state.ts'
import { FUNCTIONS_STATES } from '../../../../../renderer/model/learn/functions-state.ts'
import { INSIDE_STATES } from '../../../../../renderer/model/learn/inside-state.ts'
import { freshCut, PREPARED } from '../../../../../renderer/model/learn/microscope-state.ts'
import type { Attempt } from '../../../../../renderer/model/learn/path/check.ts'
import { stopState, type StopStateName } from '../../../../../renderer/model/learn/path/stop-states.ts'
import { RUNS_STATES } from '../../../../../renderer/model/learn/runs-state.ts'

/** What is there to judge at a stop that begins with a state, before anything is done; the seed is the student's. */
export const begin = (state: StopStateName, seed = 1): Attempt => ({
  ...{ descent: DESCENT_STATES.step, functions: FUNCTIONS_STATES.neuron, microscope: PREPARED.tiny() },
  runs: RUNS_STATES.diagnosis,
  ...{ answer: null, choices: {}, sentence: '', profile: null, depth: DEPTH_STATES.deep },
  ...{ data: DATA_STATES.batches, inside: INSIDE_STATES.start },
  ...stopState(state, seed),
})

/** As where a part of a network was drawn from the pixels of a digit, one of which is dark. */
export const withCut = (attempt: Attempt): Attempt => ({
  ...attempt,
  microscope: {
    ...attempt.microscope,
    scene: withValue(attempt.microscope.scene, 'x:1', 0, 0),
    cut: freshCut('lecture'),
  },
})
