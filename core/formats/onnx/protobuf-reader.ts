import { FormatError } from '../format-error.ts'
import { shortestDecimal } from '../tensor.ts'

/** A field of a protobuf message: a number of its tag, and what stands there. */
export interface ReadField {
  readonly number: number
  /** 0: a whole number; 1 and 5: 8 and 4 bytes; 2: bytes, as of a message, a text or packed numbers. */
  readonly wireType: 0 | 1 | 2 | 5
  /** Where its bytes begin and end; of a whole number none. */
  readonly bytes: Uint8Array
  /** The whole number as 64 bits with a sign; beyond 2⁵³ its last digits are lost. 0 for other types. */
  readonly integer: number
}

/** Fields of one message, at most: numbers that are not packed are one each. */
const MOST_FIELDS = 2_000_000
const NO_BYTES = new Uint8Array()
const BYTES_OF_FIXED = { 1: 8, 5: 4 } as const

/**
 * Walks over the fields of a message. Messages within are bytes to it, so it never nests.
 * @param name of the message, for errors
 * @throws FormatError where the bytes are no message
 */
export function* readFields(bytes: Uint8Array, name: string): Generator<ReadField> {
  let at = 0
  const varint = (): number => {
    const read = readVarint(bytes, at)
    if (read === null)
      throw new FormatError(`${name}: expected a number of at most 10 bytes, the file is damaged there`)
    at = read.end
    return read.value
  }
  for (let count = 0; at < bytes.length; count++) {
    if (count >= MOST_FIELDS) {
      throw new FormatError(
        `${name}: expected at most ${MOST_FIELDS.toLocaleString('en-US')} fields, got more`,
      )
    }
    const tag = varint()
    const number = Math.floor(tag / 8)
    const wireType = tag % 8
    if (number < 1 || number >= 2 ** 29 || ![0, 1, 2, 5].includes(wireType)) {
      throw new FormatError(
        `${name}: expected fields of a protobuf message, got something else; the file is damaged`,
      )
    }
    if (wireType === 0) {
      yield { number, wireType, bytes: NO_BYTES, integer: varint() }
      continue
    }
    const length = wireType === 2 ? varint() : BYTES_OF_FIXED[wireType as 1 | 5]
    if (length < 0 || length > bytes.length - at) {
      throw new FormatError(
        `${name}: expected ${length < 0 ? 'a length' : `${length} bytes`} of field ${number}, the file has ${bytes.length - at}; it is cut off or damaged`,
      )
    }
    yield { number, wireType: wireType as 1 | 2 | 5, bytes: bytes.subarray(at, at + length), integer: 0 }
    at += length
  }
}

/** Whole numbers of a repeated field, which lie packed or one in each field. @throws FormatError where they are none */
export function* integersOf({ wireType, bytes, integer }: ReadField, name: string): Generator<number> {
  if (wireType === 0) {
    yield integer
    return
  }
  if (wireType !== 2) throw new FormatError(`${name}: expected whole numbers, the file is damaged there`)
  for (let at = 0; at < bytes.length;) {
    const read = readVarint(bytes, at)
    if (read === null) throw new FormatError(`${name}: expected whole numbers, the file is damaged there`)
    yield read.value
    at = read.end
  }
}

/** A few of them as a list. @throws FormatError where they are none, or more than `most` */
export function readIntegers(field: ReadField, name: string, most: number): number[] {
  const numbers: number[] = []
  for (const number of integersOf(field, name)) {
    if (numbers.length >= most) throw new FormatError(`${name}: expected at most ${most} numbers, got more`)
    numbers.push(number)
  }
  return numbers
}

/** A 32-bit float. @throws FormatError */
export function readFloat({ wireType, bytes }: ReadField, name: string): number {
  if (wireType !== 5) throw new FormatError(`${name}: expected a 32-bit float, the file is damaged there`)
  return shortestDecimal(new DataView(bytes.buffer, bytes.byteOffset, 4).getFloat32(0, true))
}

/** Seven bits a byte, the lowest first. @returns null where the bytes end before it does, or it has more than 64 bits */
function readVarint(bytes: Uint8Array, start: number): { value: number; end: number } | null {
  let low = 0
  let high = 0
  for (let k = 0; k < 10; k++) {
    const byte = bytes[start + k]
    if (byte === undefined) return null
    const bits = byte & 0x7f
    // 28 bits below, the others above: bit operations know 32.
    if (k < 4) low += bits * 2 ** (7 * k)
    else high += bits * 2 ** (7 * (k - 4))
    if (byte < 0x80) return { value: signed(low, high), end: start + k + 1 }
  }
  return null
}

/** Of 64 bits, 28 below and 36 above, as a number with a sign. */
function signed(low: number, high: number): number {
  const above = high % 2 ** 36
  return (above >= 2 ** 35 ? above - 2 ** 36 : above) * 2 ** 28 + low
}
