import { formatFixed } from '#core/math/format-fixed.ts'
import { shownDifference } from '#core/math/format-percent.ts'
import { commonDataSet } from '#core/runs/measured-images.ts'
import { startsFromWeights } from '#core/recipe/starting-weights.ts'
import { isRecipeKnown } from '#core/recipe/unknown-fields.ts'
import type { RunComparison, RunSummary } from '#contract/types.ts'
import { describeChance } from '#core/evaluation/mcnemar.ts'
import { formatAccuracy } from '#shared/measures.ts'
import { compareSettings } from '#shared/recipe-settings.ts'
import { ownWord } from '#shared/words/value-names.ts'
import { describeChangesOf } from '#shared/words/changed-data-words.ts'
import { describeImages } from '#shared/words/image-words.ts'

/** With more changes nobody knows which of them made the difference. */
const MOST_CHANGES = 2

/** Further back nobody remembers, and each recipe takes time to read. */
const MOST_LOOKED_AT = 200

/**
 * The earlier run from which a finished one was changed in one or two settings: the newest with one, else the newest with
 * two; null where there is none, or where the run went on from the weights of another.
 * @param runs newest first
 */
export function findPredecessor(run: RunSummary, runs: readonly RunSummary[]): RunSummary | null {
  if (!isComparable(run)) return null
  const earlier = runs
    .slice(runs.findIndex(({ id }) => id === run.id) + 1)
    .slice(0, MOST_LOOKED_AT)
    .filter((each) => isComparable(each) && !each.isArchived && commonDataSet([each, run]) !== null)
  const counted = earlier.map((each) => ({ each, changes: countChanges(each, run) }))
  for (let wanted = 1; wanted <= MOST_CHANGES; wanted++) {
    const found = counted.find(({ changes }) => changes === wanted)
    if (found !== undefined) return found.each
  }
  return null
}

/** Whether a run trained a recipe from its first weights to the end. */
function isComparable(run: RunSummary): boolean {
  return (
    run.status === 'completed' && run.weightsSha256 !== null && !startsFromWeights(run) && isRecipeKnown(run)
  )
}

/** Settings that differ; those that come and go together, as those of an augmentation, count as one. */
function countChanges(a: RunSummary, b: RunSummary): number {
  const changed = compareSettings([a, b], ownWord).flatMap(({ path, differs }) =>
    differs ? [groupOf(path)] : [],
  )
  return new Set(changed).size
}

function groupOf(path: string): string {
  const [first, second] = path.split('.')
  return (first === 'data' || first === 'stopping') && second !== undefined ? `${first}.${second}` : first!
}

/**
 * What a change of the recipe did, on the same test images, and whether that may be chance, as `Learning rate 3 → 0.1: 91.20 %
 * of 10,000 test images of MNIST, 2.05 points lower than first without it; this is hardly chance (p < 0.0001).`
 * @param comparison of the earlier run, A, with the changed one, B
 * @param changes as `describeRecipeChanges` gives them
 * @param names of the earlier run, A, and of the changed one
 */
export function describeEffect(
  { result, dataSet, changedData }: RunComparison,
  changes: readonly string[],
  names: { readonly a: string; readonly b: string },
  titleOf: (dataSet: string) => string,
): string {
  const { correctB, total } = result
  const images = describeImages({ dataSet, part: 'test', count: total }, titleOf)
  const without = `${names.a} without ${changes.length === 1 ? 'it' : 'them'}`
  const effect = `${changes.join(', ')}: ${formatAccuracy(correctB / total)} of ${images}, ${describeVerdict(result, 'as many as', without)}.`
  return [effect, ...describeChangesOf(changedData, titleOf(dataSet), names)].join(' ')
}

/** The same in fewer words, for where room is short, as `Learning rate 3 → 0.1: test accuracy 2.05 points lower than first; …`. */
export function describeEffectShortly(
  { result, dataSet, changedData }: RunComparison,
  changes: readonly string[],
  names: { readonly a: string; readonly b: string },
  titleOf: (dataSet: string) => string,
): string {
  const effect = `${changes.join(', ')}: test accuracy ${describeVerdict(result, 'the same as', names.a)}.`
  return [effect, ...describeChangesOf(changedData, titleOf(dataSet), names)].join(' ')
}

function describeVerdict(
  { correctA, correctB, onlyA, onlyB, total, p }: RunComparison['result'],
  equal: string,
  earlier: string,
): string {
  const points = formatFixed(100 * Math.abs(shownDifference(correctB / total, correctA / total)), 2)
  const verdict =
    correctA === correctB
      ? `${equal} ${earlier}`
      : `${points} points ${correctB < correctA ? 'lower' : 'higher'} than ${earlier}`
  return onlyA + onlyB === 0 ? verdict : `${verdict}; ${describeChance(p)}`
}
