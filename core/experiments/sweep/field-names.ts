import type { Recipe } from '../../recipe/recipe.ts'
import {
  EACH_HIDDEN,
  foldName,
  HIDDEN_SIZES,
  hasRecipeField,
  listRecipeFields,
  type RecipeField,
} from './recipe-field.ts'

/** Short names of fields that do not follow from their paths or labels, folded as `foldName` does, and their paths. */
export const FIELD_ALIASES: Readonly<Record<string, string>> = {
  lr: 'optimizer.learningRate',
  // Batch normalization has a momentum too, which nobody means by the bare word.
  momentum: 'optimizer.momentum',
  optimizer: 'optimizer.name',
  schedule: 'schedule.name',
  initializer: 'initializer.name',
  init: 'initializer.name',
  lossfunction: 'loss',
  batch: 'batchSize',
  l1: 'l1.lambda',
  l2: 'l2.lambda',
  data: 'data.dataSet',
  images: 'data.trainSize',
  hidden: HIDDEN_SIZES,
  sizes: HIDDEN_SIZES,
  hiddenlayers: HIDDEN_SIZES,
}

/**
 * The path of the field that a person calls `name`: a path as it is, else an alias (`lr`), or the one field with that last
 * part or label (`learningRate`, `dropout`, `Mini-batch size`), however it is written. Of the layers' fields it is that of
 * all hidden layers. What names no field, or more than one, comes back as it was, for `findRecipeField` to refuse.
 */
export function resolveFieldName(recipe: Recipe, name: string): string {
  if (name.startsWith(EACH_HIDDEN) || hasRecipeField(recipe, name)) return name
  const folded = foldName(name)
  if (Object.hasOwn(FIELD_ALIASES, folded)) return FIELD_ALIASES[folded]!
  const fields = listRecipeFields(recipe)
  const whole = fields.find(({ path }) => foldName(path) === folded)
  if (whole !== undefined) return whole.path
  const named = new Set(fields.filter((field) => shortNames(field).includes(folded)).map(pathOfAll))
  return named.size === 1 ? [...named][0]! : name
}

/** Groups whose fields say little by their last part alone, as in `schedule.every`. */
const NAMED_BY_PATH = new Set(['initializer', 'schedule', 'stopping'])

/** The shortest clear name of each field that can be varied, in the schema's order, for help. */
export function listFieldNames(recipe: Recipe): string[] {
  const paths = new Set([HIDDEN_SIZES, ...listRecipeFields(recipe).map(pathOfAll)])
  return [...paths].map((path) => {
    const keys = path.split('.')
    const short = [keys[0]!, ...(NAMED_BY_PATH.has(keys[0]!) ? [] : [keys.at(-1)!])]
    return short.find((name) => resolveFieldName(recipe, name) === path) ?? path
  })
}

const shortNames = ({ path, label }: RecipeField): string[] => [
  foldName(path.split('.').at(-1)!),
  foldName(label),
]

const pathOfAll = ({ path }: RecipeField): string => path.replace(/^layers\.\d+\./, EACH_HIDDEN)
