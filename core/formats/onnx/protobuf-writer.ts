import { encodeText } from '../text.ts'

/** A field of a protobuf message, with its tag. */
export type WrittenField = readonly Uint8Array[]

const WIRE = { varint: 0, bytes: 2, fixed32: 5 } as const

/** A message of fields, in their order. */
export function message(...fields: readonly WrittenField[]): Uint8Array {
  return concatenate(fields.flat())
}

/** A whole number from 0 to 2⁵³ − 1. */
export function integerField(number: number, value: number): WrittenField {
  return [varint(tagOf(number, WIRE.varint)), varint(value)]
}

/** A 32-bit float. */
export function floatField(number: number, value: number): WrittenField {
  return [varint(tagOf(number, WIRE.fixed32)), floatBytes([value])]
}

/** Bytes, or a message. */
export function bytesField(number: number, bytes: Uint8Array): WrittenField {
  return [varint(tagOf(number, WIRE.bytes)), varint(bytes.length), bytes]
}

/** A text in UTF-8. */
export function textField(number: number, text: string): WrittenField {
  return bytesField(number, encodeText(text))
}

/** Numbers as 32-bit floats, little-endian. */
export function floatBytes(numbers: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 4)
  const view = new DataView(bytes.buffer)
  for (let k = 0; k < numbers.length; k++) view.setFloat32(k * 4, numbers[k]!, true)
  return bytes
}

const tagOf = (number: number, wireType: number): number => number * 8 + wireType

/** Seven bits a byte, the lowest first; all but the last have their top bit set. */
function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  do {
    const low = rest % 128
    rest = Math.floor(rest / 128)
    bytes.push(rest > 0 ? low + 128 : low)
  } while (rest > 0)
  return Uint8Array.from(bytes)
}

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
