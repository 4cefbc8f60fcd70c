import { activationOf } from '../../activations/settings.ts'
import { DataError, type LabelledImages } from '../../data/data-set.ts'
import { euclideanNorm } from '../../math/norm.ts'
import { parameterLayout, type ParameterLayout } from '../../network/parameters.ts'
import { clippingFactor } from '../../optimizers/clip-gradient.ts'
import type {
  Engine,
  EngineRecipe,
  LayerActivity,
  MiniBatch,
  PassResult,
  Penalty,
  StepSettings,
} from '../engine.ts'
import { countFlat, summarizeFlat } from '../flat-neurons.ts'
import { InputValues } from '../input-values.ts'
import { AugmentationMemory } from './augmentation-memory.ts'
import type { EngineThreads } from './engine-threads.ts'
import { JOB, KernelNetwork, LOOK_AHEAD } from './kernel-network.ts'
import { stepFields } from './optimizer-fields.ts'
import { kernelModule, type KernelModule } from './load-kernels.ts'
import { layOutParameters, type ParameterOffsets } from './parameter-offsets.ts'
import type { NetFields } from './structures.ts'
import { MOST_SPARSE_PIXELS, SCRATCH_BYTES, storeImages, storeInputs, type WasmData } from './wasm-data.ts'
import { WasmParameters } from './wasm-parameters.ts'

/** What becomes of a gradient; see kernels/gradients.ts. */
const MODE = { step: 0, store: 1, add: 2 } as const

/** Examples at a time, at least: evaluation is quicker in larger batches than small training steps. */
const SMALLEST_CHUNK = 128
/** A larger mini-batch goes in parts of this size: what is at work stays in the caches. */
const LARGEST_CHUNK = 512
/** Up to this mini-batch size, updating straight from the pixels is quicker than sorting them first. */
const LARGEST_DIRECT_BATCH = 40

export interface WasmEngineOptions {
  /** Whether to use fused multiply-add: faster, but its last bits may differ between machines. */
  readonly isRelaxed?: boolean
  readonly threads?: EngineThreads | undefined
  /**
   * Examples that are at work together, at most; without it, as many as suit the caches. With batch normalization, at
   * least a mini-batch.
   */
  readonly capacity?: number
  /** Whether inputs that are 0 are left out; without it, where a background pixel is the input 0. */
  readonly isSparse?: boolean
  /** The kernels, of the build that `isRelaxed` and `threads` ask for; without it, the host's. */
  readonly kernels?: KernelModule
}

/**
 * The float32 engine: SIMD kernels in WebAssembly (kernels/), on as many threads as it is given. Every sum has one
 * order, so that the bytes of a training do not depend on their number.
 */
export class WasmEngine implements Engine<WasmData> {
  readonly layout: ParameterLayout
  readonly #recipe: EngineRecipe
  readonly #network: KernelNetwork
  readonly #parameters: WasmParameters
  readonly #values: InputValues
  readonly #isSparse: boolean
  readonly #capacity: number
  /** In whose order the gradient's norm is summed, on every host. */
  readonly #normOffsets: ParameterOffsets
  /** Where images pass through on their way into the kernels' memory; 0 before the first. */
  #scratch = 0
  /** Made when a mini-batch is to be varied for the first time. */
  #augmentation: AugmentationMemory | undefined

  /** @throws RangeError where there is not enough memory */
  constructor(
    recipe: EngineRecipe,
    { isRelaxed = false, threads, capacity, isSparse, kernels }: WasmEngineOptions = {},
  ) {
    this.#recipe = recipe
    this.layout = parameterLayout(recipe)
    this.#values = new InputValues(recipe.data.normalization, this.layout)
    this.#isSparse = (isSparse ?? this.#values.isSparse) && recipe.inputSize <= MOST_SPARSE_PIXELS
    const atOnce = recipe.layers.some(({ batchNorm }) => batchNorm)
      ? recipe.batchSize
      : Math.min(recipe.batchSize, LARGEST_CHUNK)
    this.#capacity = capacity ?? Math.max(atOnce, SMALLEST_CHUNK)
    const { module, step } = kernels ?? kernelModule(isRelaxed, (threads?.count ?? 1) > 1)
    const offsets = layOutParameters(this.layout, this.#isSparse, step)
    this.#network = new KernelNetwork({
      plan: { recipe, layout: this.layout, offsets, capacity: this.#capacity, isSparse: this.#isSparse },
      module,
      threads,
    })
    this.#parameters = new WasmParameters(this.#network, this.layout, offsets)
    this.#normOffsets = step === 1 ? offsets : layOutParameters(this.layout, this.#isSparse, 1)
  }

  prepare(images: LabelledImages): WasmData {
    const pixels = images.rows * images.columns
    const { inputSize } = this.#recipe
    if (pixels !== inputSize) {
      throw new DataError(
        `Inputs: expected ${pixels}, one for each of the ${images.rows} × ${images.columns} pixels, got ${inputSize}`,
      )
    }
    const { memory, kernels } = this.#network
    this.#scratch ||= memory.allocate(Math.max(SCRATCH_BYTES, pixels))
    return storeImages({ memory, kernels, scratch: this.#scratch }, images, this.#isSparse)
  }

  /**
   * Takes in inputs that are not pixels; only for an engine without sparse inputs.
   * @param x `(labels.length, inputs)`
   */
  prepareInputs(x: Float64Array, labels: Uint8Array): WasmData {
    return storeInputs(this.#network.memory, x, labels)
  }

  /** What each byte is as an input, `(256)`, until the next `load`: other values than the recipe's normalization gives. */
  setInputValues(values: Float64Array): void {
    this.#network.memory.f32.set(values, this.#network.addresses.table / 4)
  }

  /**
   * A copy of what layer `layer` had for the first `m` of the examples that were last at work together, `(m, units)`:
   * its pre-activations z, what its activation got s, or its activations a.
   */
  readLayer(layer: number, quantity: 'z' | 's' | 'a', m: number): Float64Array {
    const buffers = this.#network.addresses.buffers[layer]!
    const { units } = this.#recipe.layers[layer]!
    const result = new Float64Array(m * units)
    for (let i = 0; i < m; i++) {
      result.set(this.#network.floats(buffers[quantity] + i * buffers.stride, units), i * units)
    }
    return result
  }

  load(parameters: Float64Array, optimizerState?: Float64Array): void {
    this.#parameters.load(parameters, optimizerState)
    this.#values.update(parameters)
    this.setInputValues(this.#values.table)
  }

  readParameters(): Float64Array {
    return this.#parameters.read()
  }

  readOptimizerState(): Float64Array {
    return this.#parameters.readOptimizerState()
  }

  readGradient(): Float64Array {
    return this.#parameters.readGradient()
  }

  step(batch: MiniBatch<WasmData>, settings: StepSettings): PassResult {
    this.#describeStep(batch, settings)
    if (this.#isDirect(batch.penalty, settings)) return this.#stepDirectly(batch, settings.learningRate)
    const parts = this.#stepOnGradient(batch, settings.keepsGradient)
    for (;;) {
      const part = parts.next()
      if (part.done) return part.value
    }
  }

  *stepInChunks(batch: MiniBatch<WasmData>, settings: StepSettings): Generator<number, PassResult> {
    this.#describeStep(batch, settings)
    return yield* this.#stepOnGradient(batch, settings.keepsGradient)
  }

  evaluate(data: WasmData, from: number, to: number): PassResult {
    const total = { lossSum: 0, correct: 0 }
    this.#evaluateChunks(data, from, to, (m) => this.#network.addResult(total, m))
    return total
  }

  predict(data: WasmData, visit: (index: number, outputs: Float32Array, loss: number) => void): void {
    const { buffers, losses } = this.#network.addresses
    const { a, stride } = buffers[buffers.length - 1]!
    const { units } = this.#recipe.layers[this.#recipe.layers.length - 1]!
    let index = 0
    this.#evaluateChunks(data, 0, data.count, (m) => {
      const lossOf = this.#network.floats(losses, m)
      for (let i = 0; i < m; i++) visit(index++, this.#network.floats(a + i * stride, units), lossOf[i]!)
    })
  }

  observe(data: WasmData, count: number): LayerActivity[] {
    const hidden = this.#recipe.layers.slice(0, -1)
    const flat = hidden.map(({ units }) => new Uint32Array(units))
    this.#evaluateChunks(data, 0, count, (m) => {
      flat.forEach((counts, k) => {
        const { s, a, stride } = this.#network.addresses.buffers[k]!
        const rowOf = (address: number): Float32Array => this.#network.floats(address, (m * stride) / 4)
        countFlat(counts, activationOf(hidden[k]!), rowOf(s), rowOf(a), m, stride / 4)
      })
    })
    return flat.map((counts) => summarizeFlat(counts, count))
  }

  close(): void {
    this.#network.close()
  }

  /** Where a mini-batch's inputs lie; varied ones are made there when the kernels come to them. */
  #sourceOf({ data, augmentation }: MiniBatch<WasmData>): NetFields {
    if (!augmentation) return data.fields
    this.#augmentation ??= new AugmentationMemory(this.#network.memory, {
      pixels: this.#recipe.inputSize,
      capacity: this.#capacity,
      threads: this.#network.threads,
      isSparse: this.#isSparse,
    })
    return this.#augmentation.describe(data, augmentation)
  }

  /** Whether the first layer is updated straight from the pixels; the same throughout a recipe, but for kept gradients. */
  #isDirect({ l1, l2 }: Penalty, { learningRate, keepsGradient }: StepSettings): boolean {
    const { optimizer, gradientClipping, batchSize } = this.#recipe
    return (
      this.#isSparse &&
      optimizer.name === 'sgd' &&
      batchSize <= Math.min(LARGEST_DIRECT_BATCH, this.#capacity) &&
      gradientClipping === null &&
      l1 === 0 &&
      learningRate * l2 < 0.5 &&
      !keepsGradient
    )
  }

  /**
   * A small mini-batch of plain gradient descent. L2 shrinks all of the first layer's weights at once by their scale:
   * w = scale · stored, so w ← (1 − η λ) w − η g is scale ← (1 − η λ) scale and stored ← stored − η/scale · g.
   */
  #stepDirectly({ data, order, from, to, penalty }: MiniBatch<WasmData>, learningRate: number): PassResult {
    const scale = Math.fround(this.#parameters.scale * (1 - learningRate * penalty.l2))
    this.#network.set({
      mode: MODE.step,
      isPenalized: Number(penalty.l2 !== 0),
      ...penalty,
      directRate: -learningRate / scale,
    })
    this.#network.takeExamples(data, order.subarray(from, to + LOOK_AHEAD), to - from)
    this.#network.run(JOB.trainDirect)
    this.#parameters.rescale(scale)
    const result = { lossSum: 0, correct: 0 }
    this.#network.addResult(result, to - from)
    return result
  }

  #describeStep(batch: MiniBatch<WasmData>, { step, learningRate }: StepSettings): void {
    this.#network.describeStep(this.#sourceOf(batch), batch.to - batch.from, batch.dropout)
    this.#network.set(stepFields(this.#recipe.optimizer, step, learningRate))
  }

  *#stepOnGradient(
    { data, order, from, to, penalty }: MiniBatch<WasmData>,
    keepsGradient: boolean,
  ): Generator<number, PassResult> {
    const network = this.#network
    this.#parameters.settle()
    const { gradientClipping } = this.#recipe
    const isStored = keepsGradient || gradientClipping !== null || to - from > this.#capacity
    const result = { lossSum: 0, correct: 0 }
    for (let start = from; start < to; start += this.#capacity) {
      const end = Math.min(to, start + this.#capacity)
      network.set({
        mode: !isStored ? MODE.step : start === from ? MODE.store : MODE.add,
        isPenalized: Number(start === from && (penalty.l1 !== 0 || penalty.l2 !== 0)),
        ...penalty,
      })
      network.takeExamples(data, order.subarray(start, end + LOOK_AHEAD), end - start, start - from)
      network.run(JOB.train)
      network.addResult(result, end - start)
      if (end < to) yield end - start
    }
    if (!isStored) return result
    if (gradientClipping !== null) {
      const norm = euclideanNorm(this.#parameters.gradientAs(this.#normOffsets))
      network.set({ gradientFactor: clippingFactor(norm, gradientClipping) })
    }
    network.run(JOB.stepOnStored)
    return result
  }

  #evaluateChunks(data: WasmData, from: number, to: number, visit: (m: number) => void): void {
    this.#network.describeEvaluation(data.fields)
    const order = Uint32Array.from({ length: Math.min(to - from, this.#capacity) }, (_, i) => from + i)
    for (let start = from; start < to; start += this.#capacity) {
      const m = Math.min(this.#capacity, to - start)
      this.#network.takeExamples(data, order.subarray(0, m), m)
      this.#network.run(JOB.evaluate)
      visit(m)
      for (let i = 0; i < order.length; i++) order[i]! += this.#capacity
    }
  }
}
