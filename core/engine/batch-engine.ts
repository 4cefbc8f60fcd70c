import { augmentBatch } from '../data/augmentation.ts'
import { DataError, type LabelledImages } from '../data/data-set.ts'
import type { ParameterLayout } from '../network/parameters.ts'
import { clipGradient } from '../optimizers/clip-gradient.ts'
import { createOptimizer } from '../optimizers/optimizers.ts'
import type {
  Engine,
  EngineData,
  EngineRecipe,
  LayerActivity,
  MiniBatch,
  PassResult,
  StepSettings,
} from './engine.ts'
import { countFlat, summarizeFlat } from './flat-neurons.ts'
import type { InputBatch } from './input-batch.ts'
import { InputValues } from './input-values.ts'
import { NetworkPass } from './network-pass.ts'

/** Images that the float64 engines work on. */
export interface BatchData extends EngineData {
  /** As they came. */
  readonly images: LabelledImages
}

/** What the float64 engines share: a pass over batches whose inputs one of them gathers its own way. */
export abstract class BatchEngine<Data extends BatchData> implements Engine<Data> {
  protected readonly pass: NetworkPass
  protected readonly batchSize: number
  protected readonly values: InputValues
  protected abstract readonly input: InputBatch
  readonly #recipe: EngineRecipe
  readonly #optimizer: ReturnType<typeof createOptimizer>
  readonly #y: Float64Array
  /** Laid out as the engine likes; what is trained comes first. */
  #parameters: Float64Array
  readonly #gradient: Float64Array
  readonly #optimizerState: Float64Array

  /** @param batchSize the largest mini-batch that it will be asked for */
  constructor(recipe: EngineRecipe, batchSize = recipe.batchSize) {
    this.pass = new NetworkPass(recipe, batchSize)
    this.batchSize = batchSize
    this.values = new InputValues(recipe.data.normalization, this.pass.layout)
    this.#recipe = recipe
    this.#optimizer = createOptimizer(recipe.optimizer)
    const { length, trainable } = this.layout
    this.#parameters = new Float64Array(length)
    this.#gradient = new Float64Array(length)
    this.#optimizerState = new Float64Array(trainable * this.#optimizer.slots)
    this.#y = new Float64Array(batchSize * this.pass.outputs)
  }

  get layout(): ParameterLayout {
    return this.pass.layout
  }

  /** A copy of parameters, or what is laid out like them, from the standard layout in the engine's own. */
  protected abstract toOwn(standard: Float64Array): Float64Array
  /** The way back. */
  protected abstract toStandard(own: Float64Array): Float64Array
  protected abstract take(images: LabelledImages): Data
  /** Makes example `index` the batch's i-th input. @returns its label */
  protected abstract gatherInput(data: Data, i: number, index: number): number

  load(parameters: Float64Array, optimizerState?: Float64Array): void {
    this.#parameters = this.toOwn(parameters)
    if (optimizerState) this.#optimizerState.set(this.#mapSlots(optimizerState, (slot) => this.toOwn(slot)))
    else this.#optimizerState.fill(0)
  }

  readParameters(): Float64Array {
    return this.toStandard(this.#parameters)
  }

  readOptimizerState(): Float64Array {
    return this.#mapSlots(this.#optimizerState, (slot) => this.toStandard(slot))
  }

  readGradient(): Float64Array {
    return this.toStandard(this.#gradient)
  }

  prepare(images: LabelledImages): Data {
    const pixels = images.rows * images.columns
    const { inputSize } = this.#recipe
    if (pixels !== inputSize) {
      throw new DataError(
        `Inputs: expected ${pixels}, one for each of the ${images.rows} × ${images.columns} pixels, got ${inputSize}`,
      )
    }
    return this.take(images)
  }

  step(batch: MiniBatch<Data>, { learningRate, step }: StepSettings): PassResult {
    const { data, order, from } = this.#vary(batch)
    const m = batch.to - batch.from
    const parameters = this.#parameters
    const gradient = this.#gradient
    this.values.update(parameters)
    this.#gather(data, m, (i) => order[from + i]!)
    this.pass.forward(parameters, this.input, m, batch.dropout)
    this.pass.backward(gradient, parameters, this.input, this.#y, m, batch.penalty)
    this.pass.updateStatistics(parameters, m)
    const result = this.pass.measure(this.#y, m)
    const { trainable } = this.layout
    const { gradientClipping } = this.#recipe
    const trained = gradient.subarray(0, trainable)
    if (gradientClipping !== null) clipGradient(trained, gradientClipping)
    this.#optimizer.step(parameters.subarray(0, trainable), trained, this.#optimizerState, step, learningRate)
    return result
  }

  close(): void {
    // Nothing runs beside this thread.
  }

  evaluate(data: Data, from: number, to: number): PassResult {
    const total = { lossSum: 0, correct: 0 }
    this.#evaluateBatches(data, from, to, (m) => {
      const { lossSum, correct } = this.pass.measure(this.#y, m)
      total.lossSum += lossSum
      total.correct += correct
    })
    return total
  }

  predict(data: Data, visit: (index: number, outputs: Float64Array, loss: number) => void): void {
    const { outputs, layers } = this.pass
    const { a } = layers[layers.length - 1]!
    let index = 0
    this.#evaluateBatches(data, 0, data.count, (m) => {
      for (let i = 0; i < m; i++) {
        visit(index++, a.subarray(i * outputs, (i + 1) * outputs), this.pass.lossOf(this.#y, i))
      }
    })
  }

  observe(data: Data, count: number): LayerActivity[] {
    const flat = this.pass.layout.layers.slice(0, -1).map(({ outFeatures }) => new Uint32Array(outFeatures))
    this.#evaluateBatches(data, 0, count, (m) => {
      flat.forEach((counts, k) => {
        const { activation, s, a } = this.pass.layers[k]!
        countFlat(counts, activation, s, a, m, counts.length)
      })
    })
    return flat.map((counts) => summarizeFlat(counts, count))
  }

  /** A mini-batch's images as they go into the network, varied where that is asked for. */
  #vary({ data, order, from, to, augmentation }: MiniBatch<Data>): {
    data: Data
    order: ArrayLike<number>
    from: number
  } {
    if (!augmentation) return { data, order, from }
    const { settings, seed, epoch } = augmentation
    const images = augmentBatch(data.images, order.subarray(from, to), settings, seed, epoch)
    return { data: this.take(images), order: Array.from({ length: images.count }, (_, i) => i), from: 0 }
  }

  #evaluateBatches(data: Data, from: number, to: number, visit: (m: number) => void): void {
    const parameters = this.#parameters
    this.values.update(parameters)
    for (let start = from; start < to; start += this.batchSize) {
      const m = Math.min(this.batchSize, to - start)
      this.#gather(data, m, (i) => start + i)
      this.pass.forward(parameters, this.input, m)
      visit(m)
    }
  }

  /** A copy of the optimizer's memory with each of its slots, laid out like the trained parameters, mapped. */
  #mapSlots(state: Float64Array, map: (slot: Float64Array) => Float64Array): Float64Array {
    const { trainable } = this.layout
    const result = new Float64Array(state.length)
    for (let from = 0; from < state.length; from += trainable) {
      result.set(map(state.subarray(from, from + trainable)), from)
    }
    return result
  }

  #gather(data: Data, m: number, indexOf: (i: number) => number): void {
    const { outputs } = this.pass
    this.#y.fill(0, 0, m * outputs)
    for (let i = 0; i < m; i++) this.#y[i * outputs + this.gatherInput(data, i, indexOf(i))] = 1
  }
}
