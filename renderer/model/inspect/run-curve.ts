import type { LearningCurveProgress } from '#contract/types.ts'
import type { LearningCurvePlan } from '#core/experiments/learning-curve-plan.ts'
import type { LearningCurvePoint } from '#core/experiments/learning-curve.ts'
import type { LongCallState } from '../long-call.ts'

/** The learning curve of a run, as far as it is drawn. */
export interface RunCurve {
  /** Cancels it; also its identity, which a later one does not share. */
  readonly call: AbortController
  readonly plan: LearningCurvePlan
  /** As they came: smallest amount first. */
  readonly points: readonly LearningCurvePoint[]
  readonly state: LongCallState
  /** Null until the data are read. */
  readonly progress: LearningCurveProgress | null
  /** Why it failed, in words. */
  readonly problem: string | null
}
