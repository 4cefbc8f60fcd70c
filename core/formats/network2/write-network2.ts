import { formatActivation } from '../../recipe/activation-text.ts'
import { activationOf } from '../../activations/settings.ts'
import type { LossName } from '../../losses/names.ts'
import { foldForInference } from '../../network/fold.ts'
import { layerSizes, parameterLayout, parameterViews } from '../../network/parameters.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { encodeText } from '../text.ts'
import type { FormatLimit, WeightWriter, WrittenNetwork } from '../weight-format.ts'

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

/** network2.py knows sigmoid layers alone, and calls no other loss than its two costs. */
function findNetwork2Limits(recipe: Pick<Recipe, 'layers'>): FormatLimit[] {
  const others = new Set(recipe.layers.map((layer) => layer.activation).filter((name) => name !== 'sigmoid'))
  if (others.size === 0) return []
  return [
    {
      code: 'activation',
      message: `network2.py takes every layer as sigmoid and would answer differently: this network has ${[...others].join(' and ')}, which the file names in 'activations' for this program.`,
      isBlocking: false,
    },
  ]
}

/**
 * Writes weights in the layout of Nielsen's network2.py (`Network.save`): `sizes`, `weights[k]` of shape
 * (outFeatures, inFeatures), `biases[k]` as columns (outFeatures, 1), and `cost`. `activations` and `loss` are
 * added where network2.py has no word for them, so that this program reads back the same network. Batch normalization
 * and inputs other than p/255 are multiplied into the weights.
 */
export function writeNetwork2({ recipe, parameters }: Omit<WrittenNetwork, 'unknownFields'>): string {
  const sizes = layerSizes(recipe)
  const folded = foldForInference(recipe, parameters)
  const layers = parameterViews(parameterLayout(folded.recipe), folded.parameters)
  const isBeyond = findNetwork2Limits(recipe).length > 0
  return JSON.stringify({
    sizes,
    weights: layers.map(({ weights }, k) => toRows(weights, sizes[k]!)),
    biases: layers.map(({ biases }) => toRows(biases, 1)),
    cost: COST_OF_LOSS[recipe.loss],
    ...(isBeyond && {
      activations: recipe.layers.map((layer) => formatActivation(activationOf(layer))),
      loss: recipe.loss,
    }),
  })
}

function toRows(flat: Float64Array, columns: number): number[][] {
  return Array.from({ length: flat.length / columns }, (_, row) =>
    Array.from(flat.subarray(row * columns, (row + 1) * columns)),
  )
}
