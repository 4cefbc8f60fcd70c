import { FormatError } from '../format-error.ts'

/** The bytes of a pickle, read one after another. */
export class PickleSource {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  at: number

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = at
  }

  /** A view of the next bytes. @throws FormatError where the file ends before */
  take(length: number): Uint8Array {
    const from = this.#advance(length)
    return this.#bytes.subarray(from, from + length)
  }

  byte(): number {
    return this.#view.getUint8(this.#advance(1))
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true)
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true)
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true)
  }

  /** A length of 64 bits; one beyond the file ends it. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.#advance(8), true))
  }

  /** Floats are the other way round than whole numbers. */
  float64(): number {
    return this.#view.getFloat64(this.#advance(8), false)
  }

  /** The bytes up to a line feed, which is passed over. */
  line(): Uint8Array {
    const end = this.#bytes.indexOf(10, this.at)
    if (end < 0) throw cutOff(this.#bytes.length)
    const line = this.take(end - this.at)
    this.at++
    return line
  }

  #advance(length: number): number {
    const from = this.at
    if (length > this.#bytes.length - from) throw cutOff(this.#bytes.length)
    this.at += length
    return from
  }
}

const cutOff = (length: number): FormatError =>
  new FormatError(`pickle: expected it to go on after byte ${length}, it is cut off there`)
