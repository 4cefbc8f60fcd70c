import { MOST_PARAMETERS } from '../../limits.ts'
import { FormatError } from '../format-error.ts'
import { BYTES_OF_NUMBER, describeShape, readNumbers } from '../tensor.ts'
import { decodeText } from '../text.ts'
import { TENSOR } from './fields.ts'
import type { ModelTensor } from './model.ts'
import { integersOf, readFields, readIntegers } from './protobuf-reader.ts'

/** `TensorProto.DataType`, as the numbers of other formats are called. */
const NUMBER_TYPES: Readonly<Record<number, string>> = {
  ...{ 1: 'float32', 2: 'uint8', 3: 'int8', 4: 'uint16', 5: 'int16', 6: 'int32', 7: 'int64', 8: 'text' },
  ...{ 9: 'bool', 10: 'float16', 11: 'float64', 12: 'uint32', 13: 'uint64', 14: 'complex64' },
  ...{ 15: 'complex128', 16: 'bfloat16', 17: 'float8', 18: 'float8', 19: 'float8', 20: 'float8' },
  ...{ 21: 'uint4', 22: 'int4', 23: 'float4' },
}

/** What a type of numbers is called. */
export const numberTypeOf = (dataType: number): string => NUMBER_TYPES[dataType] ?? `type ${dataType}`

/** Axes of a tensor, at most. */
const MOST_AXES = 16
/** Whole numbers that are looked at: shapes and axes have a few. */
const MOST_INTEGERS = 64
/** In the file itself; others lie in files beside it. */
const DATA_IN_FILE = 0

/**
 * Reads what a tensor is; its numbers are read when they are asked for, once.
 * @param fallback its name where it has none of its own, as in attributes
 * @throws FormatError where its numbers are not those of its shape
 */
export function parseTensor(bytes: Uint8Array, fallback: string): ModelTensor {
  const shape: number[] = []
  let name = fallback
  let dataType = 0
  let raw: Uint8Array | undefined
  let isOutside = false
  for (const field of readFields(bytes, `Tensor ${fallback}`)) {
    if (field.number === TENSOR.dims) shape.push(...readIntegers(field, `Shape of ${name}`, MOST_AXES))
    else if (field.number === TENSOR.dataType) dataType = field.integer
    else if (field.number === TENSOR.name && field.bytes.length > 0) name = decodeText(field.bytes)
    else if (field.number === TENSOR.rawData) raw = field.bytes
    else if (field.number === TENSOR.dataLocation) isOutside = field.integer !== DATA_IN_FILE
    else if (field.number === TENSOR.externalData) isOutside = true
    if (shape.length > MOST_AXES)
      throw new FormatError(`${name}: expected at most ${MOST_AXES} axes, got more`)
  }
  const numberType = numberTypeOf(dataType)
  const count = countOf(name, shape)
  if (isOutside) {
    throw new FormatError(
      `${name}: expected its numbers in this file, they lie in another one; save the model as one file, in Python by onnx.save(onnx.load(path), "whole.onnx")`,
    )
  }
  let numbers: Float64Array | undefined
  const read = (): Float64Array => (numbers ??= readAll(name, numberType, shape, count, raw, bytes))
  return {
    name,
    shape,
    numberType,
    count,
    read,
    readIntegers: () => {
      if (/^u?int\d+$/.test(numberType) && count <= MOST_INTEGERS) return [...read()]
      throw new FormatError(
        `${name}: expected at most ${MOST_INTEGERS} whole numbers, got ${describeShape(shape)} of ${numberType}`,
      )
    },
  }
}

/** @throws FormatError for a length below 1, and for more numbers than any network has */
function countOf(name: string, shape: readonly number[]): number {
  const count = shape.reduce((product, length) => product * length, 1)
  if (shape.every((length) => length >= 1) && count <= MOST_PARAMETERS) return count
  throw new FormatError(
    `${name}: expected a shape of 1 to ${MOST_PARAMETERS / 1e6} million numbers, got ${describeShape(shape)}`,
  )
}

/** Fields that hold numbers one by one, and how wide each is; 0 for whole numbers, which are as wide as they need. */
const LISTS: ReadonlyMap<number, number> = new Map([
  [TENSOR.floatData, 4],
  [TENSOR.doubleData, 8],
  [TENSOR.int32Data, 0],
  [TENSOR.int64Data, 0],
])

/** Which of these fields a type's numbers stand in. */
function listOf(numberType: string): number {
  if (numberType === 'float32') return TENSOR.floatData
  if (numberType === 'float64') return TENSOR.doubleData
  return numberType === 'int64' ? TENSOR.int64Data : TENSOR.int32Data
}

function readAll(
  name: string,
  numberType: string,
  shape: readonly number[],
  count: number,
  raw: Uint8Array | undefined,
  message: Uint8Array,
): Float64Array {
  const width = BYTES_OF_NUMBER[numberType]
  if (width === undefined) {
    throw new FormatError(
      `${name}: expected numbers as float16, bfloat16, float32 or float64, got ${numberType}`,
    )
  }
  const length = raw?.length ?? lengthOfLists(message, name, numberType)
  if (length !== count * width) {
    throw new FormatError(
      `${name}: expected ${count * width} bytes for ${describeShape(shape)} of ${numberType}, got ${length}`,
    )
  }
  const bytes = raw ?? joinLists(message, name, numberType, length)
  return readNumbers(bytes, count, { numberType, isLittleEndian: true }, name)
}

/** Bytes that the numbers of lists would have otherwise. */
function lengthOfLists(message: Uint8Array, name: string, numberType: string): number {
  let length = 0
  forEachList(message, name, numberType, {
    integer: (_, width) => (length += width),
    bytes: (piece) => (length += piece.length),
  })
  return length
}

/** Numbers of lists as these bytes. */
function joinLists(message: Uint8Array, name: string, numberType: string, length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  forEachList(message, name, numberType, {
    integer: (number, width) => {
      writeInteger(whole, at, width, number)
      at += width
    },
    bytes: (piece) => {
      whole.set(piece, at)
      at += piece.length
    },
  })
  return whole
}

/**
 * Goes over the numbers of lists in the message itself: of numbers that are not packed each is a field, which takes many times its
 * own memory once it is kept.
 */
function forEachList(
  message: Uint8Array,
  name: string,
  numberType: string,
  visit: {
    readonly integer: (number: number, width: number) => void
    readonly bytes: (piece: Uint8Array) => void
  },
): void {
  const wanted = listOf(numberType)
  for (const field of readFields(message, `Tensor ${name}`)) {
    if (field.number !== wanted) continue
    if (LISTS.get(wanted) !== 0) visit.bytes(field.bytes)
    else for (const number of integersOf(field, name)) visit.integer(number, BYTES_OF_NUMBER[numberType]!)
  }
}

/** A whole number, or a 16-bit float by its bits, lowest byte first. */
function writeInteger(bytes: Uint8Array, at: number, width: number, number: number): void {
  let rest = number
  for (let i = 0; i < width; i++) {
    bytes[at + i] = ((rest % 256) + 256) % 256
    rest = Math.floor(rest / 256)
  }
}
