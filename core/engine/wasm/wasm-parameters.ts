import type { ParameterLayout } from '../../network/parameters.ts'
import type { KernelNetwork } from './kernel-network.ts'
import { type ParameterPlaces, toOwnPlaces, toStandardPlaces } from './parameter-places.ts'

/** Below this, the first layer's scale is multiplied into its weights. */
const SMALLEST_SCALE = 1 / 16

/** The parameters of a network in the kernels' memory, and what lies like them, in and out. */
export class WasmParameters {
  readonly #network: KernelNetwork
  readonly #layout: ParameterLayout
  readonly #places: ParameterPlaces
  /** Inputs' shift and scale, which the kernels know by their table alone. */
  #standardization: readonly number[] = []
  #scale = 1

  constructor(network: KernelNetwork, layout: ParameterLayout, places: ParameterPlaces) {
    this.#network = network
    this.#layout = layout
    this.#places = places
  }

  /** The first layer's true weights are the stored ones times this. */
  get scale(): number {
    return this.#scale
  }

  /** Changes the true weights by changing their scale. */
  rescale(scale: number): void {
    this.#setScale(scale)
    if (scale < SMALLEST_SCALE) this.settle()
  }

  /** Multiplies the scale into the weights. */
  settle(): void {
    if (this.#scale === 1) return
    const { weights, biases } = this.#places.layers[0]
    const own = this.#parameters
    for (let i = weights; i < biases; i++) own[i] *= this.#scale
    this.#setScale(1)
  }

  /** As `Engine.load`. */
  load(parameters: Float64Array, optimizerState: Float64Array | undefined): void {
    const { trainable, standardization } = this.#layout
    toOwnPlaces(this.#layout, this.#places, parameters, this.#parameters)
    this.#slots.forEach((own, slot) => {
      if (!optimizerState) own.fill(0)
      else {
        const state = optimizerState.subarray(slot * trainable, (slot + 1) * trainable)
        toOwnPlaces(this.#layout, this.#places, state, own)
      }
    })
    this.#setScale(1)
    this.#standardization =
      standardization === undefined ? [] : [...parameters.subarray(standardization, standardization + 2)]
  }

  /** As `Engine.readParameters`. */
  read(): Float64Array {
    const result = new Float64Array(this.#layout.length)
    toStandardPlaces(this.#layout, this.#places, this.#parameters, result)
    if (this.#scale !== 1) {
      const { weights, biases } = this.#layout.layers[0]
      for (let i = weights; i < biases; i++) result[i] = Math.fround(result[i] * this.#scale)
    }
    result.set(this.#standardization, this.#layout.standardization)
    return result
  }

  /** As `Engine.readOptimizerState`. */
  readOptimizerState(): Float64Array {
    const { trainable } = this.#layout
    const slots = this.#slots
    const result = new Float64Array(slots.length * trainable)
    slots.forEach((own, slot) => {
      const state = result.subarray(slot * trainable, (slot + 1) * trainable)
      toStandardPlaces(this.#layout, this.#places, own, state)
    })
    return result
  }

  /** As `Engine.readGradient`. */
  readGradient(): Float64Array {
    const result = new Float64Array(this.#layout.length)
    const trained = result.subarray(0, this.#layout.trainable)
    toStandardPlaces(this.#layout, this.#places, this.gradient, trained)
    return result
  }

  /** The stored gradient where it lies; what fills up vectors and panels is 0. */
  get gradient(): Float32Array {
    return this.#network.floats(this.#network.places.gradient, this.#places.trainable)
  }

  get #parameters(): Float32Array {
    return this.#network.floats(this.#network.places.parameters, this.#places.length)
  }

  get #slots(): Float32Array[] {
    return this.#network.places.slots.map((slot) => this.#network.floats(slot, this.#places.trainable))
  }

  #setScale(scale: number): void {
    this.#scale = scale
    this.#network.set({ scale })
  }
}
