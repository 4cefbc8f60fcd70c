import type { AnswerVerdict } from '#core/assignment/judge-answer.ts'
import type { RunSummary } from '#contract/types.ts'
import { formatPercent } from '#core/math/format-percent.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { formatCount } from '../../format.ts'

/** A recipe in a line, as in `784-30-10 on 50,000 images of MNIST, 30 epochs`. @param dataSet its title */
export function describeRecipe(recipe: Recipe, dataSet: string): string {
  const sizes = [recipe.inputSize, ...recipe.layers.map(({ units }) => units)].join('-')
  const images = formatCount(recipe.data.trainSize)
  return `${sizes} on ${images} images of ${dataSet}, ${formatCount(recipe.epochs)} epochs`
}

/** What a student reads of an answer that was checked. */
export const VERDICT_WORDS: Readonly<Record<AnswerVerdict, string>> = {
  right: 'Right.',
  wrong: 'Not yet.',
  missing: 'No answer yet.',
  read: 'Your teacher reads it.',
  unknown: 'It is checked later.',
}

/** The result of a run in a few words, as in `95.10 % right at best`. */
export function describeFitting({ best }: Pick<RunSummary, 'best'>): string {
  const accuracy = best?.validationAccuracy ?? null
  return accuracy === null ? 'not measured' : `${formatPercent(accuracy)} right at best`
}

/** Which questions have no answer yet, as in `Questions 2 and 5 have no answer yet.`; empty where all have one. */
export function describeMissing(numbers: readonly string[], all: number): string {
  if (numbers.length === 0) return ''
  if (numbers.length === all && all > 1) return 'No question has an answer yet.'
  if (numbers.length === 1) return `Question ${numbers[0]!} has no answer yet.`
  return `Questions ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)!} have no answer yet.`
}
