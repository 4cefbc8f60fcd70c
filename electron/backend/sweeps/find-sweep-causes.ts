import { findBeside } from '#core/evaluation/diagnosis/beside.ts'
import { diagnoseSweep, type SweepFinding, type SweptRun } from '#core/evaluation/diagnosis/diagnose-sweep.ts'
import type { FileCounts } from '#core/evaluation/diagnosis/evidence.ts'
import type { FieldChange } from '#core/experiments/sweep/set-recipe-field.ts'
import { isRankedAlike } from '#core/runs/measured-images.ts'
import { rankingAccuracy } from '#core/runs/measured-part.ts'
import type { RunDetail, RunSummary } from '#contract/types.ts'

/** A run of a sweep that was started. */
export interface StartedRun {
  /** From 0, in the order of the plan. */
  readonly index: number
  readonly changes: readonly FieldChange[]
  readonly run: RunSummary
  /** Images in the files of its data set; null where nobody knows. */
  readonly fileCounts: FileCounts | null
}

/**
 * What holds back those runs of a sweep that are far behind its best, by the measures of their epochs; empty where nothing
 * does, and where the runs were measured on different images, which are no ranking.
 */
export function findSweepCauses(
  started: readonly StartedRun[],
  readRun: (runId: string) => RunDetail,
): SweepFinding[] {
  if (!isRankedAlike(started.map(({ run }) => run))) return []
  return diagnoseSweep(
    started.flatMap(({ index, changes, run, fileCounts }): SweptRun[] => {
      const accuracy = rankingAccuracy(run.best)
      const hasDiverged = run.status === 'diverged'
      // A run that has only just begun has no evidence either.
      if (accuracy === null && !hasDiverged) return []
      const values = Object.fromEntries(changes.map(({ path, value }) => [path, value]))
      const readEvidence: SweptRun['readEvidence'] = () => ({
        recipe: run.recipe,
        reason: run.reason,
        epochs: readRun(run.id).epochs,
        fileCounts,
        beside: findBeside(
          run,
          started.map((each) => each.run),
        ),
        // What halving or a person stopped might have gone on improving.
        isEarlier: run.status !== 'completed' && !hasDiverged,
      })
      return [{ index, accuracy, values, readEvidence }]
    }),
  )
}
