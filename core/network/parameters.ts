/** Where one layer's parameters lie in the flat buffer. */
export interface LayerLayout {
  readonly inFeatures: number
  readonly outFeatures: number
  /** Offset of the weights, `(outFeatures, inFeatures)` row-major. */
  readonly weights: number
  /** Offset of the biases, `(outFeatures)`. */
  readonly biases: number
}

/** The order of all parameters in one flat buffer: layer by layer, its weights and then its biases. */
export interface ParameterLayout {
  readonly layers: readonly LayerLayout[]
  /** Number of parameters. */
  readonly length: number
}

/** Lays out the parameters of a fully connected network. @param sizes units of each layer, the input first */
export function parameterLayout(sizes: readonly number[]): ParameterLayout {
  let length = 0
  const layers = sizes.slice(1).map((outFeatures, k) => {
    const inFeatures = sizes[k]
    const weights = length
    const biases = weights + outFeatures * inFeatures
    length = biases + outFeatures
    return { inFeatures, outFeatures, weights, biases }
  })
  return { layers, length }
}

/** One layer's weights `(outFeatures, inFeatures)` and biases `(outFeatures)`, as views of the flat buffer. */
export interface LayerParameters {
  readonly weights: Float64Array
  readonly biases: Float64Array
}

/** Views of every layer's parameters; writing to them writes to `flat`. */
export function parameterViews(layout: ParameterLayout, flat: Float64Array): LayerParameters[] {
  return layout.layers.map(({ weights, biases, outFeatures }) => ({
    weights: flat.subarray(weights, biases),
    biases: flat.subarray(biases, biases + outFeatures),
  }))
}
