import { inSentence } from '#shared/words/in-sentence.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { recipeRows } from '../runs/recipe-rows.ts'

/**
 * What one recipe has otherwise than another, as in `Learning rate 3 → 1`, in the order of the form; empty where they are the
 * same. A setting that only one of them has is left out where it does nothing.
 * @param titleOf the name of a data set for a person
 */
export function describeRecipeChanges(
  before: Recipe,
  after: Recipe,
  titleOf: (dataSet: string) => string,
): string[] {
  const known = { unknownFields: [] }
  return recipeRows(
    [
      { recipe: before, ...known },
      { recipe: after, ...known },
    ],
    titleOf,
  )
    .filter((row) => row.differs)
    .flatMap(({ label, texts }) => describeChange(label, texts[0] ?? null, texts[1] ?? null))
}

/** What a setting says that comes with another and does nothing at this value, as an elastic strength of 0. */
const IDLE: ReadonlySet<string> = new Set(['0', 'Off', 'No'])

function describeChange(label: string, before: string | null, after: string | null): string[] {
  if (before === null) return after === null || IDLE.has(after) ? [] : [`${label} ${lowered(after)}`]
  if (after === null) return IDLE.has(before) ? [] : [`no ${inSentence(label)}`]
  return [`${label} ${lowered(before)} → ${lowered(after)}`]
}

/** A state, which stands in capitals in a table, within a sentence. */
const lowered = (text: string): string => (/^(On|Off|Yes|No)$/.test(text) ? text.toLowerCase() : text)
