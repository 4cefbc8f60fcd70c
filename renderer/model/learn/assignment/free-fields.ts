import type { Assignment } from '#core/assignment/assignment.ts'
import { isWithin } from '#core/assignment/changed-fields.ts'
import {
  HIDDEN_SIZES,
  listRecipeFields,
  type RecipeField,
  findRecipeField,
  readRecipeField,
} from '#core/experiments/sweep/recipe-field.ts'
import type { SpacedValue } from '#core/experiments/sweep/spaced-values.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { nameOfValue } from '#shared/words/choice-names.ts'
import { sweptTitle } from '#shared/words/sweep-run-names.ts'
import type { RecipeDraft } from '../../recipe/recipe-draft.ts'
import { sweepChoices } from '../../sweeps/sweep-fields.ts'

/** A field of a recipe that a student may change, as its control shows it. */
export interface ShownField {
  readonly path: string
  readonly label: string
  readonly kind: RecipeField['kind']
  readonly value: SpacedValue
  /** What is offered, of a choice. */
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  /** What a number is held to: the assignment's range within the recipe's; null for other kinds. */
  readonly range: { readonly least: number; readonly most: number } | null
}

/** Fields that are never left to a student: they are the data set's, each student's own, or told by another field. */
const NEVER_FREE = /^(version|seed|inputSize|data\.dataSet|data\.fingerprint|layers)$/

/** Fields that a teacher can leave free, for a list: the sizes of all hidden layers, and each one that plays a role. */
export function offeredFields(recipe: Recipe | RecipeDraft): { value: string; label: string }[] {
  const output = `layers.${recipe.layers.length - 1}.units`
  const single = sweepChoices(listRecipeFields(recipe), recipe as RecipeDraft).filter(
    ({ value }) =>
      !NEVER_FREE.test(value) && value !== output && !['optimizer.name', 'schedule.name'].includes(value),
  )
  return [
    { value: HIDDEN_SIZES, label: 'Layers: number, sizes and kinds' },
    { value: 'optimizer', label: 'Optimizer with its settings' },
    { value: 'schedule', label: 'Schedule with its settings' },
    ...single,
  ]
}

/** What a free field is called, as in `Learning rate`. */
export function titleOfFree(path: string, recipe: Recipe): string {
  return offeredFields(recipe).find(({ value }) => value === path)?.label ?? path
}

/** The fields of a student's recipe that the assignment leaves free, with their values. */
export function shownFields(recipe: Recipe, { free }: Pick<Assignment, 'free'>): ShownField[] {
  const output = `layers.${recipe.layers.length - 1}.`
  const paths = listRecipeFields(recipe)
    .map(({ path }) => path)
    .filter((path) => !NEVER_FREE.test(path) && !path.startsWith(output))
    .filter((path) => free.some((each) => isWithin(path, each.path)))
  const isSizes = free.some(({ path }) => path === HIDDEN_SIZES)
  const shown = isSizes ? [HIDDEN_SIZES, ...paths.filter((path) => !path.endsWith('.units'))] : paths
  return shown.flatMap((path) => {
    const value = readRecipeField(recipe, path)
    if (value === undefined) return []
    const field = findRecipeField(recipe, path)
    return [{ ...controlOf(field, free), value, label: sweptTitle(path, recipe.layers.length) }]
  })
}

function controlOf(
  { path, kind, min, max, choices }: RecipeField,
  free: Assignment['free'],
): Omit<ShownField, 'value' | 'label'> {
  const asked = free.find((each) => isWithin(path, each.path))
  return {
    ...{ path, kind },
    choices: choices.map((value) => ({ value, label: nameOfValue(path, value) })),
    range:
      kind === 'number' || kind === 'whole'
        ? {
            least: Math.max(min ?? -Infinity, asked?.min ?? -Infinity),
            most: Math.min(max ?? Infinity, asked?.max ?? Infinity),
          }
        : null,
  }
}
