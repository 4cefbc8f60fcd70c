import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { findPresets } from '../../electron/cli/common/read-presets.ts'
import { MNIST_AND_PEN_DIGITS } from '#core/recipe/mixed-data-set.ts'
import { PEN_DIGITS } from '#core/recipe/data-set-name.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { root } from '../root.ts'
import type { Shares } from './measure.ts'

/** Where measured shares are kept, so that a measurement goes on where it ended. */
export const RESULTS_FILE = 'docs/drawing-results.json'

export const SEEDS: readonly number[] = [1, 2, 3]
export const DATA_SETS: readonly string[] = ['mnist', PEN_DIGITS, MNIST_AND_PEN_DIGITS]
const PRESETS = ['nielsen-3-l2', 'drawing-small', 'drawing-large']

/** A recipe that is measured, by what the table calls it. */
export interface MeasuredRecipe {
  readonly name: string
  readonly recipe: Recipe
}

/** What is measured; those that train fastest first. */
export function listRecipes(): readonly MeasuredRecipe[] {
  const presets = findPresets(PRESETS).map(({ name, recipe }) => ({ name, recipe }))
  return [{ name: 'lecture', recipe: LECTURE_RECIPE }, ...presets]
}

/** One network, trained to its last epoch. */
export interface DrawingResult {
  readonly recipe: string
  readonly dataSet: string
  readonly seed: number
  /** SHA-256 of the recipe's text, shortened: a changed recipe is measured anew. */
  readonly of: string
  /** Null where the training diverged. */
  readonly shares: Shares | null
}

/** A mark of the recipe as it is now; its seed and data set are told apart beside it. */
export const markOf = ({ recipe }: MeasuredRecipe): string =>
  createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 12)

/** What was measured of the recipes as they are now. */
export function readResults(recipes: readonly MeasuredRecipe[]): DrawingResult[] {
  const marks = new Map(recipes.map((each) => [each.name, markOf(each)]))
  const stored = JSON.parse(readFileSync(path.join(root, RESULTS_FILE), 'utf8')) as DrawingResult[]
  return stored.filter(({ recipe, of }) => marks.get(recipe) === of)
}
