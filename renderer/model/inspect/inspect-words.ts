import type { RunInspection } from '#contract/types.ts'
import type { ConfusionCell } from '#core/evaluation/cell-answers.ts'
import type { Confusion } from '#core/evaluation/confusion.ts'
import { powerOfTen } from '#core/math/power-of-ten.ts'
import { withArticle } from '../article.ts'
import { countOf, formatCount } from '../format.ts'
import { formatAccuracy, formatLoss } from '#shared/measures.ts'

/** What a cell of the confusion matrix says: `12 of the 412 images of a 4 are taken for a 9 (2.91 %).` */
export function describeCell(
  { matrix, classes }: Pick<Confusion, 'matrix' | 'classes'>,
  { label, predicted }: ConfusionCell,
): string {
  const count = matrix[label]![predicted]!
  const { support, name } = classes[label]!
  if (support === 0) return `There is no image of ${withArticle(name)}.`
  const verb = count === 1 ? 'is' : 'are'
  const share = formatAccuracy(count / support)
  const what = label === predicted ? 'read rightly' : `taken for ${withArticle(classes[predicted]!.name)}`
  const who = count === 0 ? 'None' : formatCount(count)
  return `${who} of the ${countOf(support, 'image')} of ${withArticle(name)} ${verb} ${what}${count === 0 ? '' : ` (${share})`}.`
}

/** How sure one can be of the accuracy, in a sentence. @param isLossKnown whether the network's own loss was measured */
export function describeInterval(
  { confusion, accuracyInterval, loss }: Pick<RunInspection, 'confusion' | 'accuracyInterval' | 'loss'>,
  isLossKnown = true,
): string {
  const { low, high } = accuracyInterval
  const words = `With other images of the same kind, it would lie between ${formatAccuracy(low)} and ${formatAccuracy(high)} (95 % interval, Wilson).`
  const unanswered =
    confusion.unanswered === 0
      ? ''
      : ` ${countOf(confusion.unanswered, 'image')} got no class for an answer, and count as wrong.`
  return `${words} ${isLossKnown ? 'Mean loss' : 'Its own loss is unknown; mean squared error'} ${formatLoss(loss.mean)}${loss.low === null ? '' : `, ${formatLoss(loss.low)} to ${formatLoss(loss.high)}`}.${unanswered}`
}

/** An error of a gradient: `3.2·10⁻⁹`, `0.5`. */
export function formatError(error: number): string {
  if (!Number.isFinite(error)) return 'not a number'
  return error === 0 || error >= 1e-3 ? String(Number(error.toPrecision(2))) : powerOfTen(error, 2)
}
