import { ELEMENTWISE_ACTIVATIONS } from '../activations/elementwise.ts'
import type { ActivationName } from '../activations/names.ts'
import { DataError, type LabelledImages } from '../data/data-set.ts'
import type { ParameterLayout } from '../network/parameters.ts'
import type { Engine, EngineData, LayerActivity, MiniBatch, NetworkRecipe, PassResult } from './engine.ts'
import type { InputBatch } from './input-batch.ts'
import { InputValues } from './input-values.ts'
import { NetworkPass } from './network-pass.ts'

/** A slope below this share of the activation's steepest is flat. */
const FLAT = 0.01
/** A neuron that is flat on this share of examples is saturated. */
const MOSTLY = 0.9

/** What the float64 engines share: a pass over batches whose inputs one of them gathers its own way. */
export abstract class BatchEngine<Data extends EngineData> implements Engine<Data> {
  protected readonly pass: NetworkPass
  protected readonly batchSize: number
  protected readonly values: InputValues
  protected abstract readonly input: InputBatch
  readonly #inputSize: number
  readonly #y: Float64Array

  /** @param batchSize the largest mini-batch that it will be asked for */
  constructor(recipe: NetworkRecipe, batchSize: number) {
    this.pass = new NetworkPass(recipe, batchSize)
    this.batchSize = batchSize
    this.values = new InputValues(recipe.data.normalization, this.pass.layout)
    this.#inputSize = recipe.inputSize
    this.#y = new Float64Array(batchSize * this.pass.outputs)
  }

  get layout(): ParameterLayout {
    return this.pass.layout
  }

  abstract load(standard: Float64Array): Float64Array
  abstract store(own: Float64Array): Float64Array
  protected abstract take(images: LabelledImages): Data
  /** Makes example `index` the batch's i-th input. @returns its label */
  protected abstract gatherInput(data: Data, i: number, index: number): number

  prepare(images: LabelledImages): Data {
    const pixels = images.rows * images.columns
    if (pixels !== this.#inputSize) {
      throw new DataError(
        `Inputs: expected ${pixels}, one for each of the ${images.rows} × ${images.columns} pixels, got ${this.#inputSize}`,
      )
    }
    return this.take(images)
  }

  gradient(gradient: Float64Array, parameters: Float64Array, batch: MiniBatch<Data>): PassResult {
    const m = batch.to - batch.from
    this.values.update(parameters)
    this.#gather(batch.data, m, (i) => batch.order[batch.from + i])
    this.pass.forward(parameters, this.input, m, batch.dropout)
    this.pass.backward(gradient, parameters, this.input, this.#y, m, batch.penalty)
    this.pass.updateStatistics(parameters, m)
    return this.pass.measure(this.#y, m)
  }

  evaluate(parameters: Float64Array, data: Data, from: number, to: number): PassResult {
    const total = { lossSum: 0, correct: 0 }
    this.#evaluateBatches(parameters, data, from, to, (m) => {
      const { lossSum, correct } = this.pass.measure(this.#y, m)
      total.lossSum += lossSum
      total.correct += correct
    })
    return total
  }

  /**
   * Runs all examples of `data` through the network, each told by itself.
   * @param visit hears of example `index`; its outputs, `(outputs)`, are valid until it returns
   */
  predict(
    parameters: Float64Array,
    data: Data,
    visit: (index: number, outputs: Float64Array, loss: number) => void,
  ): void {
    const { outputs, layers } = this.pass
    const { a } = layers[layers.length - 1]
    let index = 0
    this.#evaluateBatches(parameters, data, 0, data.count, (m) => {
      for (let i = 0; i < m; i++) {
        visit(index++, a.subarray(i * outputs, (i + 1) * outputs), this.pass.lossOf(this.#y, i))
      }
    })
  }

  observe(parameters: Float64Array, data: Data, count: number): LayerActivity[] {
    const flat = this.pass.layout.layers.slice(0, -1).map(({ outFeatures }) => new Uint32Array(outFeatures))
    this.#evaluateBatches(parameters, data, 0, count, (m) => {
      flat.forEach((counts, k) => {
        const { activation, s, a } = this.pass.layers[k]
        countFlat(counts, activation, s, a, m)
      })
    })
    return flat.map((counts) => {
      const dead = counts.filter((times) => times === count).length
      return { dead, saturated: counts.filter((times) => times >= MOSTLY * count).length - dead }
    })
  }

  #evaluateBatches(
    parameters: Float64Array,
    data: Data,
    from: number,
    to: number,
    visit: (m: number) => void,
  ): void {
    this.values.update(parameters)
    for (let start = from; start < to; start += this.batchSize) {
      const m = Math.min(this.batchSize, to - start)
      this.#gather(data, m, (i) => start + i)
      this.pass.forward(parameters, this.input, m)
      visit(m)
    }
  }

  #gather(data: Data, m: number, indexOf: (i: number) => number): void {
    const { outputs } = this.pass
    this.#y.fill(0, 0, m * outputs)
    for (let i = 0; i < m; i++) this.#y[i * outputs + this.gatherInput(data, i, indexOf(i))] = 1
  }
}

/** Adds, for each neuron, on how many of the batch's examples its slope is next to nothing. */
function countFlat(
  counts: Uint32Array,
  name: ActivationName,
  s: Float64Array,
  a: Float64Array,
  m: number,
): void {
  if (name === 'softmax') return
  const { derivative, steepest } = ELEMENTWISE_ACTIVATIONS[name]
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < counts.length; j++) {
      const index = i * counts.length + j
      if (Math.abs(derivative(s[index], a[index])) < FLAT * steepest) counts[j]++
    }
  }
}
