import { MOST_HDF5_STEPS } from '../../limits.ts'
import { FormatError } from '../format-error.ts'

/** Bytes of an object's header, or of the names of a group. Those of a model have some kB. */
const LONGEST_PIECE = 65_536 + 64
const SIGNATURE_LENGTH = 4

/**
 * A file's bytes for jsfive, which follows whatever a file says: trees of links whose nodes are each other's children, or a
 * few bytes that claim millions of entries. It takes a piece for each node, entry and header message that it reads; they are counted
 * here, and where they are too many or too long, the file is refused.
 */
export class GuardedBuffer extends ArrayBuffer {
  #steps = 0
  readonly #bytes: Uint8Array

  /** Pieces are plain, as only those of the file itself are counted. */
  static override get [Symbol.species](): ArrayBufferConstructor {
    return ArrayBuffer
  }

  constructor(bytes: Uint8Array) {
    super(bytes.length)
    this.#bytes = new Uint8Array(this)
    this.#bytes.set(bytes)
  }

  /** @throws FormatError where a file has more pieces than any model */
  override slice(begin?: number, end?: number): ArrayBuffer {
    const [from, to] = [begin ?? 0, end ?? this.byteLength]
    if (!(from >= 0 && to >= from && from <= this.byteLength)) {
      throw new FormatError(
        `HDF5: expected headers within the file's ${this.byteLength} bytes, got some at byte ${from}`,
      )
    }
    if (to - from > LONGEST_PIECE) {
      throw new FormatError(
        `HDF5: expected headers of at most ${LONGEST_PIECE} bytes, got ${to - from} at byte ${from}`,
      )
    }
    this.#steps += 1 + (to - from === SIGNATURE_LENGTH ? this.#judgeSignature(from) : 0)
    if (this.#steps > MOST_HDF5_STEPS) {
      throw new FormatError(
        `HDF5: expected at most ${MOST_HDF5_STEPS.toLocaleString('en-US')} links and headers, got more; the file is damaged or no model`,
      )
    }
    return super.slice(from, to)
  }

  /** The entries that a node of that signature claims and jsfive reads without taking pieces. */
  #judgeSignature(at: number): number {
    const signature = String.fromCharCode(...this.#bytes.subarray(at, at + SIGNATURE_LENGTH))
    if (signature === 'TREE') return (this.#bytes[at + 6] ?? 0) + 256 * (this.#bytes[at + 7] ?? 0)
    if (signature === 'SNOD' || signature === 'HEAP') return 0
    if (['OHDR', 'FRHP', 'BTHD'].includes(signature)) throw newerKind()
    throw new FormatError(
      `HDF5: expected a node of a group at byte ${at}, got another thing; the file is damaged`,
    )
  }
}

/** Keras writes the earliest kind of HDF5; jsfive reads of the newer ones only a part. */
export const newerKind = (): FormatError =>
  new FormatError(
    "HDF5: expected the earliest kind of HDF5, as Keras writes it, got a newer one (libver='latest' or track_order); save the model with model.save",
  )
