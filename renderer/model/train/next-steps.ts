import type { RunSummary } from '#contract/types.ts'
import { commonDataSet } from '#core/runs/measured-images.ts'
import { findPredecessor } from './predecessor.ts'

/**
 * The run that a run is best held against: the one it was trained on from or its recipe was changed from, else the newest
 * other with measures, on the same data set where there is one; null where there is none.
 * @param runs newest first
 */
export function findCounterpart(run: RunSummary, runs: readonly RunSummary[]): RunSummary | null {
  const others = runs.filter((each) => each.id !== run.id && each.best !== null && !each.isArchived)
  return (
    others.find((each) => each.id === run.parent?.runId) ??
    findPredecessor(run, runs) ??
    others.find((each) => commonDataSet([each, run]) !== null) ??
    others.at(0) ??
    null
  )
}
