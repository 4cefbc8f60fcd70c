import type { NetworkRecipe } from '../engine/engine.ts'
import { InputValues } from '../engine/input-values.ts'
import { createPredictor } from '../evaluation/predict.ts'
import { parameterLayout, parameterViews } from '../network/parameters.ts'
import { dropDefaults } from '../recipe/layer-activation.ts'
import { largestPlaces } from './expression.ts'
import { readLayer, type Scene, type SceneExample, SCENE_EPSILON, SCENE_VERSION } from './scene.ts'
import { traceNetwork } from './trace.ts'
import type { Trace } from './trace-types.ts'

/** A trained network and one image for it. */
export interface ImageNetwork {
  readonly recipe: NetworkRecipe
  /** Flat, as `parameterLayout` says. */
  readonly parameters: Float64Array
  /** Bytes 0 to 255, `(inputSize)`. */
  readonly pixels: Uint8Array
  /** Its class; null where nobody knows it, and the network's own answer is taken as wanted. */
  readonly label: number | null
  readonly learningRate: number
}

/**
 * A trained network and its image as a scene, which can be changed by hand. It computes what `traceImage` does. Epsilon of batch
 * normalization, where it is not the scenes' own, is counted to the running variances.
 * @throws RangeError for an image or a label that the network does not have
 */
export function imageScene(network: ImageNetwork): Scene {
  const { recipe, parameters, learningRate } = network
  const layers = parameterViews(parameterLayout(recipe), parameters).map((views, k) => {
    const layer = readLayer(views)
    layer.batchNorm?.runningVariance.forEach((variance, j, all) => {
      all[j] = Math.max(0, variance + recipe.batchNorm.epsilon - SCENE_EPSILON)
    })
    const { activation, slope, alpha } = recipe.layers[k]!
    return dropDefaults({ activation, slope, alpha, ...layer })
  })
  return {
    ...{ format: 'backprop-scene', version: SCENE_VERSION, title: '', loss: recipe.loss, layers },
    ...{ examples: [exampleOf(network)], learningRate, combine: 'mean' },
  }
}

/**
 * Every number of a trained network on one image, in float64, as it evaluates: nothing is dropped, and batch normalization uses its
 * running statistics. Weights that an engine trained in float32 are the same numbers; what it makes of them differs in the
 * seventh digit.
 * @throws RangeError for an image or a label that the network does not have
 */
export function traceImage(network: ImageNetwork): Trace {
  const { recipe, parameters, learningRate } = network
  return traceNetwork({
    ...{ recipe, parameters, learningRate, combine: 'mean', isTraining: false },
    examples: [exampleOf(network)],
  })
}

/** What the network's inputs get of the image, `(inputSize)`. */
export function imageInput({ recipe, parameters, pixels }: Omit<ImageNetwork, 'label'>): number[] {
  const values = new InputValues(recipe.data.normalization, parameterLayout(recipe))
  values.update(parameters)
  return Array.from(pixels, (byte) => values.table[byte]!)
}

function exampleOf(network: ImageNetwork): SceneExample {
  const { recipe, parameters, pixels, label } = network
  const outputs = recipe.layers[recipe.layers.length - 1]!.units
  // Refuses an image of another size.
  const answer = createPredictor(recipe, parameters)(pixels)
  if (label !== null && (label < 0 || label >= outputs)) {
    throw new RangeError(`Label: expected 0 to ${outputs - 1}, got ${label}`)
  }
  const wanted = label ?? largestPlaces(Array.from(answer), 1)[0]!
  return {
    input: imageInput(network),
    target: Array.from({ length: outputs }, (_, j) => Number(j === wanted)),
  }
}
