import { DataError, type LabelledImages } from '../data/data-set.ts'
import type { Engine, EngineData, NetworkRecipe, PassResult } from './engine.ts'
import { DenseInput, NetworkPass } from './network-pass.ts'

/** Images as they are, with what a pass needs of them. */
interface ReferenceData extends EngineData {
  readonly images: LabelledImages
}

/** @throws DataError when the images' pixels are not as many as the network's inputs. */
export function requireInputSize(images: LabelledImages, inputSize: number): void {
  const pixels = images.rows * images.columns
  if (pixels !== inputSize) {
    throw new DataError(
      `Inputs: expected ${pixels}, one for each of the ${images.rows} × ${images.columns} pixels, got ${inputSize}`,
    )
  }
}

/** The float64 engine in plain loops: slow, short, and what every other engine must agree with. */
export class ReferenceEngine implements Engine<ReferenceData> {
  readonly parameterCount: number
  readonly #pass: NetworkPass
  readonly #batchSize: number
  readonly #input: DenseInput
  readonly #y: Float64Array

  /** @param batchSize the largest mini-batch that it will be asked for */
  constructor(recipe: NetworkRecipe, batchSize: number) {
    this.#pass = new NetworkPass(recipe, batchSize)
    this.#batchSize = batchSize
    this.parameterCount = this.#pass.layout.length
    this.#input = new DenseInput(new Float64Array(batchSize * recipe.inputSize), recipe.inputSize)
    this.#y = new Float64Array(batchSize * recipe.layers[recipe.layers.length - 1].units)
  }

  prepare(images: LabelledImages): ReferenceData {
    requireInputSize(images, this.#pass.sizes[0])
    return { count: images.count, images }
  }

  load(standard: Float64Array): Float64Array {
    return standard.slice()
  }

  store(own: Float64Array): Float64Array {
    return own.slice()
  }

  gradient(
    gradient: Float64Array,
    parameters: Float64Array,
    data: ReferenceData,
    order: Uint32Array,
    from: number,
    to: number,
    decay: number,
  ): PassResult {
    const m = to - from
    this.#gather(data, m, (i) => order[from + i])
    this.#pass.forward(parameters, this.#input, m)
    this.#pass.backward(gradient, parameters, this.#input, this.#y, m, decay)
    return this.#pass.measure(this.#y, m)
  }

  evaluate(parameters: Float64Array, data: ReferenceData, from: number, to: number): PassResult {
    const total = { lossSum: 0, correct: 0 }
    for (let start = from; start < to; start += this.#batchSize) {
      const m = Math.min(this.#batchSize, to - start)
      this.#gather(data, m, (i) => start + i)
      this.#pass.forward(parameters, this.#input, m)
      const { lossSum, correct } = this.#pass.measure(this.#y, m)
      total.lossSum += lossSum
      total.correct += correct
    }
    return total
  }

  #gather({ images }: ReferenceData, m: number, indexOf: (i: number) => number): void {
    const pixels = images.rows * images.columns
    const outputs = this.#pass.sizes[this.#pass.sizes.length - 1]
    this.#y.fill(0)
    for (let i = 0; i < m; i++) {
      const index = indexOf(i)
      for (let k = 0; k < pixels; k++) this.#input.x[i * pixels + k] = images.images[index * pixels + k] / 255
      this.#y[i * outputs + images.labels[index]] = 1
    }
  }
}
