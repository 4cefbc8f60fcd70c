import { type ImageNetwork, imageInput } from './trace-image.ts'
import { traceNetwork } from './trace.ts'

/**
 * What each pixel of an image adds to a network's sum for one class: xᵢ·∂zⱼ/∂xᵢ, gradient × input (Shrikumar and others 2016), z being
 * what the output's activation gets. A pixel of value 0 adds nothing.
 * @param output the class
 * @returns `(inputSize)`
 * @throws RangeError for an image or a class that the network does not have
 */
export function contributionsOf(network: ImageNetwork, output: number): Float64Array {
  const { recipe, parameters } = network
  const outputs = recipe.layers.at(-1)!.units
  if (output < 0 || output >= outputs) {
    throw new RangeError(`Class: expected 0 to ${outputs - 1}, got ${output}`)
  }
  // With outputs as they are summed and the squared error, the derivative by an output is its distance from the target.
  const layers = recipe.layers.map((layer, k) =>
    k < recipe.layers.length - 1
      ? layer
      : { units: layer.units, activation: 'identity' as const, batchNorm: layer.batchNorm, dropout: 0 },
  )
  const summing = { ...recipe, layers, loss: 'mse' as const }
  const input = imageInput(network)
  const trace = (target: readonly number[]) =>
    traceNetwork({
      ...{ recipe: summing, parameters, learningRate: 0, combine: 'mean' as const, isTraining: false },
      examples: [{ input, target: [...target] }],
    }).examples[0]!
  const sums = trace(new Array<number>(outputs).fill(0)).layers.at(-1)!.output
  const { dInput } = trace(sums.map((sum, j) => (j === output ? sum - 1 : sum)))
  return Float64Array.from(input, (x, i) => x * dInput[i]!)
}
