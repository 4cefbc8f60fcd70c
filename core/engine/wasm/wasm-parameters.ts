import type { ParameterLayout } from '../../network/parameters.ts'
import type { KernelNetwork } from './kernel-network.ts'
import { type ParameterOffsets, toKernelLayout, toStandardLayout } from './parameter-offsets.ts'

/** Below this, the first layer's scale is multiplied into its weights. */
const SMALLEST_SCALE = 1 / 16

/** The parameters of a network in the kernels' memory, and what lies like them, in and out. */
export class WasmParameters {
  readonly #network: KernelNetwork
  readonly #layout: ParameterLayout
  readonly #offsets: ParameterOffsets
  /** Inputs' shift and scale, which the kernels know by their table alone. */
  #standardization: readonly number[] = []
  #scale = 1

  constructor(network: KernelNetwork, layout: ParameterLayout, offsets: ParameterOffsets) {
    this.#network = network
    this.#layout = layout
    this.#offsets = offsets
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
    const { weights, biases } = this.#offsets.layers[0]!
    const own = this.#parameters
    for (let i = weights; i < biases; i++) own[i]! *= this.#scale
    this.#setScale(1)
  }

  /** As `Engine.load`. */
  load(parameters: Float64Array, optimizerState: Float64Array | undefined): void {
    const { trainable, standardization } = this.#layout
    toKernelLayout(this.#layout, this.#offsets, parameters, this.#parameters)
    this.#slots.forEach((own, slot) => {
      if (!optimizerState) own.fill(0)
      else {
        const state = optimizerState.subarray(slot * trainable, (slot + 1) * trainable)
        toKernelLayout(this.#layout, this.#offsets, state, own)
      }
    })
    this.#setScale(1)
    this.#standardization =
      standardization === undefined ? [] : [...parameters.subarray(standardization, standardization + 2)]
  }

  /** As `Engine.readParameters`. */
  read(): Float64Array {
    const result = new Float64Array(this.#layout.length)
    toStandardLayout(this.#layout, this.#offsets, this.#parameters, result)
    if (this.#scale !== 1) {
      const { weights, biases } = this.#layout.layers[0]!
      for (let i = weights; i < biases; i++) result[i] = Math.fround(result[i]! * this.#scale)
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
      toStandardLayout(this.#layout, this.#offsets, own, state)
    })
    return result
  }

  /** As `Engine.readGradient`. */
  readGradient(): Float64Array {
    const result = new Float64Array(this.#layout.length)
    const trained = result.subarray(0, this.#layout.trainable)
    toStandardLayout(this.#layout, this.#offsets, this.#gradient, trained)
    return result
  }

  /** The stored gradient as it lies by these offsets; what fills up vectors and panels is 0. */
  gradientAs(offsets: ParameterOffsets): Float32Array {
    const own = this.#gradient
    if (offsets === this.#offsets) return own
    const standard = new Float64Array(this.#layout.trainable)
    toStandardLayout(this.#layout, this.#offsets, own, standard)
    const moved = new Float32Array(offsets.trainable)
    toKernelLayout(this.#layout, offsets, standard, moved)
    return moved
  }

  get #gradient(): Float32Array {
    return this.#network.floats(this.#network.addresses.gradient, this.#offsets.trainable)
  }

  get #parameters(): Float32Array {
    return this.#network.floats(this.#network.addresses.parameters, this.#offsets.length)
  }

  get #slots(): Float32Array[] {
    return this.#network.addresses.slots.map((slot) => this.#network.floats(slot, this.#offsets.trainable))
  }

  #setScale(scale: number): void {
    this.#scale = scale
    this.#network.set({ scale })
  }
}
