import type { EpochSummary } from '#core/runs/epoch-metrics.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { MeasuredPart } from '../measures.ts'

const format = new Intl.NumberFormat('en-US')

/**
 * The count behind an accuracy, `9,434 of 10,000 test images`, for whoever wants it beside the per cent; null where the
 * part was not measured.
 * @param run which knows how many images its parts have; only a test's count is stored
 */
export function describeCount(
  run: { readonly recipe: Pick<Recipe, 'data'> },
  epoch: EpochSummary | null,
  part: MeasuredPart,
): string | null {
  if (epoch === null) return null
  const { trainSize, validationSize } = run.recipe.data
  const say = (correct: number, total: number): string =>
    `${format.format(correct)} of ${format.format(total)} ${part} images`
  if (part === 'test') {
    const { testCorrect, testTotal } = epoch
    return testCorrect === null || testTotal === null ? null : say(testCorrect, testTotal)
  }
  const share = part === 'validation' ? epoch.validationAccuracy : epoch.trainAccuracy
  const total = part === 'validation' ? validationSize : trainSize
  return share === null || total < 1 ? null : say(Math.round(share * total), total)
}
