import type { LabelledImages } from '../data/data-set.ts'
import { type BatchData, BatchEngine } from './batch-engine.ts'
import type { EngineRecipe } from './engine.ts'
import type { InputBatch } from './input-batch.ts'

/** Images as compressed rows: of each image, only the pixels that are not zero, or all. */
interface SparseData extends BatchData {
  /** Image i holds entries `starts[i]` to `starts[i + 1] − 1`. */
  readonly starts: Uint32Array
  /** Which pixel. */
  readonly indices: Uint16Array | Uint32Array
  /** Its byte. */
  readonly values: Uint8Array
  readonly labels: Uint8Array
}

/** The first layer on compressed rows; its weights are input-major `(inFeatures, units)`, so a pixel's lie together. */
class SparseInput implements InputBatch {
  data!: SparseData
  /** Index in `data` of the batch's i-th example. */
  readonly indices: Uint32Array

  /** The input of each byte. */
  readonly #table: Float64Array

  constructor(batchSize: number, table: Float64Array) {
    this.indices = new Uint32Array(batchSize)
    this.#table = table
  }

  forward(z: Float64Array, weights: Float64Array, biases: Float64Array, m: number, units: number): void {
    const { starts, indices, values } = this.data
    const table = this.#table
    for (let i = 0; i < m; i++) {
      const row = i * units
      for (let j = 0; j < units; j++) z[row + j] = biases[j]!
      const end = starts[this.indices[i]! + 1]!
      for (let e = starts[this.indices[i]!]!; e < end; e++) {
        const x = table[values[e]!]!
        const column = indices[e]! * units
        for (let j = 0; j < units; j++) z[row + j]! += x * weights[column + j]!
      }
    }
  }

  backward(dw: Float64Array, db: Float64Array, dz: Float64Array, m: number, units: number): void {
    const { starts, indices, values } = this.data
    const table = this.#table
    for (let i = 0; i < m; i++) {
      const row = i * units
      for (let j = 0; j < units; j++) db[j]! += dz[row + j]!
      const end = starts[this.indices[i]! + 1]!
      for (let e = starts[this.indices[i]!]!; e < end; e++) {
        const x = table[values[e]!]!
        const column = indices[e]! * units
        for (let j = 0; j < units; j++) dw[column + j]! += x * dz[row + j]!
      }
    }
  }
}

/**
 * A float64 engine whose first layer visits only the pixels that are not zero, four of five being zero in MNIST:
 * the reference's arithmetic in the reference's order, less additions of zero. Standardized inputs have no zeros; all
 * pixels are visited then.
 */
export class SparseEngine extends BatchEngine<SparseData> {
  protected readonly input: SparseInput

  /** @param batchSize the largest mini-batch that it will be asked for */
  constructor(recipe: EngineRecipe, batchSize = recipe.batchSize) {
    super(recipe, batchSize)
    this.input = new SparseInput(batchSize, this.values.table)
  }

  protected toOwn(standard: Float64Array): Float64Array {
    const { inFeatures, outFeatures } = this.layout.layers[0]!
    return transposeFirst(standard, outFeatures, inFeatures)
  }

  protected toStandard(own: Float64Array): Float64Array {
    const { inFeatures, outFeatures } = this.layout.layers[0]!
    return transposeFirst(own, inFeatures, outFeatures)
  }

  protected take(images: LabelledImages): SparseData {
    return compressRows(images, this.values.isSparse)
  }

  protected gatherInput(data: SparseData, i: number, index: number): number {
    this.input.data = data
    this.input.indices[i] = index
    return data.labels[index]!
  }
}

/** Keeps of each image the pixels that are not zero, or all of them. */
function compressRows(source: LabelledImages, dropsZeros: boolean): SparseData {
  const { count, rows, columns, images, labels } = source
  const pixels = rows * columns
  let length = 0
  for (const pixel of images) if (pixel !== 0 || !dropsZeros) length++
  const starts = new Uint32Array(count + 1)
  const indices = pixels <= 0x10000 ? new Uint16Array(length) : new Uint32Array(length)
  const values = new Uint8Array(length)
  let entry = 0
  for (let i = 0; i < count; i++) {
    starts[i] = entry
    for (let k = 0; k < pixels; k++) {
      const pixel = images[i * pixels + k]!
      if (pixel === 0 && dropsZeros) continue
      indices[entry] = k
      values[entry] = pixel
      entry++
    }
  }
  starts[count] = entry
  return { count, images: source, starts, indices, values, labels }
}

/** A copy of a flat parameter buffer with its first `(rows, columns)` numbers transposed. */
function transposeFirst(flat: Float64Array, rows: number, columns: number): Float64Array {
  const result = flat.slice()
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = flat[i * columns + j]!
  }
  return result
}
