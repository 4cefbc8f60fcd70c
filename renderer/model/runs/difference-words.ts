import { epochWords } from '#shared/words/epoch-words.ts'
import { isActive } from '#core/runs/run-status.ts'
import type { RunComparison, RunSummary } from '#contract/types.ts'
import { describeComparison } from '#core/evaluation/mcnemar.ts'
import { shownDifference } from '#core/math/format-percent.ts'
import { formatAccuracy, formatPoints } from '#shared/measures.ts'
import { describeChangesOf } from '#shared/words/changed-data-words.ts'
import { formatCount } from '../format.ts'
import { describeImages } from '#shared/words/image-words.ts'

export interface RunNames {
  readonly a: string
  readonly b: string
}

/** Why two runs cannot be compared yet, in a sentence; null where they can. */
export function explainUntested(runs: readonly RunSummary[]): string | null {
  const training = runs.find(isActive)
  if (training !== undefined) return `The difference is tested once ${training.name} has ended.`
  const empty = runs.find((run) => run.status !== 'imported' && run.epochsDone === 0)
  return empty === undefined ? null : `${empty.name} has no weights that could be tested.`
}

/** Which is better, by how many of which images, whether that may be chance, and whether the images have changed. */
export function differenceSentence(
  { result, dataSet, changedData }: RunComparison,
  names: RunNames,
  titleOf: (dataSet: string) => string,
): string {
  const images = describeImages({ dataSet, part: 'test', count: result.total }, titleOf)
  const changes = describeChangesOf(changedData, titleOf(dataSet), names)
  return [`${describeComparison(result, names, images)}.`, ...changes].join(' ')
}

/** By how much, and how sure that is: `+0.37 points (95 %: −0.21 to +0.95)`, of B against A. */
export function differenceInterval({ result, difference }: RunComparison): string {
  const { correctA, correctB, total } = result
  return `${formatPoints(shownDifference(correctB / total, correctA / total))} points (95\u00a0%: ${formatPoints(difference.low)} to ${formatPoints(difference.high)})`
}

/** On what the difference was measured and how it was tested, for who wants to know. */
export function differenceDetails(comparison: RunComparison, names: RunNames, dataTitle: string): string {
  const { result, epochs, accuracyA, accuracyB } = comparison
  const line = (name: string, correct: number, range: RunComparison['accuracyA'], epoch: number): string =>
    `${name}: ${formatCount(correct)} right, ${formatAccuracy(correct / result.total)} ` +
    `(95\u00a0%: ${formatAccuracy(range.low)} to ${formatAccuracy(range.high)}), ${epochWords(epoch)}`
  const method =
    result.statistic === null
      ? 'exact binomial'
      : `χ² = ${result.statistic.toFixed(2)} with continuity correction`
  return [
    `On ${formatCount(result.total)} test images of ${dataTitle}, the same for both.`,
    line(names.a, result.correctA, accuracyA, epochs.a),
    line(names.b, result.correctB, accuracyB, epochs.b),
    `McNemar's test, ${method}: only ${names.a} is right on ${formatCount(result.onlyA)}, only ${names.b} on ${formatCount(result.onlyB)}.`,
  ].join('\n')
}
