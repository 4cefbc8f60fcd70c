import { setImmediate } from 'node:timers/promises'
import { findBeside } from '#core/evaluation/diagnosis/beside.ts'
import { diagnoseSweep, type SweepFinding, type SweptRun } from '#core/evaluation/diagnosis/diagnose-sweep.ts'
import { EpochCourse } from '#core/evaluation/diagnosis/epoch-course.ts'
import type { FileCounts } from '#core/evaluation/diagnosis/evidence.ts'
import type { FieldChange } from '#core/experiments/sweep/set-recipe-field.ts'
import { isRankedAlike } from '#core/runs/measured-images.ts'
import { rankingAccuracy } from '#core/runs/measured-part.ts'
import type { RunSummary } from '#contract/types.ts'
import type { RunReader } from '../store/run-reader.ts'
import { readEpochParts } from '../store/read-epochs.ts'

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
 * does, and where the runs were measured on different images, which are no ranking. Runs are read one after another, each in
 * parts, and nothing is kept of their epochs.
 * @throws WorkbenchError `not-found` or `store`
 */
export async function findSweepCauses(
  started: readonly StartedRun[],
  reader: Pick<RunReader, 'getEpochs' | 'getSummaries'>,
): Promise<SweepFinding[]> {
  const runs = started.map(({ run }) => run)
  if (!isRankedAlike(runs)) return []
  return diagnoseSweep(
    started.flatMap(({ index, changes, run, fileCounts }): SweptRun[] => {
      const accuracy = rankingAccuracy(run.best)
      const hasDiverged = run.status === 'diverged'
      // A run that has only just begun has no evidence either.
      if (accuracy === null && !hasDiverged) return []
      const values = Object.fromEntries(changes.map(({ path, value }) => [path, value]))
      const readEvidence: SweptRun['readEvidence'] = async () => {
        // Between two runs the thread answers others.
        await setImmediate()
        return {
          recipe: run.recipe,
          reason: run.reason,
          epochs: await readCourse(run.id, reader),
          fileCounts,
          beside: findBeside(run, runs),
          // What halving or a person stopped might have gone on improving.
          isEarlier: run.status !== 'completed' && !hasDiverged,
        }
      }
      return [{ index, accuracy, values, readEvidence }]
    }),
  )
}

/** Reads the epochs of a run a part at a time, and the layers of the last alone, which are larger than all else of an epoch. */
async function readCourse(
  runId: string,
  reader: Pick<RunReader, 'getEpochs' | 'getSummaries'>,
): Promise<EpochCourse> {
  const course = new EpochCourse()
  for await (const part of readEpochParts((page) => reader.getSummaries(runId, page))) {
    for (const epoch of part) course.add(epoch)
  }
  if (course.last !== null) {
    const [last] = reader.getEpochs(runId, { most: 1, after: course.last.epoch - 1 })
    course.layers = last?.layers ?? null
  }
  return course
}
