import { MOST_HDF5_STEPS, MOST_TEXT_BYTES } from '../../limits.ts'
import { FormatError } from '../format-error.ts'
import { decodeText } from '../text.ts'
import { readShape, readType, safeInteger } from './hdf5-messages.ts'

const TYPE_OF_VARIABLE_TEXT = 16
const OBJECT_HEAD = 16
const COLLECTION_HEAD = 16

/** Reads the texts beside a file's groups. jsfive does so without looking at how many a file claims to have. */
export class AttributeReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  /** Where the objects of each heap collection lie: from and to, by their numbers. */
  readonly #collections = new Map<number, Map<number, readonly [number, number]>>()
  #steps = 0
  #textBytes = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** The name of the attribute at that place. */
  nameAt(at: number): string {
    const { nameAt, nameSize } = this.#head(at)
    return cutAtNul(decodeText(this.#bytes.subarray(nameAt, nameAt + nameSize)))
  }

  /**
   * The texts of an attribute; null where it holds other things, none where it is empty.
   * @param end where its message ends
   * @throws FormatError
   */
  textsAt(at: number, end: number): string[] | null {
    const { name, typeAt, shapeAt, valueAt, isShared } = this.#head(at)
    if (isShared) return null
    const count = readShape(this.#view, shapeAt, name).reduce((product, side) => product * side, 1)
    if (count === 0) return []
    const type = readType(this.#view, typeAt)
    if (type.kind !== 'text' && type.kind !== 'variable-text') return null
    if (type.size === 0 || valueAt + count * type.size > Math.min(end, this.#bytes.length)) {
      throw new FormatError(`${name}: expected ${count} texts, the attribute ends before`)
    }
    return Array.from({ length: count }, (_, k) => {
      const from = valueAt + k * type.size
      return type.kind === 'text' ? this.#text(from, from + type.size) : this.#variableText(from, name)
    })
  }

  #head(at: number) {
    const version = this.#view.getUint8(at)
    if (version < 1 || version > 3) {
      throw new FormatError(`HDF5: expected an attribute of version 1 to 3, got version ${version}`)
    }
    const padded = (size: number): number => (version === 1 ? Math.ceil(size / 8) * 8 : size)
    const nameSize = this.#view.getUint16(at + 2, true)
    const nameAt = at + (version === 3 ? 9 : 8)
    const typeAt = nameAt + padded(nameSize)
    const shapeAt = typeAt + padded(this.#view.getUint16(at + 4, true))
    const valueAt = shapeAt + padded(this.#view.getUint16(at + 6, true))
    return {
      name: cutAtNul(decodeText(this.#bytes.subarray(nameAt, nameAt + nameSize))),
      nameAt,
      nameSize,
      typeAt,
      shapeAt,
      valueAt,
      isShared: version > 1 && (this.#view.getUint8(at + 1) & 3) !== 0,
    }
  }

  /** Fixed texts are filled up with NUL. */
  #text(from: number, to: number): string {
    this.#textBytes += to - from
    if (this.#textBytes > MOST_TEXT_BYTES) {
      throw new FormatError(`HDF5: expected at most ${MOST_TEXT_BYTES / 2 ** 20} MB of texts, got more`)
    }
    return cutAtNul(decodeText(this.#bytes.subarray(from, to)))
  }

  #variableText(at: number, name: string): string {
    const length = this.#view.getUint32(at, true)
    const address = safeInteger(this.#view, at + 4, name)
    const index = this.#view.getUint32(at + TYPE_OF_VARIABLE_TEXT - 4, true)
    if (length === 0) return ''
    const place = this.#collectionAt(address, name).get(index)
    if (place === undefined || place[0] + length > place[1]) {
      throw new FormatError(
        `${name}: expected a text of ${length} bytes in the heap at byte ${address}, found none`,
      )
    }
    return this.#text(place[0], place[0] + length)
  }

  #collectionAt(address: number, name: string): Map<number, readonly [number, number]> {
    const known = this.#collections.get(address)
    if (known !== undefined) return known
    const objects = new Map<number, readonly [number, number]>()
    const isHeap = decodeText(this.#bytes.subarray(address, address + 4)) === 'GCOL'
    if (!isHeap) throw new FormatError(`${name}: expected a heap at byte ${address}, found none`)
    const end = Math.min(this.#bytes.length, address + safeInteger(this.#view, address + 8, name))
    let at = address + COLLECTION_HEAD
    while (at + OBJECT_HEAD <= end) {
      if (++this.#steps > MOST_HDF5_STEPS) {
        throw new FormatError(
          `${name}: expected at most ${MOST_HDF5_STEPS.toLocaleString('en-US')} texts, got more`,
        )
      }
      const index = this.#view.getUint16(at, true)
      if (index === 0) break
      const from = at + OBJECT_HEAD
      const to = from + safeInteger(this.#view, at + 8, name)
      if (to > end) throw new FormatError(`${name}: expected a text within its heap, it is cut off`)
      objects.set(index, [from, to])
      at = from + Math.ceil((to - from) / 8) * 8
    }
    this.#collections.set(address, objects)
    return objects
  }
}

function cutAtNul(text: string): string {
  const end = text.indexOf('\0')
  return end < 0 ? text : text.slice(0, end)
}
