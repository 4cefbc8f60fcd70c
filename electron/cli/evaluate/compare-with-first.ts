import { adjustByHolm } from '#core/evaluation/holm.ts'
import { pairedDifferenceInterval } from '#core/evaluation/intervals.ts'
import { comparePredictions, describeComparison } from '#core/evaluation/mcnemar.ts'
import type { RunPredictions } from '#backend/analysis/evaluator.ts'
import type { DataSetInfo, RunSummary } from '#contract/types.ts'
import { shownDifference } from '#core/math/format-percent.ts'
import { formatPoints } from '#shared/measures.ts'
import { describeImages } from '#shared/words/image-words.ts'
import { labelRuns } from '#shared/words/run-labels.ts'
import { ownWord } from '#shared/words/value-names.ts'
import type { Output } from '../common/output.ts'

/** A run and what it answered on the test images. */
export interface Measured {
  readonly run: RunSummary
  readonly predictions: RunPredictions
}

/** What each run is called beside the others, by its id. */
export function labelsById(runs: readonly RunSummary[]): ReadonlyMap<string, string> {
  const unique = [...new Map(runs.map((run) => [run.id, run])).values()]
  const labels = labelRuns(unique, ownWord)
  return new Map(unique.map(({ id }, k) => [id, labels[k]!]))
}

/** Test images of a data set as a person calls them, as in `10,000 test images of MNIST`. */
export function describeTestImages({ name, title }: DataSetInfo, count: number): string {
  return describeImages({ dataSet: name, part: 'test', count }, () => title)
}

/**
 * Prints how each run differs from the first on the images that all were measured on: a recipe takes the first of the test
 * file, so the shortest list is common. With several comparisons, p-values are Holm's and intervals Bonferroni's, so that
 * all of them together are as honest as one alone.
 */
export function compareWithFirst(output: Output, info: DataSetInfo, measured: readonly Measured[]): void {
  const counts = measured.map(({ predictions }) => predictions.labels.length)
  const common = Math.min(...counts)
  if (counts.some((count) => count !== common)) {
    const all = measured.length === 2 ? 'both' : 'all'
    output.note(`Compared on the first ${common} test images, which ${all} were measured on`)
  }
  const [first, ...others] = measured as readonly [Measured, ...Measured[]]
  const labels = labelsById(measured.map(({ run }) => run))
  const nameOf = ({ run }: Measured): string => `'${labels.get(run.id)!}'`
  const answersOf = ({ predictions }: Measured): Uint8Array => predictions.predictions.subarray(0, common)
  const truth = first.predictions.labels.subarray(0, common)
  const results = others.map((other) => comparePredictions(answersOf(first), answersOf(other), truth))
  const adjusted = adjustByHolm(results.map(({ p }) => p))
  const isOne = others.length === 1
  results.forEach((result, k) => {
    const { correctA, correctB, onlyA, onlyB, total, statistic } = result
    const names = { a: nameOf(first), b: nameOf(others[k]!) }
    const adjustedP = adjusted[k]!
    const { low, high } = pairedDifferenceInterval(onlyA, onlyB, total, others.length)
    const sentence = describeComparison({ ...result, p: adjustedP }, names, describeTestImages(info, common))
    const method =
      statistic === null ? 'exact binomial' : `χ² = ${statistic.toFixed(2)} with continuity correction`
    output.result(
      {
        event: 'compared',
        runId: first.run.id,
        against: others[k]!.run.id,
        dataSet: info.name,
        part: 'test',
        ...result,
        ...{ comparisons: others.length, adjustedP, differenceInterval: [low, high] },
        sentence,
      },
      `${sentence}\n  McNemar's test, ${method}: only ${names.a} is right on ${onlyA}, only ${names.b} on ${onlyB}` +
        `\n  ${names.b} beside ${names.a}: ${formatPoints(shownDifference(correctB / total, correctA / total))} points, 95 % interval ${formatPoints(low)} to ${formatPoints(high)}`,
    )
  })
  if (isOne || output.isJson) return
  output.note(
    `${others.length} comparisons: p is adjusted by Holm's method, and the intervals are Bonferroni's, which hold together with 95 %; the runs of --against are not compared with each other`,
  )
}
