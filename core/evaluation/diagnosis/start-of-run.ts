import { ACTIVATION_SHAPES } from '../../activations/names.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import type { LayerMetrics } from '../../runs/epoch-metrics.ts'

/** Mean square of a digit's input between 0 and 1: about a tenth of its pixels are ink. */
const INPUT_SQUARE = 0.1
const BYTE_SQUARE = INPUT_SQUARE * 255 ** 2

/** Standard deviation of the first weights. */
function weightSpread({ initializer: { name, gain } }: Recipe, fanIn: number, fanOut: number): number {
  switch (name) {
    case 'standard-normal':
      return gain
    case 'scaled-normal':
    case 'lecun-normal':
      return gain / Math.sqrt(fanIn)
    case 'glorot-normal':
    case 'glorot-uniform':
      return gain * Math.sqrt(2 / (fanIn + fanOut))
    case 'he-normal':
    case 'he-uniform':
      return gain * Math.sqrt(2 / fanIn)
    case 'orthogonal':
      return gain / Math.sqrt(Math.max(fanIn, fanOut))
    case 'zeros':
    case 'constant':
      return 0
  }
}

/** About how far the first layer's sums spread at the start, as a standard deviation, with images of digits. */
export function startSpread(recipe: Recipe): number {
  const { normalization } = recipe.data
  const square = normalization === 'standardized' ? 1 : normalization === 'none' ? BYTE_SQUARE : INPUT_SQUARE
  const weight = weightSpread(recipe, recipe.inputSize, recipe.layers[0]!.units)
  return weight * Math.sqrt(recipe.inputSize * square)
}

/** About how far the output layer's sums spread at the start: over hidden neurons that are flat, half of them at 1. */
export function outputSpread(recipe: Recipe): number {
  const hidden = recipe.layers.at(-2)
  if (hidden === undefined) return startSpread(recipe)
  if (ACTIVATION_SHAPES[hidden.activation] !== 'squashing') return 0
  const square = hidden.activation === 'tanh' ? 1 : 0.5
  return weightSpread(recipe, hidden.units, recipe.layers.at(-1)!.units) * Math.sqrt(hidden.units * square)
}

/** Hidden neurons that are dead or saturated; null where nobody looked. */
export function flatUnits(
  layers: readonly LayerMetrics[] | null,
  recipe: Recipe,
): { dead: number; saturated: number } | null {
  const hidden = layers?.slice(0, recipe.layers.length - 1) ?? []
  if (hidden.length === 0) return null
  return {
    dead: hidden.reduce((sum, { dead }) => sum + (dead ?? 0), 0),
    saturated: hidden.reduce((sum, { saturated }) => sum + (saturated ?? 0), 0),
  }
}

/** Units of the hidden layers in order. */
export const hiddenSizes = ({ layers }: Pick<Recipe, 'layers'>): number[] =>
  layers.slice(0, -1).map(({ units }) => units)
