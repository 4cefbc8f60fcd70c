import { isActive } from '#core/runs/run-status.ts'
import type { RunStatus, RunSummary } from '#contract/types.ts'
import { MEASURED_PARTS, type MeasuredPart } from '#shared/measures.ts'

/** Why a comparison of these runs has no curve to draw, in words; empty where the chart knows better what it lacks. */
export function explainNoCurves(
  runs: readonly Pick<RunSummary, 'status' | 'epochsDone'>[],
  shownParts: Readonly<Record<MeasuredPart, boolean>>,
): string {
  if (!MEASURED_PARTS.some((part) => shownParts[part])) return 'Choose training, validation or test above.'
  if (runs.some((run) => run.epochsDone > 0)) return ''
  return runs.length === 1 ? explainOne(runs[0]!.status) : 'None of these runs has finished an epoch.'
}

function explainOne(status: RunStatus): string {
  if (status === 'imported')
    return 'An imported network has no curve. Train a new run from its weights to get one.'
  return isActive({ status })
    ? 'The curve appears with the first finished epoch.'
    : 'It ended before its first epoch was finished.'
}
