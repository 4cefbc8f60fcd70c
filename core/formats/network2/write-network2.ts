import type { LossName } from '../../losses/names.ts'
import { foldForInference } from '../../network/fold.ts'
import { layerSizes, parameterLayout, parameterViews } from '../../network/parameters.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { encodeText } from '../text.ts'
import type { FormatLimit, WeightWriter, WrittenNetwork } from '../weight-format.ts'
import { findTrainingLimits } from '../written-tensors.ts'

const COST_OF_LOSS: Readonly<Record<LossName, 'QuadraticCost' | 'CrossEntropyCost'>> = {
  mse: 'QuadraticCost',
  'binary-cross-entropy': 'CrossEntropyCost',
  'softmax-cross-entropy': 'CrossEntropyCost',
}

/** Writes networks in the layout of network2.py. */
export const network2Writer: WeightWriter = {
  findLimits: findNetwork2Limits,
  write: (network) => encodeText(writeNetwork2(network)),
}

/** network2.py knows sigmoid layers alone, without batch normalization, and inputs from 0 to 1. */
function findNetwork2Limits(recipe: Recipe): FormatLimit[] {
  const limits = findTrainingLimits(recipe)
  const add = (code: string, isBlocking: boolean, message: string): void => {
    limits.push({ code, message, isBlocking })
  }
  const others = new Set(recipe.layers.map((layer) => layer.activation).filter((name) => name !== 'sigmoid'))
  if (others.size > 0) {
    add(
      'activation',
      true,
      `network2.py takes every layer as sigmoid: this network has ${[...others].join(' and ')}.`,
    )
  }
  if (recipe.layers.some(({ batchNorm }) => batchNorm)) {
    add('batch-norm', true, 'network2.py has no batch normalization, which this network has.')
  }
  if (recipe.data.normalization !== 'unit') {
    add(
      'pixels',
      false,
      'How pixels become inputs is multiplied into the first weights, so that the file takes p/255 as network2.py does.',
    )
  }
  return limits
}

/**
 * Writes weights in the layout of Nielsen's network2.py (`Network.save`): `sizes`, `weights[k]` of shape
 * (outFeatures, inFeatures), `biases[k]` as columns (outFeatures, 1), and `cost`. Inputs other than p/255 are multiplied into
 * the weights.
 */
export function writeNetwork2({ recipe, parameters }: Pick<WrittenNetwork, 'recipe' | 'parameters'>): string {
  const sizes = layerSizes(recipe)
  const folded = foldForInference(recipe, parameters)
  const layers = parameterViews(parameterLayout(folded.recipe), folded.parameters)
  return JSON.stringify({
    sizes,
    weights: layers.map(({ weights }, k) => toRows(weights, sizes[k]!)),
    biases: layers.map(({ biases }) => toRows(biases, 1)),
    cost: COST_OF_LOSS[recipe.loss],
  })
}

function toRows(flat: Float64Array, columns: number): number[][] {
  return Array.from({ length: flat.length / columns }, (_, row) =>
    Array.from(flat.subarray(row * columns, (row + 1) * columns)),
  )
}
