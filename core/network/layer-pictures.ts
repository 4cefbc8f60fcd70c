import { type NetworkShape, parameterLayout } from './parameters.ts'

/** What is pictured of the first layer: its weights, or what has changed of them since the first of the epochs. */
export type PicturedKind = 'weights' | 'change'

/** A first layer's weights over epochs, each in a byte. */
export interface LayerPictures {
  /** What a value of ±127 stands for: the largest of all units and epochs. */
  readonly scale: number
  /** `(epochs, count, inputs)`, row-major: a weight's share of the scale, times 127. */
  readonly values: Int8Array
}

/** Largest value of a byte with a sign. */
const LARGEST = 127

/**
 * Pictures the incoming weights of some units of the first layer over epochs. The scale is the same for all of the layer's units.
 * @param epochs parameters, each flat, as `parameterLayout` says
 * @param from first unit, and how many
 */
export function pictureFirstLayer(
  network: NetworkShape,
  epochs: readonly Float64Array[],
  { kind, from, count }: { readonly kind: PicturedKind; readonly from: number; readonly count: number },
): LayerPictures {
  const { weights, biases, inFeatures } = parameterLayout(network).layers[0]!
  const start = epochs[0]!
  const read = (parameters: Float64Array, at: number): number =>
    kind === 'weights' ? parameters[at]! : parameters[at]! - start[at]!
  let scale = 0
  for (const parameters of epochs) {
    for (let at = weights; at < biases; at++) scale = Math.max(scale, Math.abs(read(parameters, at)))
  }
  const values = new Int8Array(epochs.length * count * inFeatures)
  const factor = scale > 0 ? LARGEST / scale : 0
  epochs.forEach((parameters, t) => {
    for (let i = 0; i < count * inFeatures; i++) {
      const value = read(parameters, weights + from * inFeatures + i)
      values[t * count * inFeatures + i] = Math.round(value * factor)
    }
  })
  return { scale, values }
}
