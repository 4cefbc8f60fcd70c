import type { LabelledImages } from '../data/data-set.ts'
import type { Engine, EngineData, NetworkRecipe, PassResult } from './engine.ts'
import { NetworkPass, type InputBatch } from './network-pass.ts'
import { requireInputSize } from './reference.ts'

/** Images as compressed rows: of each image, only the pixels that are not paper. */
interface SparseData extends EngineData {
  /** Image i holds entries `starts[i]` to `starts[i + 1] − 1`. */
  readonly starts: Uint32Array
  /** Which pixel. */
  readonly indices: Uint16Array | Uint32Array
  /** Its value, 1 to 255. */
  readonly values: Uint8Array
  readonly labels: Uint8Array
}

/** What a pixel's byte is as an input: p/255. */
const INPUT_OF_PIXEL = Float64Array.from({ length: 256 }, (_, pixel) => pixel / 255)

/** The first layer on compressed rows; its weights are input-major `(inFeatures, units)`, so a pixel's lie together. */
class SparseInput implements InputBatch {
  data!: SparseData
  /** Index in `data` of the batch's i-th example. */
  readonly indices: Uint32Array

  constructor(batchSize: number) {
    this.indices = new Uint32Array(batchSize)
  }

  forward(z: Float64Array, weights: Float64Array, biases: Float64Array, m: number, units: number): void {
    const { starts, indices, values } = this.data
    for (let i = 0; i < m; i++) {
      const row = i * units
      for (let j = 0; j < units; j++) z[row + j] = biases[j]
      const end = starts[this.indices[i] + 1]
      for (let e = starts[this.indices[i]]; e < end; e++) {
        const x = INPUT_OF_PIXEL[values[e]]
        const column = indices[e] * units
        for (let j = 0; j < units; j++) z[row + j] += x * weights[column + j]
      }
    }
  }

  backward(dw: Float64Array, db: Float64Array, dz: Float64Array, m: number, units: number): void {
    const { starts, indices, values } = this.data
    for (let i = 0; i < m; i++) {
      const row = i * units
      for (let j = 0; j < units; j++) db[j] += dz[row + j]
      const end = starts[this.indices[i] + 1]
      for (let e = starts[this.indices[i]]; e < end; e++) {
        const x = INPUT_OF_PIXEL[values[e]]
        const column = indices[e] * units
        for (let j = 0; j < units; j++) dw[column + j] += x * dz[row + j]
      }
    }
  }
}

/**
 * A float64 engine whose first layer visits only the pixels that are not zero, four of five being zero in MNIST:
 * the reference's arithmetic in the reference's order, less additions of zero.
 */
export class SparseEngine implements Engine<SparseData> {
  readonly parameterCount: number
  readonly #pass: NetworkPass
  readonly #batchSize: number
  readonly #input: SparseInput
  readonly #y: Float64Array

  /** @param batchSize the largest mini-batch that it will be asked for */
  constructor(recipe: NetworkRecipe, batchSize: number) {
    this.#pass = new NetworkPass(recipe, batchSize)
    this.#batchSize = batchSize
    this.parameterCount = this.#pass.layout.length
    this.#input = new SparseInput(batchSize)
    this.#y = new Float64Array(batchSize * recipe.layers[recipe.layers.length - 1].units)
  }

  prepare(images: LabelledImages): SparseData {
    requireInputSize(images, this.#pass.sizes[0])
    return compressRows(images)
  }

  load(standard: Float64Array): Float64Array {
    const { inFeatures, outFeatures } = this.#pass.layout.layers[0]
    return transposeFirst(standard, outFeatures, inFeatures)
  }

  store(own: Float64Array): Float64Array {
    const { inFeatures, outFeatures } = this.#pass.layout.layers[0]
    return transposeFirst(own, inFeatures, outFeatures)
  }

  gradient(
    gradient: Float64Array,
    parameters: Float64Array,
    data: SparseData,
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

  evaluate(parameters: Float64Array, data: SparseData, from: number, to: number): PassResult {
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

  #gather(data: SparseData, m: number, indexOf: (i: number) => number): void {
    const outputs = this.#pass.sizes[this.#pass.sizes.length - 1]
    this.#input.data = data
    this.#y.fill(0, 0, m * outputs)
    for (let i = 0; i < m; i++) {
      const index = indexOf(i)
      this.#input.indices[i] = index
      this.#y[i * outputs + data.labels[index]] = 1
    }
  }
}

/** Keeps of each image the pixels that are not zero. */
function compressRows({ count, rows, columns, images, labels }: LabelledImages): SparseData {
  const pixels = rows * columns
  let length = 0
  for (const pixel of images) if (pixel !== 0) length++
  const starts = new Uint32Array(count + 1)
  const indices = pixels <= 0x10000 ? new Uint16Array(length) : new Uint32Array(length)
  const values = new Uint8Array(length)
  let entry = 0
  for (let i = 0; i < count; i++) {
    starts[i] = entry
    for (let k = 0; k < pixels; k++) {
      const pixel = images[i * pixels + k]
      if (pixel === 0) continue
      indices[entry] = k
      values[entry] = pixel
      entry++
    }
  }
  starts[count] = entry
  return { count, starts, indices, values, labels }
}

/** A copy of a flat parameter buffer with its first `(rows, columns)` numbers transposed. */
function transposeFirst(flat: Float64Array, rows: number, columns: number): Float64Array {
  const result = flat.slice()
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = flat[i * columns + j]
  }
  return result
}
