import type { Recipe } from '#core/recipe/recipe.ts'

/** One setting of a recipe as text, for reading recipes side by side. */
export interface RecipeRow {
  readonly label: string
  /** One text per recipe; null where a recipe has no such setting. */
  readonly texts: readonly (string | null)[]
  /** Whether the recipes differ here. */
  readonly differs: boolean
}

type ReadSetting = (recipe: Recipe) => string | null

const format = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 12 })

/** Settings of optimizers by their key in the recipe, in the order in which they are read. */
const OPTIMIZER_SETTINGS: readonly [key: string, label: string][] = [
  ['learningRate', 'Learning rate'],
  ['momentum', 'Momentum'],
  ['rho', 'ρ'],
  ['beta1', 'β₁'],
  ['beta2', 'β₂'],
  ['epsilon', 'ε'],
  ['weightDecay', 'Weight decay'],
]

function readOptimizer(key: string): ReadSetting {
  return (recipe) => {
    const value = (recipe.optimizer as Record<string, string | number | undefined>)[key]
    return typeof value === 'number' ? String(value) : null
  }
}

function readLayer(index: number): ReadSetting {
  return (recipe) => {
    const isOutput = index < 0
    const layer = isOutput ? recipe.layers.at(-1) : recipe.layers.slice(0, -1).at(index)
    return layer === undefined ? null : `${format(layer.units)} ${layer.activation}`
  }
}

/** Every setting of these recipes, in the order of the form. */
function settingsOf(
  recipes: readonly Recipe[],
  titleOf: (dataSet: string) => string,
): [label: string, read: ReadSetting][] {
  const hiddenLayers = Math.max(...recipes.map((recipe) => recipe.layers.length - 1))
  return [
    ['Data set', (recipe) => titleOf(recipe.data.dataSet)],
    ['Training images', (recipe) => format(recipe.data.trainSize)],
    ['Validation images', (recipe) => format(recipe.data.validationSize)],
    ['Test images', (recipe) => format(recipe.data.testSize)],
    ['Inputs', (recipe) => format(recipe.inputSize)],
    ...Array.from({ length: hiddenLayers }, (_, k): [string, ReadSetting] => [
      `Hidden layer ${k + 1}`,
      readLayer(k),
    ]),
    ['Output layer', readLayer(-1)],
    ['Initializer', (recipe) => recipe.initializer.name],
    ['Loss', (recipe) => recipe.loss],
    ['Optimizer', (recipe) => recipe.optimizer.name],
    ...OPTIMIZER_SETTINGS.map(([key, label]): [string, ReadSetting] => [label, readOptimizer(key)]),
    ['L2 λ', (recipe) => String(recipe.l2.lambda)],
    ['L2 convention', (recipe) => (recipe.l2.lambda > 0 ? recipe.l2.convention : null)],
    ['Mini-batch size', (recipe) => format(recipe.batchSize)],
    ['Epochs', (recipe) => format(recipe.epochs)],
    ['Shuffle', (recipe) => (recipe.shuffle ? 'yes' : 'no')],
    ['Seed', (recipe) => String(recipe.seed)],
  ]
}

/** Recipes side by side: every setting that at least one of them has. */
export function recipeRows(
  recipes: readonly Recipe[],
  titleOf: (dataSet: string) => string = (name) => name,
): RecipeRow[] {
  return settingsOf(recipes, titleOf)
    .map(([label, read]) => {
      const texts = recipes.map(read)
      return { label, texts, differs: texts.some((text) => text !== texts[0]) }
    })
    .filter((row) => row.texts.some((text) => text !== null))
}
