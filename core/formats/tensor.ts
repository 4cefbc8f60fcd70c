import { MOST_PARAMETERS } from '../limits.ts'
import { FormatError } from './format-error.ts'

/** An array of numbers in a file, by name. */
export interface NamedTensor {
  readonly name: string
  /** Lengths of its axes, the slowest first; empty for a single number. */
  readonly shape: readonly number[]
  /** As in `float32`, `int64`. */
  readonly numberType: string
  /** The numbers in C order (last axis fastest). @throws FormatError where the file does not hold them */
  read(): Float64Array
}

/** Whether a type is one in which weights are kept. */
export const isFloat = ({ numberType }: Pick<NamedTensor, 'numberType'>): boolean =>
  ['float16', 'bfloat16', 'float32', 'float64'].includes(numberType)

/** A shape as people write it: `784 × 30`. */
export const describeShape = (shape: readonly number[]): string =>
  shape.length === 0 ? 'a single number' : shape.join(' × ')

/** Numbers of an array of that shape. */
export const lengthOf = ({ shape }: Pick<NamedTensor, 'shape'>): number =>
  shape.reduce((product, side) => product * side, 1)

/** A note on numbers that have more digits than the engine that trains by default. */
export const noteRounding = (tensors: readonly NamedTensor[]): string[] =>
  tensors.some(({ numberType }) => numberType === 'float64')
    ? ['The numbers are float64; the engine that trains by default computes with them as float32.']
    : []

/** Numbers that any file may have: a small one may be packed well. */
const FEW_NUMBERS = 4_000_000

/**
 * Numbers that are read of a file of so many bytes, at most: one for each byte, so that a small file takes little memory, whatever it
 * claims and however often it names the same numbers. Files have 2 to 8 bytes for a number, and less where they are packed.
 */
export const mostNumbersOf = (fileBytes: number): number =>
  Math.min(MOST_PARAMETERS, Math.max(FEW_NUMBERS, fileBytes))

/** How numbers lie in a file's bytes. */
export interface NumberLayout {
  readonly numberType: string
  readonly isLittleEndian: boolean
}

/** The engine that trains by default computes with 32-bit floats. */
export const LARGEST_FLOAT32 = (2 - 2 ** -23) * 2 ** 127

/** Bytes of a number of each type that can be read. */
export const BYTES_OF_NUMBER: Readonly<Record<string, number>> = {
  float16: 2,
  bfloat16: 2,
  float32: 4,
  float64: 8,
  int8: 1,
  uint8: 1,
  bool: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
}

/**
 * Reads numbers of a file as float64.
 * @param at gives the index in the file of the number that comes k-th; by default they lie one after another
 * @throws FormatError where a number is not finite or of another type
 */
export function readNumbers(
  bytes: Uint8Array,
  count: number,
  { numberType, isLittleEndian }: NumberLayout,
  name: string,
  at: (k: number) => number = (k) => k,
): Float64Array {
  const width = BYTES_OF_NUMBER[numberType]
  if (width === undefined) {
    throw new FormatError(
      `${name}: expected numbers as float16, bfloat16, float32 or float64, got ${numberType}`,
    )
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const readOne = READERS[numberType]!
  const numbers = new Float64Array(count)
  for (let k = 0; k < count; k++) {
    const offset = at(k) * width
    if (offset < 0 || offset + width > bytes.length) {
      throw new FormatError(`${name}: expected ${count} numbers, the file ends before number ${k + 1}`)
    }
    const value = readOne(view, offset, isLittleEndian)
    if (!(Math.abs(value) <= LARGEST_FLOAT32)) {
      throw new FormatError(
        `${name}: expected numbers within ±${LARGEST_FLOAT32.toPrecision(2)}, as 32-bit floats hold, number ${k + 1} is ${value}`,
      )
    }
    numbers[k] = value
  }
  return numbers
}

type ReadOne = (view: DataView, offset: number, isLittleEndian: boolean) => number

const READERS: Readonly<Record<string, ReadOne>> = {
  float16: (view, offset, isLittleEndian) => halfToNumber(view.getUint16(offset, isLittleEndian)),
  bfloat16: (view, offset, isLittleEndian) => bfloatToNumber(view.getUint16(offset, isLittleEndian)),
  float32: (view, offset, isLittleEndian) => view.getFloat32(offset, isLittleEndian),
  float64: (view, offset, isLittleEndian) => view.getFloat64(offset, isLittleEndian),
  int8: (view, offset) => view.getInt8(offset),
  uint8: (view, offset) => view.getUint8(offset),
  bool: (view, offset) => view.getUint8(offset),
  int16: (view, offset, isLittleEndian) => view.getInt16(offset, isLittleEndian),
  uint16: (view, offset, isLittleEndian) => view.getUint16(offset, isLittleEndian),
  int32: (view, offset, isLittleEndian) => view.getInt32(offset, isLittleEndian),
  uint32: (view, offset, isLittleEndian) => view.getUint32(offset, isLittleEndian),
  int64: (view, offset, isLittleEndian) => Number(view.getBigInt64(offset, isLittleEndian)),
  uint64: (view, offset, isLittleEndian) => Number(view.getBigUint64(offset, isLittleEndian)),
}

/** IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  if (exponent === 0) return sign * fraction * 2 ** -24
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

const bfloatScratch = new DataView(new ArrayBuffer(4))

/** The upper half of a float32. */
function bfloatToNumber(bits: number): number {
  bfloatScratch.setUint32(0, bits << 16)
  return bfloatScratch.getFloat32(0)
}

/** What people wrote before it became a 32-bit float: 0.00001, not 0.000009999999747378752. */
export function shortestDecimal(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits))
    if (Math.fround(rounded) === value) return rounded
  }
  return value
}
