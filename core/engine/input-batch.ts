import { affineBackwardParameters, affineForward } from '../layers/affine.ts'

/**
 * The inputs of a batch, and the first layer's two dealings with them. How they are stored, and in which order
 * the first layer's weights lie, is theirs; both must do the same arithmetic as `DenseInput`.
 */
export interface InputBatch {
  /** z = x wᵀ + b, for `(m, units)`. */
  forward(z: Float64Array, weights: Float64Array, biases: Float64Array, m: number, units: number): void
  /** dw += dzᵀ x and db += Σ dz. */
  backward(dw: Float64Array, db: Float64Array, dz: Float64Array, m: number, units: number): void
}

/** Inputs as a matrix `(m, inFeatures)`, row-major, over weights `(units, inFeatures)`. */
export class DenseInput implements InputBatch {
  readonly x: Float64Array
  readonly #inFeatures: number

  constructor(x: Float64Array, inFeatures: number) {
    this.x = x
    this.#inFeatures = inFeatures
  }

  forward(z: Float64Array, weights: Float64Array, biases: Float64Array, m: number, units: number): void {
    affineForward(z, this.x, weights, biases, m, this.#inFeatures, units)
  }

  backward(dw: Float64Array, db: Float64Array, dz: Float64Array, m: number, units: number): void {
    affineBackwardParameters(dw, db, dz, this.x, m, this.#inFeatures, units)
  }
}
