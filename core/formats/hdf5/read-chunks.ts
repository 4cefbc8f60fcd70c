import { MOST_HDF5_STEPS } from '../../limits.ts'
import { FormatError } from '../format-error.ts'
import { lengthOf } from '../tensor.ts'
import { decodeText } from '../text.ts'
import type { FormatTools } from '../weight-format.ts'
import { type Hdf5Filter, unfilter } from './filters.ts'
import { safeInteger } from './hdf5-messages.ts'

/** An array in pieces. */
export interface Chunking {
  readonly name: string
  readonly shape: readonly number[]
  /** Shape of a piece; those at the ends are as large, and what is beyond the array means nothing. */
  readonly chunk: readonly number[]
  /** Bytes of a number. */
  readonly size: number
  /** Of the tree that knows where the pieces are. */
  readonly address: number
  readonly filters: readonly Hdf5Filter[]
}

interface Piece {
  /** Of its first number. */
  readonly start: readonly number[]
  readonly from: number
  readonly length: number
  readonly skipped: number
}

const NODE_HEAD = 24
/** All pieces together may be larger than their array by this much. */
const LEAST_UNPACKED = 2 ** 22

/** Bytes of one piece, which is unpacked as a whole: it may reach beyond each end of the array. */
const largestPiece = (length: number): number => Math.max(LEAST_UNPACKED, 2 * length)

/** The bytes of an array in C order, put together of its pieces. @throws FormatError */
export function readChunks(bytes: Uint8Array, chunking: Chunking, tools: FormatTools): Uint8Array {
  const { name, shape, chunk, size } = chunking
  const length = lengthOf({ shape }) * size
  const pieceLength = lengthOf({ shape: chunk }) * size
  const expected = shape.reduce((product, side, axis) => product * Math.ceil(side / chunk[axis]!), 1)
  if (!(
    expected * pieceLength <= Math.max(LEAST_UNPACKED, 8 * length) && pieceLength <= largestPiece(length)
  )) {
    throw new FormatError(
      `${name}: expected pieces about as large as the array, got ${expected} of ${pieceLength} bytes`,
    )
  }
  const pieces = findPieces(bytes, chunking, expected)
  const whole = new Uint8Array(length)
  for (const piece of pieces) {
    const packed = bytes.subarray(piece.from, piece.from + piece.length)
    place(whole, unfilter(packed, chunking, piece.skipped, pieceLength, tools), chunking, piece.start)
  }
  return whole
}

/** @throws FormatError unless the tree has each piece once */
function findPieces(bytes: Uint8Array, { name, shape, chunk, address }: Chunking, expected: number): Piece[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const keySize = 8 + 8 * (shape.length + 1)
  const pieces = new Map<string, Piece>()
  let steps = 0
  const visit = (at: number, level: number | null): void => {
    if (decodeText(bytes.subarray(at, at + 4)) !== 'TREE' || view.getUint8(at + 4) !== 1) {
      throw new FormatError(`${name}: expected a list of its pieces at byte ${at}, found none`)
    }
    const own = view.getUint8(at + 5)
    if (level !== null && own !== level) {
      throw new FormatError(`${name}: expected a list of its pieces that does not contain itself`)
    }
    const count = view.getUint16(at + 6, true)
    for (let k = 0; k < count; k++) {
      if (++steps > MOST_HDF5_STEPS)
        throw new FormatError(`${name}: expected at most ${MOST_HDF5_STEPS} pieces`)
      const key = at + NODE_HEAD + k * (keySize + 8)
      const child = safeInteger(view, key + keySize, name)
      if (own > 0) {
        visit(child, own - 1)
        continue
      }
      const start = shape.map((_, axis) => safeInteger(view, key + 8 + 8 * axis, name))
      const length = view.getUint32(key, true)
      if (start.some((index, axis) => index % chunk[axis]! !== 0 || index >= shape[axis]!)) {
        throw new FormatError(`${name}: expected pieces within the array, got one at ${start.join(', ')}`)
      }
      if (child + length > bytes.length)
        throw new FormatError(`${name}: expected all its pieces, the file is cut off`)
      pieces.set(start.join(), { start, from: child, length, skipped: view.getUint32(key + 4, true) })
    }
  }
  if (expected > 0) visit(address, null)
  if (pieces.size !== expected) {
    throw new FormatError(`${name}: expected ${expected} pieces, got ${pieces.size}`)
  }
  return [...pieces.values()]
}

/** Copies a piece into the array row by row. */
function place(
  whole: Uint8Array,
  piece: Uint8Array,
  { shape, chunk, size }: Chunking,
  start: readonly number[],
): void {
  const last = shape.length - 1
  if (last < 0) {
    whole.set(piece.subarray(0, size))
    return
  }
  const rowNumbers = Math.min(chunk[last]!, shape[last]! - start[last]!)
  const rows = lengthOf({ shape: chunk.slice(0, last) })
  for (let row = 0; row < rows; row++) {
    let rest = row
    let target = start[last]!
    let stride = shape[last]!
    let isInside = true
    for (let axis = last - 1; axis >= 0; axis--) {
      const index = start[axis]! + (rest % chunk[axis]!)
      rest = Math.floor(rest / chunk[axis]!)
      isInside &&= index < shape[axis]!
      target += index * stride
      stride *= shape[axis]!
    }
    if (!isInside) continue
    const from = row * chunk[last]! * size
    whole.set(piece.subarray(from, from + rowNumbers * size), target * size)
  }
}
