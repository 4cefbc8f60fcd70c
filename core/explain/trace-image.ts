import type { NetworkRecipe } from '../engine/engine.ts'
import { InputValues } from '../engine/input-values.ts'
import { createPredictor } from '../evaluation/predict.ts'
import { parameterLayout } from '../network/parameters.ts'
import { largestPlaces } from './expression.ts'
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
 * Every number of a trained network on one image, in float64, as it evaluates: nothing is dropped, and batch normalization uses its
 * running statistics. Weights that an engine trained in float32 are the same numbers; what it makes of them differs in the
 * seventh digit.
 * @throws RangeError for an image or a label that the network does not have
 */
export function traceImage({ recipe, parameters, pixels, label, learningRate }: ImageNetwork): Trace {
  const outputs = recipe.layers[recipe.layers.length - 1]!.units
  // Refuses an image of another size.
  const answer = createPredictor(recipe, parameters)(pixels)
  if (label !== null && (label < 0 || label >= outputs)) {
    throw new RangeError(`Label: expected 0 to ${outputs - 1}, got ${label}`)
  }
  const wanted = label ?? largestPlaces(Array.from(answer), 1)[0]!
  const values = new InputValues(recipe.data.normalization, parameterLayout(recipe))
  values.update(parameters)
  const input = Array.from(pixels, (byte) => values.table[byte]!)
  const target = Array.from({ length: outputs }, (_, j) => Number(j === wanted))
  return traceNetwork({
    ...{ recipe, parameters, learningRate, combine: 'mean', isTraining: false },
    examples: [{ input, target }],
  })
}
