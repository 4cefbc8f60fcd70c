import { nameActivation } from '#shared/words/activation-words.ts'
import { nameOfValue } from '#shared/words/choice-names.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { isFieldKnown, UNKNOWN, type WithUnknownFields } from '#core/recipe/unknown-fields.ts'
import { labelOf } from '../recipe/recipe-choices.ts'
import type { RecipeFieldInfo } from '../recipe/recipe-field-info.ts'
import { isFieldUsed, RECIPE_FIELDS } from '../recipe/recipe-fields.ts'
import { readPath } from '../recipe/recipe-draft.ts'

/** One setting of a recipe as text, for reading recipes side by side. */
export interface RecipeRow {
  readonly label: string
  /** What the setting does, in one sentence. */
  readonly help: string
  /** One text per run; null where its recipe has no such setting. */
  readonly texts: readonly (string | null)[]
  /** Whether the runs differ here. */
  readonly differs: boolean
}

interface Setting {
  readonly label: string
  readonly help: string
  readonly read: (recipe: Recipe) => string | null
  /** Where it stands in a recipe, of which a run may know nothing. */
  readonly path: string
}

/** What of a run is read. */
type RunOfSettings = WithUnknownFields & { readonly recipe: Recipe }

/** What one field of the recipe becomes; `layers.*` becomes one setting per layer. */
function settingsOf(
  field: RecipeFieldInfo,
  recipes: readonly Recipe[],
  titleOf: (dataSet: string) => string,
): Setting[] {
  const { path, help } = field
  const label = field.fullLabel ?? field.label
  switch (path) {
    // A layer is shown as a whole.
    case 'layers.*.activation':
    case 'layers.*.slope':
    case 'layers.*.alpha':
    case 'layers.*.batchNorm':
    case 'layers.*.dropout':
      return []
    case 'layers.*.units':
      return layerSettings(recipes, help)
    case 'data.dataSet':
      return [{ label, help, path, read: (recipe) => titleOf(recipe.data.dataSet) }]
    default:
      return [
        {
          label,
          help,
          path,
          read: (recipe) =>
            isFieldUsed(field, recipe) ? format(field, readPath(recipe, path.split('.'))) : null,
        },
      ]
  }
}

/** Layers are matched by their role: the output layer of a deeper network is still the output layer. */
function layerSettings(recipes: readonly Recipe[], help: string): Setting[] {
  const hiddenCount = Math.max(...recipes.map((recipe) => recipe.layers.length - 1))
  const hidden = Array.from({ length: hiddenCount }, (_, k): Setting => ({
    label: hiddenCount === 1 ? 'Hidden layer' : `Hidden layer ${k + 1}`,
    help,
    path: 'layers',
    read: (recipe) => formatLayer(recipe.layers.slice(0, -1).at(k)),
  }))
  return [
    ...hidden,
    { label: 'Output layer', help, path: 'layers', read: (recipe) => formatLayer(recipe.layers.at(-1)) },
  ]
}

function formatLayer(layer: Recipe['layers'][number] | undefined): string | null {
  if (layer === undefined) return null
  return [
    `${layer.units.toLocaleString('en-US')} × ${nameActivation(layer, nameOfValue)}`,
    ...(layer.batchNorm ? ['batch norm'] : []),
    ...(layer.dropout > 0 ? [`dropout ${layer.dropout}`] : []),
  ].join(', ')
}

function format(field: RecipeFieldInfo, value: unknown): string {
  if (value === null) return 'Off'
  // A group of settings, each of which has a row of its own.
  if (typeof value === 'object') return 'On'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') {
    // A seed is a name, not a count; small settings keep all their digits.
    const isCount = Number.isInteger(value) && field.path !== 'seed'
    return isCount ? value.toLocaleString('en-US') : String(value)
  }
  return labelOf(field.choices ?? [], value as string)
}

/** Recipes of runs side by side, in the order of the form: every setting that at least one of them has. */
export function recipeRows(
  runs: readonly RunOfSettings[],
  titleOf: (dataSet: string) => string = (name) => name,
): RecipeRow[] {
  const recipes = runs.map(({ recipe }) => recipe)
  return RECIPE_FIELDS.flatMap((field) => settingsOf(field, recipes, titleOf))
    .map(({ label, help, path, read }) => {
      const texts = runs.map((run) => (isFieldKnown(run, path) ? read(run.recipe) : UNKNOWN))
      return { label, help, texts, differs: texts.some((text) => text !== texts[0]) }
    })
    .filter((row) => row.texts.some((text) => text !== null && text !== UNKNOWN))
}
