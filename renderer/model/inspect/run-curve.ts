import type { LearningCurveProgress } from '#contract/types.ts'
import type { LearningCurvePlan } from '#core/experiments/learning-curve-plan.ts'
import type { LearningCurvePoint } from '#core/experiments/learning-curve.ts'

/** The learning curve of a run, as far as it is drawn. */
export interface RunCurve {
  readonly curveId: string
  readonly plan: LearningCurvePlan
  /** As they came: smallest amount first. */
  readonly points: readonly LearningCurvePoint[]
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  /** Null until the data are read. */
  readonly progress: LearningCurveProgress | null
  /** Why it failed, in words. */
  readonly problem: string | null
}
