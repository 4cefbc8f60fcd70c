import { HIDDEN_SIZES, type RecipeField } from '#core/experiments/sweep/recipe-field.ts'
import type { FieldChange } from '#core/experiments/sweep/set-recipe-field.ts'
import type { SpacedValue } from '#core/experiments/sweep/spaced-values.ts'
import { isUsedAt } from '../recipe/recipe-fields.ts'
import { formatValue } from '../what-if/what-if-lines.ts'
import { nameOfValue } from '#shared/words/choice-names.ts'
import { sweptTitle } from '#shared/words/sweep-run-names.ts'
import { parsePath, type RecipeDraft } from '../recipe/recipe-draft.ts'

/** The fields that can be varied and play a role in the recipe, for a list; the hidden layers' sizes first. */
export function sweepChoices(
  fields: readonly RecipeField[],
  draft: RecipeDraft,
): { value: string; label: string }[] {
  const layerCount = draft.layers.length
  const used = fields.filter(({ path }) => {
    try {
      return isUsedAt(parsePath(path), draft)
    } catch {
      return false
    }
  })
  return [
    { value: HIDDEN_SIZES, label: sweptTitle(HIDDEN_SIZES, layerCount) },
    ...used.map(({ path }) => ({ value: path, label: sweptTitle(path, layerCount) })),
  ]
}

/** A value of a field as a person reads it: `He normal`, `off`, `0.1`. */
export function formatSwept(path: string, value: SpacedValue): string {
  if (value === null) return 'off'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return typeof value === 'number' ? formatValue(value) : nameOfValue(path, value)
}

/** What a run of a sweep has otherwise than its recipe: `First weights He normal, Seed 2`. */
export function describeSwept(changes: readonly FieldChange[], layerCount: number): string {
  return changes
    .map(({ path, value }) => `${sweptTitle(path, layerCount)} ${formatSwept(path, value)}`)
    .join(', ')
}
