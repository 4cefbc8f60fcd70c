import { activationOf } from '../activations/settings.ts'
import type { BackwardDefect } from '../engine/network-pass.ts'
import { affineBackwardInput } from '../layers/affine.ts'
import { type LayerParameters, parameterLayout, parameterViews } from '../network/parameters.ts'
import {
  readLayer,
  rowsOf,
  type Scene,
  type SceneExample,
  sceneParameters,
  sceneRecipe,
  type SceneLayer,
} from './scene.ts'
import { lossesOf, type PassedLayer, type PassedNetwork, recordPass } from './trace-pass.ts'
import type { ExampleTrace, LayerGradient, Trace, TracedLayer } from './trace-types.ts'

/** What a network is traced on. */
export interface TracedNetwork extends PassedNetwork {
  readonly examples: readonly SceneExample[]
  readonly learningRate: number
  /** Whether the update is by the mean of the examples' gradients or by their sum. */
  readonly combine: Scene['combine']
}

/**
 * Computes every number of a scene: forward, backward, mean, update.
 * @param parameters others than the scene's own, flat as `parameterLayout` says
 * @param defect a mistake that the backward pass is to make
 */
export function traceScene(
  scene: Scene,
  parameters: Float64Array = sceneParameters(scene),
  defect?: BackwardDefect,
): Trace {
  const { examples, learningRate, combine } = scene
  const recipe = sceneRecipe(scene)
  return traceNetwork({ recipe, parameters, examples, learningRate, combine, isTraining: true, defect })
}

/** Computes every number of a network on some examples. Nothing is dropped where it has dropout, as in evaluation. */
export function traceNetwork(network: TracedNetwork): Trace {
  const { parameters, examples, learningRate, combine, isTraining, defect } = network
  const m = examples.length
  const recipe = {
    ...network.recipe,
    layers: network.recipe.layers.map((layer) => ({ ...layer, dropout: 0 })),
  }
  const plain: PassedNetwork = { recipe, parameters, isTraining, defect }
  const hasBatchNorm = recipe.layers.some(({ batchNorm }) => batchNorm)
  const statistics = !hasBatchNorm ? null : isTraining && m > 1 ? 'batch' : 'running'
  const layout = parameterLayout(recipe)
  const layerParameters = parameterViews(layout, parameters).map(readLayer)
  const batch = recordPass(plain, examples)
  // Where no example depends on another, each has a pass of its own, so that no digit is lost by dividing by m.
  const isAlone = m > 1 && statistics !== 'batch'
  const traced = examples.map((example, i): ExampleTrace => {
    const pass = isAlone ? recordPass(plain, [example]) : batch
    const row = isAlone ? 0 : i
    let below: readonly number[] = example.input
    const layers = pass.layers.map((layer, k) => {
      const result = traceLayer(layer, layerParameters[k]!, below, row, defect)
      below = result.output
      return result
    })
    return {
      input: [...example.input],
      target: [...example.target],
      loss: pass.losses[row]!,
      layers,
      dInput: inputDerivative(layers[0]!, parameterViews(layout, parameters)[0]!),
    }
  })
  const gradients = parameterViews(layout, batch.gradient)
  const loss = batch.losses.reduce((sum, each) => sum + each, 0)
  const updatedParameters = parameters.slice()
  const rate = combine === 'sum' ? learningRate * m : learningRate
  for (let i = 0; i < layout.trainable; i++) updatedParameters[i]! -= rate * batch.gradient[i]!
  const updatedLosses = lossesOf({ ...plain, parameters: updatedParameters }, examples)
  return {
    sizes: [recipe.inputSize, ...recipe.layers.map(({ units }) => units)],
    activations: recipe.layers.map(activationOf),
    lossName: recipe.loss,
    learningRate,
    combine,
    statistics,
    epsilon: recipe.batchNorm.epsilon,
    examples: traced,
    mean: { loss: loss / m, layers: gradients.map((each) => readGradient(each, 1)) },
    sum: { loss, layers: gradients.map((each) => readGradient(each, m)) },
    parameters,
    updatedParameters,
    updatedLosses,
    updatedMean: updatedLosses.reduce((sum, each) => sum + each, 0) / m,
  }
}

/** Row `i` of a layer's numbers, and what follows from them. @param below the layer's inputs */
function traceLayer(
  { z, s, output, dOutput, dS, dZ, normalization }: PassedLayer,
  { weights, biases, batchNorm }: Pick<SceneLayer, 'weights' | 'biases' | 'batchNorm'>,
  below: readonly number[],
  i: number,
  defect: BackwardDefect | undefined,
): TracedLayer {
  const units = biases.length
  const rowOf = (values: Float64Array): number[] => Array.from(values.subarray(i * units, (i + 1) * units))
  const slopes = rowOf(dZ)
  const dSlopes = rowOf(dS)
  const hat = normalization && rowOf(normalization.hat)
  return {
    weights,
    biases,
    z: rowOf(z),
    output: rowOf(output),
    dOutput: dOutput && rowOf(dOutput),
    dZ: slopes,
    // + 0 makes 0 of −0.
    dWeights: slopes.map((slope) => below.map((x) => slope * x + 0)),
    dBiases: defect === 'no-bias' ? slopes.map(() => 0) : slopes,
    normalization:
      normalization && batchNorm && hat
        ? {
            mean: Array.from(normalization.mean),
            variance: Array.from(normalization.variance),
            inverse: Array.from(normalization.inverse),
            gamma: batchNorm.gamma,
            beta: batchNorm.beta,
            hat,
            s: rowOf(s),
            dS: dSlopes,
            dHat: dSlopes.map((slope, j) => slope * batchNorm.gamma[j]!),
            dGamma: dSlopes.map((slope, j) => slope * hat[j]! + 0),
            dBeta: dSlopes,
          }
        : null,
  }
}

function inputDerivative({ dZ }: TracedLayer, { weights }: LayerParameters): number[] {
  const inputs = weights.length / dZ.length
  const result = new Float64Array(inputs)
  affineBackwardInput(result, Float64Array.from(dZ), weights, 1, inputs, dZ.length)
  return Array.from(result)
}

function readGradient({ weights, biases, batchNorm }: LayerParameters, factor: number): LayerGradient {
  const scaled = (values: Float64Array): Float64Array => values.map((value) => value * factor)
  return {
    dWeights: rowsOf(scaled(weights), biases.length),
    dBiases: Array.from(scaled(biases)),
    dGamma: batchNorm ? Array.from(scaled(batchNorm.gamma)) : null,
    dBeta: batchNorm ? Array.from(scaled(batchNorm.beta)) : null,
  }
}
