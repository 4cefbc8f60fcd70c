import { type BatchAugmentation, elasticKernel, epochKey } from '../../data/augmentation.ts'
import { DataError } from '../../data/data-set.ts'
import type { Augmentation } from '../../recipe/augmentation.ts'
import type { KernelMemory } from './kernel-memory.ts'
import {
  AUGMENTATION_FIELDS,
  type AugmentationField,
  type NetFields,
  sizeOf,
  Structure,
} from './structures.ts'
import { SOURCE, type WasmData } from './wasm-data.ts'

const DOUBLE = 8
const LINE = 64
/** Bytes of the larger block of sums; see kernels/elastic.ts. */
const BLOCK = 224
/** Room for a few random numbers; see kernels/augmentation.ts. */
const DRAWN = 64

/** The settings as kernels/structures.ts has them. */
const settingsInOrder = (settings: Augmentation): number[] => [
  settings.shift,
  settings.rotation,
  settings.scale,
  settings.shear,
  settings.elasticStrength,
  settings.thickness,
]

/** A varied mini-batch in the kernels' memory, and all that varying takes. */
export class AugmentationMemory {
  readonly #memory: KernelMemory
  readonly #threads: number
  readonly #structure: Structure<AugmentationField>
  readonly #settings: number
  /** What the network reads in place of the images as they are. */
  readonly #fields: NetFields
  #weightRoom = 0
  #lastSettings: Augmentation | undefined
  #lastData: WasmData | undefined

  /**
   * @param capacity examples that are at hand at a time, at most
   * @throws RangeError where there is not enough memory
   */
  constructor(
    memory: KernelMemory,
    plan: {
      readonly pixels: number
      readonly capacity: number
      readonly threads: number
      readonly isSparse: boolean
    },
  ) {
    const { pixels, capacity, threads, isSparse } = plan
    this.#memory = memory
    this.#threads = threads
    const address = memory.allocate(sizeOf(AUGMENTATION_FIELDS))
    this.#structure = new Structure(memory, address, AUGMENTATION_FIELDS)
    this.#settings = memory.allocate(6 * DOUBLE)
    // The kernel writes an entry beyond the last that it keeps.
    const room = pixels + 1
    this.#structure.setAll({ settings: this.#settings, room })
    this.#fields = {
      augmentation: address,
      labels: memory.allocate(2 * capacity),
      ...(isSparse
        ? {
            source: SOURCE.sparse,
            starts: memory.allocate(2 * capacity * 4),
            indices: memory.allocate(capacity * room * 2),
            values: memory.allocate(capacity * room),
          }
        : { source: SOURCE.rows }),
    }
  }

  /**
   * Describes a mini-batch's augmentation to the kernels.
   * @returns the fields of the network that tell of it
   * @throws DataError for what are no images
   */
  describe(data: WasmData, augmentation: BatchAugmentation): NetFields {
    const { settings } = augmentation
    if (this.#lastData !== data) this.#takeData(data)
    if (this.#lastSettings !== settings) this.#takeSettings(settings)
    this.#structure.set('key', epochKey(augmentation))
    return this.#fields
  }

  #takeData(data: WasmData): void {
    if (!data.shape) throw new DataError('Augmentation: expected images, got inputs that are not pixels')
    const { rows, columns } = data.shape
    const { source, starts = 0, indices = 0, values, labels } = data.fields
    // A border all around, and beyond an odd number of columns the second pixel of a pair.
    const planeStride = (2 * Math.ceil(columns / 2) + 2) * DOUBLE
    const planeSize = (rows + 2) * planeStride
    const acrossStride = lineOf(rows)
    const alongStride = lineOf(columns)
    const fieldSize = Math.max(columns * acrossStride, rows * alongStride)
    const scratchSize = Math.ceil((DRAWN + 3 * planeSize + 2 * fieldSize) / LINE) * LINE
    if (scratchSize > this.#structure.get('scratchSize')) {
      this.#structure.set('scratch', this.#memory.allocate(this.#threads * scratchSize))
      this.#structure.set('scratchSize', scratchSize)
    }
    this.#structure.setAll({ rows, columns, source, starts, indices, values, labels })
    this.#structure.setAll({ planeStride, planeSize, acrossStride, alongStride, fieldSize })
    this.#lastData = data
  }

  #takeSettings(settings: Augmentation): void {
    const weights = elasticKernel(settings) ?? new Float64Array()
    if (weights.length > this.#weightRoom) {
      this.#structure.set('weights', this.#memory.allocate(weights.length * DOUBLE))
      this.#weightRoom = weights.length
    }
    this.#writeDoubles(this.#structure.get('weights'), weights)
    this.#structure.set('weightCount', weights.length)
    this.#writeDoubles(this.#settings, settingsInOrder(settings))
    this.#lastSettings = settings
  }

  #writeDoubles(address: number, values: ArrayLike<number>): void {
    new Float64Array(this.#memory.memory.buffer, address, values.length).set(values)
  }
}

/** Bytes of a line of both displacements' numbers, whole blocks. @param across numbers of one direction */
const lineOf = (across: number): number => Math.ceil((2 * across * DOUBLE) / BLOCK) * BLOCK
