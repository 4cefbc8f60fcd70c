import { DataError, type LabelledImages } from '../../data/data-set.ts'
import type { DropoutKeys } from '../../layers/dropout.ts'
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
import { KernelMemory } from './kernel-memory.ts'
import { instantiateKernels, kernelModule, type Kernels } from './load-kernels.ts'
import { type NetworkMemory, placeNetwork } from './network-memory.ts'
import { stepFields } from './optimizer-fields.ts'
import { type ParameterPlaces, placeParameters, toOwnPlaces, toStandardPlaces } from './parameter-places.ts'
import { MOST_SPARSE_PIXELS, SCRATCH_BYTES, storeImages, storeInputs, type WasmData } from './wasm-data.ts'
import type { NetField } from './structures.ts'
import { ThreadChoice } from './thread-choice.ts'
import type { WasmMemory, WasmModule } from './web-assembly.ts'

type NetFields = Readonly<Partial<Record<NetField, number>>>

/** Jobs of the kernels; see kernels/index.ts. */
const JOB = { exit: 0, train: 1, evaluate: 2, stepOnStored: 3, trainDirect: 4 } as const
/** What becomes of a gradient; see kernels/gradients.ts. */
const MODE = { step: 0, store: 1, add: 2 } as const

/** Examples at a time, at least: evaluation is quicker in larger batches than small training steps. */
const SMALLEST_CHUNK = 128
/** A larger mini-batch goes in parts of this size: what is at work stays in the caches. */
const LARGEST_CHUNK = 512
/** Up to this mini-batch size, updating straight from the pixels is quicker than sorting them first. */
const LARGEST_DIRECT_BATCH = 40
/** Examples after a mini-batch whose rows are touched early. */
const LOOK_AHEAD = 64
/** Below this, the first layer's scale is multiplied into its weights. */
const SMALLEST_SCALE = 1 / 16

/** Threads beside the caller's. */
export interface EngineThreads {
  /** All threads together, the caller's included. */
  readonly count: number
  /** A clock, in milliseconds, by which the engine sees whether they are quicker than one; without it, all work. */
  readonly now?: () => number
  /**
   * Starts a thread that instantiates the module on the memory (its import `env.memory`) and calls its export
   * `serve(net, thread)`, which returns when the engine is closed.
   */
  readonly start: (job: {
    readonly module: WasmModule
    readonly memory: WasmMemory
    readonly net: number
    readonly thread: number
  }) => void
}

export interface WasmEngineOptions {
  /** Whether to use fused multiply-add: faster, but its last bits may differ between machines. */
  readonly isRelaxed?: boolean
  readonly threads?: EngineThreads | undefined
  /**
   * Examples that are at work together, at most; without it, as many as suit the caches. With batch normalization, at
   * least a mini-batch.
   */
  readonly capacity?: number
  /** Whether inputs that are 0 are left out; without it, where a pixel without ink is the input 0. */
  readonly isSparse?: boolean
}

/**
 * The float32 engine: SIMD kernels in WebAssembly (kernels/), on as many threads as it is given. Every sum has one
 * order, so that the bytes of a training do not depend on their number.
 */
export class WasmEngine implements Engine<WasmData> {
  readonly layout: ParameterLayout
  readonly #recipe: EngineRecipe
  readonly #places: ParameterPlaces
  readonly #memory: KernelMemory
  readonly #kernels: Kernels
  readonly #network: NetworkMemory
  readonly #values: InputValues
  readonly #isSparse: boolean
  readonly #capacity: number
  /** Where images pass through on their way into the kernels' memory; 0 before the first. */
  #scratch = 0
  readonly #threads: number
  readonly #threadChoice: ThreadChoice | undefined
  /** Made when a mini-batch is to be varied for the first time. */
  #augmentation: AugmentationMemory | undefined
  /** What the kernels were told last: where the inputs lie, and of which kind the pass is. */
  #source: NetFields | undefined
  #passOf: number | undefined
  /** Inputs' shift and scale, which the kernels know by their table alone. */
  #standardization: readonly number[] = []
  /** The first layer's true weights are the stored ones times this. */
  #scale = 1

  /** @throws RangeError where there is not enough memory */
  constructor(
    recipe: EngineRecipe,
    { isRelaxed = false, threads, capacity, isSparse }: WasmEngineOptions = {},
  ) {
    const count = threads?.count ?? 1
    this.#recipe = recipe
    this.#threads = count
    if (count > 1 && threads?.now) this.#threadChoice = new ThreadChoice(threads.now)
    this.layout = parameterLayout(recipe)
    this.#values = new InputValues(recipe.data.normalization, this.layout)
    this.#isSparse = (isSparse ?? this.#values.isSparse) && recipe.inputSize <= MOST_SPARSE_PIXELS
    this.#places = placeParameters(this.layout, this.#isSparse)
    const atOnce = recipe.layers.some(({ batchNorm }) => batchNorm)
      ? recipe.batchSize
      : Math.min(recipe.batchSize, LARGEST_CHUNK)
    this.#capacity = capacity ?? Math.max(atOnce, SMALLEST_CHUNK)
    this.#memory = new KernelMemory(count > 1)
    this.#network = placeNetwork(this.#memory, {
      recipe,
      layout: this.layout,
      places: this.#places,
      capacity: this.#capacity,
      lookAhead: LOOK_AHEAD,
      threads: count,
      isSparse: this.#isSparse,
    })
    const module = kernelModule(isRelaxed, count > 1)
    const { memory } = this.#memory
    this.#kernels = instantiateKernels(module, memory)
    this.#kernels.writeConstants()
    for (let thread = 1; thread < count; thread++) {
      threads?.start({ module, memory, net: this.#network.net.address, thread })
    }
  }

  prepare(images: LabelledImages): WasmData {
    const pixels = images.rows * images.columns
    const { inputSize } = this.#recipe
    if (pixels !== inputSize) {
      throw new DataError(
        `Inputs: expected ${pixels}, one for each of the ${images.rows} × ${images.columns} pixels, got ${inputSize}`,
      )
    }
    this.#scratch ||= this.#memory.allocate(Math.max(SCRATCH_BYTES, pixels))
    const store = { memory: this.#memory, kernels: this.#kernels, scratch: this.#scratch }
    return storeImages(store, images, this.#isSparse)
  }

  /**
   * Takes in inputs that are not pixels; only for an engine without sparse inputs.
   * @param x `(labels.length, inputs)`
   */
  prepareInputs(x: Float64Array, labels: Uint8Array): WasmData {
    return storeInputs(this.#memory, x, labels)
  }

  /** What each byte is as an input, `(256)`, until the next `load`: other values than the recipe's normalization gives. */
  setInputValues(values: Float64Array): void {
    this.#memory.f32.set(values, this.#network.table / 4)
  }

  /**
   * A copy of what layer `layer` had for the first `m` of the examples that were last at work together, `(m, units)`:
   * its pre-activations z, what its activation got s, or its activations a.
   */
  readLayer(layer: number, quantity: 'z' | 's' | 'a', m: number): Float64Array {
    const buffers = this.#network.buffers[layer]
    const { units } = this.#recipe.layers[layer]
    const result = new Float64Array(m * units)
    for (let i = 0; i < m; i++) {
      result.set(this.#floats(buffers[quantity] + i * buffers.stride, units), i * units)
    }
    return result
  }

  load(parameters: Float64Array, optimizerState?: Float64Array): void {
    const { length, trainable } = this.#places
    toOwnPlaces(this.layout, this.#places, parameters, this.#floats(this.#network.parameters, length))
    this.#network.slots.forEach((address, slot) => {
      const own = this.#floats(address, trainable)
      const from = slot * this.layout.trainable
      if (!optimizerState) own.fill(0)
      else
        toOwnPlaces(
          this.layout,
          this.#places,
          optimizerState.subarray(from, from + this.layout.trainable),
          own,
        )
    })
    this.#setScale(1)
    this.#values.update(parameters)
    this.#memory.f32.set(this.#values.table, this.#network.table / 4)
    const { standardization } = this.layout
    this.#standardization =
      standardization === undefined ? [] : [...parameters.subarray(standardization, standardization + 2)]
  }

  readParameters(): Float64Array {
    const result = new Float64Array(this.layout.length)
    const own = this.#floats(this.#network.parameters, this.#places.length)
    toStandardPlaces(this.layout, this.#places, own, result)
    if (this.#scale !== 1) {
      const { weights, biases } = this.layout.layers[0]
      for (let i = weights; i < biases; i++) result[i] = Math.fround(result[i] * this.#scale)
    }
    result.set(this.#standardization, this.layout.standardization)
    return result
  }

  readOptimizerState(): Float64Array {
    const { trainable } = this.layout
    const { slots } = this.#network
    const result = new Float64Array(slots.length * trainable)
    slots.forEach((address, slot) => {
      const own = this.#floats(address, this.#places.trainable)
      toStandardPlaces(
        this.layout,
        this.#places,
        own,
        result.subarray(slot * trainable, (slot + 1) * trainable),
      )
    })
    return result
  }

  readGradient(): Float64Array {
    const result = new Float64Array(this.layout.length)
    const own = this.#floats(this.#network.gradient, this.#places.trainable)
    toStandardPlaces(this.layout, this.#places, own, result.subarray(0, this.layout.trainable))
    return result
  }

  step(batch: MiniBatch<WasmData>, settings: StepSettings): PassResult {
    const { net } = this.#network
    if (this.#threadChoice) net.set('threads', this.#threadChoice.begin() ? this.#threads : 1)
    this.#setSource(this.#sourceOf(batch))
    this.#setPass(batch.to - batch.from)
    net.setAll(stepFields(this.#recipe.optimizer, settings.step, settings.learningRate))
    this.#setDropout(batch.dropout)
    if (this.#isDirect(batch.penalty, settings)) return this.#stepDirectly(batch, settings.learningRate)
    this.#settle()
    return this.#stepOnGradient(batch, settings.keepsGradient)
  }

  evaluate(data: WasmData, from: number, to: number): PassResult {
    this.#threadChoice?.pause()
    const total = { lossSum: 0, correct: 0 }
    this.#evaluateChunks(data, from, to, (m) => this.#addResult(total, m))
    return total
  }

  predict(data: WasmData, visit: (index: number, outputs: Float32Array, loss: number) => void): void {
    const { buffers, losses } = this.#network
    const { a, stride } = buffers[buffers.length - 1]
    const { units } = this.#recipe.layers[this.#recipe.layers.length - 1]
    let index = 0
    this.#evaluateChunks(data, 0, data.count, (m) => {
      for (let i = 0; i < m; i++) {
        visit(index++, this.#floats(a + i * stride, units), this.#memory.f32[losses / 4 + i])
      }
    })
  }

  observe(data: WasmData, count: number): LayerActivity[] {
    const hidden = this.#recipe.layers.slice(0, -1)
    const flat = hidden.map(({ units }) => new Uint32Array(units))
    this.#evaluateChunks(data, 0, count, (m) => {
      flat.forEach((counts, k) => {
        const { s, a, stride } = this.#network.buffers[k]
        const rowOf = (address: number): Float32Array => this.#floats(address, (m * stride) / 4)
        countFlat(counts, hidden[k].activation, rowOf(s), rowOf(a), m, stride / 4)
      })
    })
    return flat.map((counts) => summarizeFlat(counts, count))
  }

  close(): void {
    this.#network.net.set('threads', this.#threads)
    this.#run(JOB.exit)
  }

  /** Where a mini-batch's inputs lie; varied ones are made there when the kernels come to them. */
  #sourceOf({ data, augmentation }: MiniBatch<WasmData>): NetFields {
    if (!augmentation) return data.fields
    this.#augmentation ??= new AugmentationMemory(this.#memory, {
      pixels: this.#recipe.inputSize,
      capacity: this.#capacity,
      threads: this.#threads,
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
    const { net } = this.#network
    const scale = Math.fround(this.#scale * (1 - learningRate * penalty.l2))
    net.setAll({
      mode: MODE.step,
      isPenalized: Number(penalty.l2 !== 0),
      l1: 0,
      l2: penalty.l2,
      directRate: -learningRate / scale,
    })
    this.#takeExamples(data, order.subarray(from, to + LOOK_AHEAD), to - from)
    this.#run(JOB.trainDirect)
    this.#setScale(scale)
    if (scale < SMALLEST_SCALE) this.#settle()
    const result = { lossSum: 0, correct: 0 }
    this.#addResult(result, to - from)
    return result
  }

  #stepOnGradient(
    { data, order, from, to, penalty }: MiniBatch<WasmData>,
    keepsGradient: boolean,
  ): PassResult {
    const { net, gradient } = this.#network
    const { gradientClipping } = this.#recipe
    const isStored = keepsGradient || gradientClipping !== null || to - from > this.#capacity
    const result = { lossSum: 0, correct: 0 }
    for (let start = from; start < to; start += this.#capacity) {
      const end = Math.min(to, start + this.#capacity)
      net.setAll({
        mode: !isStored ? MODE.step : start === from ? MODE.store : MODE.add,
        isPenalized: Number(start === from && (penalty.l1 !== 0 || penalty.l2 !== 0)),
        ...penalty,
      })
      this.#takeExamples(data, order.subarray(start, end + LOOK_AHEAD), end - start, start - from)
      this.#run(JOB.train)
      this.#addResult(result, end - start)
    }
    if (!isStored) return result
    if (gradientClipping !== null) {
      const norm = euclideanNorm(this.#floats(gradient, this.#places.trainable))
      net.set('gradientFactor', clippingFactor(norm, gradientClipping))
    }
    this.#run(JOB.stepOnStored)
    return result
  }

  #evaluateChunks(data: WasmData, from: number, to: number, visit: (m: number) => void): void {
    this.#setSource(data.fields)
    this.#setPass(0)
    const order = Uint32Array.from({ length: Math.min(to - from, this.#capacity) }, (_, i) => from + i)
    for (let start = from; start < to; start += this.#capacity) {
      const m = Math.min(this.#capacity, to - start)
      this.#takeExamples(data, order, m)
      this.#run(JOB.evaluate)
      visit(m)
      for (let i = 0; i < order.length; i++) order[i] += this.#capacity
    }
  }

  /** @param order of the examples, from the first on; what follows `count` of them comes next */
  #takeExamples({ x }: WasmData, order: Uint32Array, count: number, firstExample = 0): void {
    const { net, layers, order: address, rows } = this.#network
    this.#memory.i32.set(order, address / 4)
    if (x && rows !== undefined) {
      const { inputSize } = this.#recipe
      const stride = layers[0].get('belowStride')
      order.subarray(0, count).forEach((index, i) => {
        this.#memory.f32.set(x.subarray(index * inputSize, (index + 1) * inputSize), (rows + i * stride) / 4)
      })
    }
    net.setAll({ examples: count, ordered: order.length, firstExample })
  }

  #run(job: number): void {
    const { net } = this.#network
    net.set('job', job)
    this.#kernels.run(net.address)
  }

  #addResult(result: PassResult, m: number): void {
    const { losses, hits } = this.#network
    const { f32, u8 } = this.#memory
    for (let i = 0; i < m; i++) {
      result.lossSum += f32[losses / 4 + i]
      result.correct += u8[hits + i]
    }
  }

  #setDropout(keys: DropoutKeys): void {
    this.#recipe.layers.forEach(({ dropout }, k) => {
      if (dropout > 0) {
        this.#network.layers[k].setAll({ dropoutKey1: keys[2 * k], dropoutKey2: keys[2 * k + 1] })
      }
    })
  }

  #setSource(fields: NetFields): void {
    if (fields === this.#source) return
    this.#source = fields
    this.#network.net.setAll(fields)
  }

  /** @param m examples of the mini-batch; 0: the pass evaluates */
  #setPass(m: number): void {
    if (m === this.#passOf) return
    this.#passOf = m
    const usesBatchStatistics = Number(m > 1)
    this.#network.net.setAll({
      isTraining: Number(m > 0),
      usesBatchStatistics,
      movesStatistics: usesBatchStatistics,
      unbiased: m / (m - 1),
      inverseExamples: 1 / m,
    })
  }

  #setScale(scale: number): void {
    this.#scale = scale
    this.#network.net.set('scale', scale)
  }

  /** Multiplies the scale into the weights. */
  #settle(): void {
    if (this.#scale === 1) return
    const { weights, biases } = this.#places.layers[0]
    const own = this.#floats(this.#network.parameters, this.#places.length)
    for (let i = weights; i < biases; i++) own[i] *= this.#scale
    this.#setScale(1)
  }

  #floats(address: number, count: number): Float32Array {
    return this.#memory.f32.subarray(address / 4, address / 4 + count)
  }
}
