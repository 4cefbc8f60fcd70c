import { createHash } from 'node:crypto'
import { endianness } from 'node:os'

const BYTES = Float64Array.BYTES_PER_ELEMENT

/** Numbers as float64 bytes, little-endian on every machine. On a little-endian machine it shares memory. */
export function toLittleEndian(values: Float64Array): Buffer {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength)
  return endianness() === 'LE' ? bytes : Buffer.from(bytes).swap64()
}

/** The numbers in float64 bytes, little-endian; always a copy. */
export function fromLittleEndian(bytes: Uint8Array): Float64Array {
  const copy = new Float64Array(bytes.byteLength / BYTES)
  const target = Buffer.from(copy.buffer)
  target.set(bytes)
  if (endianness() !== 'LE') target.swap64()
  return copy
}

/** SHA-256 of the numbers' little-endian float64 bytes, hexadecimal. */
export function hashFloats(values: Float64Array): string {
  return createHash('sha256').update(toLittleEndian(values)).digest('hex')
}
