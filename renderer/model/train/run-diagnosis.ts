import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import { findBeside } from '#core/evaluation/diagnosis/beside.ts'
import { diagnoseRun } from '#core/evaluation/diagnosis/diagnose-run.ts'
import type { FileCounts } from '#core/evaluation/diagnosis/evidence.ts'
import type { Diagnosed, FindingCode } from '#core/evaluation/diagnosis/finding.ts'
import { startsFromWeights } from '#core/recipe/starting-weights.ts'
import { isFieldKnown } from '#core/recipe/unknown-fields.ts'
import type { RunSummary } from '#contract/types.ts'

/** Of which a training's end has nothing to say. */
const SILENT: ReadonlySet<FindingCode> = new Set([
  ...(['fine', 'unexplained', 'unknown', 'few-unseen-images', 'tried'] as const),
])

/**
 * What stood in the way of a training that has ended, by its measured epochs alone, and what helps most; null where nothing
 * did, or while it goes on. The training error of an epoch is that of its running mean, as no epoch is measured on its
 * training images anew: that would cost a pass over all of them in each. Inspect does it for one epoch, with finished weights.
 * @param fileCounts of its data set; null where that is not at hand
 * @param runs all that may have been measured on the same images: what was tried beside it is evidence too
 */
export function diagnoseEnd(
  run: RunSummary,
  epochs: readonly EpochMetrics[],
  fileCounts: FileCounts | null = null,
  runs: Iterable<RunSummary> = [],
): Diagnosed | null {
  const hasEnded = run.status === 'completed' || run.status === 'diverged'
  // Until its epochs have come, nothing is known of it.
  if (!hasEnded || epochs.length < run.epochsDone) return null
  const [first] = diagnoseRun({
    recipe: run.recipe,
    reason: run.reason,
    startsFromWeights: startsFromWeights(run) || !isFieldKnown(run, 'initializer'),
    epochs,
    fileCounts,
    beside: findBeside(run, runs),
  })
  return first === undefined || SILENT.has(first.finding.code) ? null : first
}

/**
 * Why a finding names a training error that no finished network made, as a sentence; null where it names none, or one of
 * finished weights.
 */
export function explainTrainingError({ finding }: Diagnosed): string | null {
  return 'trainingWeights' in finding && finding.trainingWeights === 'moving'
    ? 'Training images are counted while the weights still move, as it costs no further pass over them; Inspect measures them with the finished weights.'
    : null
}
