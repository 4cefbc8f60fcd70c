import { FormatError } from '../format-error.ts'
import { describeShape, lengthOf, type NamedTensor, readNumbers } from '../tensor.ts'
import type { FormatTools } from '../weight-format.ts'
import { type Hdf5Type, readShape, readType, safeInteger } from './hdf5-messages.ts'
import { type Chunking, readChunks } from './read-chunks.ts'
import { readFilters } from './filters.ts'

const MESSAGES = { shape: 0x0001, type: 0x0003, layout: 0x0008, filters: 0x000b } as const
const SHARED = 2
type Message = ReadonlyMap<string, number>

/** Reads the arrays of a file: their shapes first, and numbers only where the file can have as many. */
export class DatasetReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #tools: FormatTools
  /** Numbers that all arrays which are read may have, so that none is read a thousand times under as many names. */
  #left: number

  constructor(bytes: Uint8Array, tools: FormatTools, mostNumbers: number) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#tools = tools
    this.#left = mostNumbers
  }

  /** @param messages of the array's header @throws FormatError */
  arrayOf(name: string, messages: readonly Message[]): NamedTensor {
    const shape = readShape(this.#view, placeOf(messages, 'shape', name), name)
    const type = readType(this.#view, placeOf(messages, 'type', name))
    return {
      name,
      shape,
      numberType: type.kind === 'number' ? type.numberType : describeType(type),
      read: () => this.#read(name, shape, type, messages),
    }
  }

  #read(name: string, shape: readonly number[], type: Hdf5Type, messages: readonly Message[]): Float64Array {
    if (type.kind !== 'number') {
      throw new FormatError(`${name}: expected numbers, got ${describeType(type)}`)
    }
    const count = lengthOf({ shape })
    if (!(count <= this.#left)) {
      throw new FormatError(
        `${name}: expected numbers that the file can hold, got ${describeShape(shape)} as ${type.numberType}`,
      )
    }
    this.#left -= count
    return readNumbers(this.#find(name, shape, type.size, messages), count, type, name)
  }

  /** The bytes of an array's numbers, one after another. */
  #find(name: string, shape: readonly number[], size: number, messages: readonly Message[]): Uint8Array {
    const at = placeOf(messages, 'layout', name)
    const version = this.#view.getUint8(at)
    if (version !== 3) {
      throw new FormatError(`${name}: expected a layout of version 3, as h5py writes, got version ${version}`)
    }
    const layout = this.#view.getUint8(at + 1)
    const length = lengthOf({ shape }) * size
    if (layout === 0) return this.#piece(name, at + 4, length, this.#view.getUint16(at + 2, true))
    if (layout === 1) {
      const stored = safeInteger(this.#view, at + 10, name)
      return this.#piece(name, safeInteger(this.#view, at + 2, name), length, stored)
    }
    if (layout !== 2) throw new FormatError(`${name}: expected numbers in this file, got layout ${layout}`)
    return readChunks(this.#bytes, this.#chunking(name, at, shape, size, messages), this.#tools)
  }

  #piece(name: string, from: number, length: number, stored: number): Uint8Array {
    if (stored < length || from + length > this.#bytes.length) {
      throw new FormatError(
        `${name}: expected ${length} bytes of numbers at byte ${from}, the file is cut off`,
      )
    }
    return this.#bytes.subarray(from, from + length)
  }

  #chunking(
    name: string,
    at: number,
    shape: readonly number[],
    size: number,
    messages: readonly Message[],
  ): Chunking {
    const axes = this.#view.getUint8(at + 2) - 1
    const chunk = Array.from({ length: Math.max(0, axes) }, (_, k) =>
      this.#view.getUint32(at + 11 + 4 * k, true),
    )
    if (axes !== shape.length || chunk.some((side) => side === 0)) {
      throw new FormatError(
        `${name}: expected pieces of ${shape.length} axes, got ${describeShape(chunk)} for ${describeShape(shape)}`,
      )
    }
    const filters = messages.find((message) => message.get('type') === MESSAGES.filters)
    return {
      name,
      shape,
      chunk,
      size,
      address: safeInteger(this.#view, at + 3, name),
      filters:
        filters === undefined ? [] : readFilters(this.#view, filters.get('offset_to_message') ?? 0, name),
    }
  }
}

function placeOf(messages: readonly Message[], kind: keyof typeof MESSAGES, name: string): number {
  const message = messages.find((each) => each.get('type') === MESSAGES[kind])
  if (message === undefined) throw new FormatError(`${name}: expected an array with its ${kind}, found none`)
  if (((message.get('flags') ?? 0) & SHARED) !== 0) {
    throw new FormatError(`${name}: expected its ${kind} beside it, got one that is shared in the file`)
  }
  return message.get('offset_to_message') ?? 0
}

const describeType = (type: Hdf5Type): string =>
  type.kind === 'other' ? type.description : type.kind === 'number' ? type.numberType : 'texts'
