import { writeCarriedRecipe } from '../carried-recipe.ts'
import type { WeightWriter, WriterTools, WrittenNetwork } from '../weight-format.ts'
import { findPixelLimit, findTrainingLimits, writtenLayers, writtenPixels } from '../written-tensors.ts'
import { writeZip, type ZipContent } from '../zip/write-zip.ts'
import { writeNumbers, writeText, writeTexts } from './npy.ts'

/** Writes networks as arrays of NumPy. */
export const npzWriter: WeightWriter = {
  findLimits: (recipe) => [...findPixelLimit(recipe), ...findTrainingLimits(recipe)],
  write: writeNpz,
}

/**
 * Writes a file for `numpy.load`: `weights_1` of shape (out, in), `biases_1` of shape (out,), and so on, of batch normalization
 * `gamma_1`, `beta_1`, `running_mean_1`, `running_var_1`, all float64; `pixels`, shift and scale of p/255; `classes`, the
 * names of the outputs; and the recipe as text.
 */
function writeNpz(network: WrittenNetwork, tools: WriterTools): Uint8Array {
  const arrays: ZipContent[] = writtenLayers(network).flatMap((layer, k) => {
    const { inFeatures, outFeatures, weights, biases, batchNorm } = layer
    const array = (name: string, numbers: Float64Array, shape = [outFeatures]): ZipContent => ({
      name: `${name}_${k + 1}.npy`,
      bytes: writeNumbers(numbers, shape),
    })
    return [
      array('weights', weights, [outFeatures, inFeatures]),
      array('biases', biases),
      ...(batchNorm === undefined
        ? []
        : [
            array('gamma', batchNorm.gamma),
            array('beta', batchNorm.beta),
            array('running_mean', batchNorm.runningMean),
            array('running_var', batchNorm.runningVariance),
          ]),
    ]
  })
  const { shift, scale } = writtenPixels(network)
  return writeZip(
    [
      ...arrays,
      { name: 'pixels.npy', bytes: writeNumbers(Float64Array.of(shift, scale), [2]) },
      ...(network.about?.classNames === undefined
        ? []
        : [{ name: 'classes.npy', bytes: writeTexts(network.about.classNames) }]),
      { name: 'backprop.npy', bytes: writeText(writeCarriedRecipe(network)) },
    ],
    tools,
  )
}
