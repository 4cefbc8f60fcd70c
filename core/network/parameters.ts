import type { Recipe } from '../recipe/recipe.ts'

/** The fields of a recipe that decide which parameters a network has. */
export interface NetworkShape {
  readonly inputSize: number
  readonly layers: readonly { readonly units: number; readonly batchNorm?: boolean }[]
  readonly data?: Pick<Recipe['data'], 'normalization'>
}

/** Where one layer's parameters lie in the flat buffer. */
export interface LayerLayout {
  readonly inFeatures: number
  readonly outFeatures: number
  /** Offset of the weights, `(outFeatures, inFeatures)` row-major. */
  readonly weights: number
  /** Offset of the biases, `(outFeatures)`. */
  readonly biases: number
  /** Offsets of batch normalization's parameters, each `(outFeatures)`; undefined where the layer has none. */
  readonly batchNorm?: {
    readonly gamma: number
    readonly beta: number
    readonly runningMean: number
    readonly runningVariance: number
  }
}

/**
 * The order of all parameters in one flat buffer. First what is trained, layer by layer: weights, biases, gamma, beta.
 * Then what is only measured: each layer's running means and variances, and the shift and scale of standardized inputs.
 */
export interface ParameterLayout {
  readonly layers: readonly LayerLayout[]
  /** Number of trained parameters; they come first. */
  readonly trainable: number
  /** Offset of the inputs' shift and, after it, their scale, where inputs are standardized. */
  readonly standardization?: number
  /** All numbers together. */
  readonly length: number
}

/** Lays out the parameters of a fully connected network. */
export function parameterLayout(network: NetworkShape): ParameterLayout {
  let length = 0
  const take = (count: number): number => (length += count) - count
  let inFeatures = network.inputSize
  const trained = network.layers.map((layer) => {
    const outFeatures = layer.units
    const offsets = {
      inFeatures,
      outFeatures,
      weights: take(outFeatures * inFeatures),
      biases: take(outFeatures),
      ...(layer.batchNorm && { gamma: take(outFeatures), beta: take(outFeatures) }),
    }
    inFeatures = outFeatures
    return offsets
  })
  const trainable = length
  const layers = trained.map(({ gamma, beta, ...layer }): LayerLayout => {
    if (gamma === undefined || beta === undefined) return layer
    const runningMean = take(layer.outFeatures)
    return { ...layer, batchNorm: { gamma, beta, runningMean, runningVariance: take(layer.outFeatures) } }
  })
  const standardization = network.data?.normalization === 'standardized' ? take(2) : undefined
  return { layers, trainable, standardization, length }
}

/** Layer sizes with the input first: `[784, 30, 10]`. */
export function layerSizes(network: NetworkShape): number[] {
  return [network.inputSize, ...network.layers.map((layer) => layer.units)]
}

/** Number of trained parameters, weights and biases and batch normalization's: 23,860 for [784, 30, 10]. */
export function countParameters(network: NetworkShape): number {
  return parameterLayout(network).trainable
}

/** One layer's parameters as views of the flat buffer. */
export interface LayerParameters {
  /** `(outFeatures, inFeatures)` row-major. */
  readonly weights: Float64Array
  /** `(outFeatures)`. */
  readonly biases: Float64Array
  /** Each `(outFeatures)`. */
  readonly batchNorm?: {
    readonly gamma: Float64Array
    readonly beta: Float64Array
    readonly runningMean: Float64Array
    readonly runningVariance: Float64Array
  }
}

/** Views of every layer's parameters; writing to them writes to `flat`. */
export function parameterViews(layout: ParameterLayout, flat: Float64Array): LayerParameters[] {
  return layout.layers.map(({ weights, biases, outFeatures, batchNorm }) => {
    const vector = (offset: number): Float64Array => flat.subarray(offset, offset + outFeatures)
    return {
      weights: flat.subarray(weights, biases),
      biases: vector(biases),
      ...(batchNorm && {
        batchNorm: {
          gamma: vector(batchNorm.gamma),
          beta: vector(batchNorm.beta),
          runningMean: vector(batchNorm.runningMean),
          runningVariance: vector(batchNorm.runningVariance),
        },
      }),
    }
  })
}
