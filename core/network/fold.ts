import type { Recipe } from '../recipe/recipe.ts'
import { parameterLayout, parameterViews } from './parameters.ts'

/**
 * The same function of pixels p/255 written with weights and biases alone: batch normalization's running statistics
 * and the inputs' normalization are multiplied into them. Dropout, which evaluation does not know, is gone.
 * @param parameters flat, as `parameterLayout` says
 * @returns the recipe of the plain network and its parameters
 */
export function foldForInference(
  recipe: Recipe,
  parameters: Float64Array,
): { recipe: Recipe; parameters: Float64Array } {
  const plain: Recipe = {
    ...recipe,
    data: { ...recipe.data, normalization: 'unit' },
    layers: recipe.layers.map((layer) => ({ ...layer, batchNorm: false, dropout: 0 })),
  }
  const layout = parameterLayout(recipe)
  const plainLayout = parameterLayout(plain)
  const folded = new Float64Array(plainLayout.length)
  const target = parameterViews(plainLayout, folded)
  parameterViews(layout, parameters).forEach((layer, k) => {
    const { inFeatures, outFeatures } = layout.layers[k]!
    target[k]!.weights.set(layer.weights)
    target[k]!.biases.set(layer.biases)
    const { batchNorm } = layer
    if (!batchNorm) return
    for (let j = 0; j < outFeatures; j++) {
      const factor = batchNorm.gamma[j]! / Math.sqrt(batchNorm.runningVariance[j]! + recipe.batchNorm.epsilon)
      for (let i = j * inFeatures; i < (j + 1) * inFeatures; i++) target[k]!.weights[i]! *= factor
      target[k]!.biases[j] = (layer.biases[j]! - batchNorm.runningMean[j]!) * factor + batchNorm.beta[j]!
    }
  })
  foldInputs(recipe, parameters, layout.standardization, target[0]!)
  return { recipe: plain, parameters: folded }
}

/** x = (p/255 − shift) × scale, so w x = (w scale) p/255 − w scale shift. */
function foldInputs(
  { data, inputSize }: Recipe,
  parameters: Float64Array,
  standardization: number | undefined,
  { weights, biases }: { weights: Float64Array; biases: Float64Array },
): void {
  const shift = standardization === undefined ? 0 : parameters[standardization]!
  const scale =
    standardization !== undefined ? parameters[standardization + 1]! : data.normalization === 'none' ? 255 : 1
  if (shift === 0 && scale === 1) return
  for (let j = 0; j < biases.length; j++) {
    let sum = 0
    for (let i = j * inputSize; i < (j + 1) * inputSize; i++) sum += weights[i]! *= scale
    biases[j]! -= shift * sum
  }
}
