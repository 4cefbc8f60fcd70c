import { FormatError } from '../format-error.ts'
import { NUMPY_TYPES } from '../numpy-types.ts'
import { BYTES_OF_NUMBER, describeShape, type NamedTensor, readNumbers } from '../tensor.ts'
import { decodeText, encodeText } from '../text.ts'

/** An array of NumPy in a file: numbers, a text, or Python objects. */
export interface NumpyArray extends NamedTensor {
  /** The texts of an array of them; null for numbers. @throws FormatError */
  readTexts(): string[] | null
  /** Whether its elements are Python objects, which are pickled. */
  readonly isPickled: boolean
  /** What follows the head. */
  readonly content: Uint8Array
  /** Whether its first axis is fastest in the content. */
  readonly isFortran: boolean
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/** Bytes of a head, at most; NumPy refuses longer ones too. */
const LONGEST_HEAD = 10_000
/** Characters of all texts of an array, at most: recipes have some thousands. */
const MOST_CHARACTERS = 1_000_000

/** Whether bytes begin as an array of NumPy does. */
export const isNpy = (bytes: Uint8Array): boolean => MAGIC.every((byte, k) => bytes[k] === byte)

/**
 * Reads the head of an array of NumPy; its numbers are read when they are asked for.
 * Source: NumPy, "The NPY format", versions 1.0 to 3.0.
 * @throws FormatError
 */
export function readNpy(bytes: Uint8Array, name: string): NumpyArray {
  if (!isNpy(bytes)) throw new FormatError(`${name}: expected an array of NumPy, got other bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isLong = (bytes[6] ?? 1) >= 2
  const from = isLong ? 12 : 10
  if (bytes.length < from)
    throw new FormatError(`${name}: expected the head of an array, the file is cut off`)
  const length = isLong ? view.getUint32(8, true) : view.getUint16(8, true)
  if (length > LONGEST_HEAD) {
    throw new FormatError(
      `${name}: expected a head of at most ${LONGEST_HEAD.toLocaleString('en-US')} bytes, got ${length.toLocaleString('en-US')}`,
    )
  }
  if (from + length > bytes.length)
    throw new FormatError(`${name}: expected a head of ${length} bytes, the file is cut off`)
  const head = decodeText(bytes.subarray(from, from + length))
  const { order, code, shape, isFortran } = parseHead(head, name)
  const content = bytes.subarray(from + length)
  const numberType =
    NUMPY_TYPES[code] ?? (code.startsWith('U') ? 'text' : code.startsWith('O') ? 'objects' : code)
  const count = shape.reduce((product, side) => product * side, 1)
  return {
    name,
    shape,
    numberType,
    content,
    isFortran,
    isPickled: numberType === 'objects',
    readTexts: () => (numberType === 'text' ? readTexts(content, code, order !== '>', count, name) : null),
    read: () => {
      if (count * (BYTES_OF_NUMBER[numberType] ?? 0) > content.length) {
        throw new FormatError(
          `${name}: expected ${describeShape(shape)} numbers as ${numberType}, the file is cut off after ${content.length} bytes`,
        )
      }
      const at = isFortran ? fortranIndex(shape) : undefined
      return readNumbers(content, count, { numberType, isLittleEndian: order !== '>' }, name, at)
    },
  }
}

interface Head {
  readonly order: string
  readonly code: string
  readonly shape: readonly number[]
  readonly isFortran: boolean
}

/** A head is a Python dict, always with these three keys. */
function parseHead(head: string, name: string): Head {
  const descr = /'descr':\s*'([<>|=]?)([A-Za-z]\d*)'/.exec(head)
  const order = /'fortran_order':\s*(True|False)/.exec(head)
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(head)
  if (descr === null || order === null || shape === null) {
    throw new FormatError(`${name}: expected an array of numbers, got ${head.trim().slice(0, 120)}`)
  }
  const sides = shape[1]!
    .split(',')
    .map((side) => side.trim())
    .filter((side) => side !== '')
    .map(Number)
  const count = sides.reduce((product, side) => product * side, 1)
  if (sides.length > 16 || !Number.isSafeInteger(count)) {
    throw new FormatError(`${name}: expected the shape of an array, got ${shape[0]}`)
  }
  return { order: descr[1]!, code: descr[2]!, shape: sides, isFortran: order[1] === 'True' }
}

/** Where in a file whose first axis is fastest the number lies that comes k-th in C order. */
function fortranIndex(shape: readonly number[]): (k: number) => number {
  return (k) => {
    let rest = k
    let index = 0
    let stride = shape.reduce((product, side) => product * side, 1)
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const side = shape[axis]!
      stride /= side
      index += (rest % side) * stride
      rest = Math.floor(rest / side)
    }
    return index
  }
}

function readTexts(
  content: Uint8Array,
  code: string,
  isLittleEndian: boolean,
  count: number,
  name: string,
): string[] {
  const length = Number(code.slice(1))
  if (count * Math.max(1, length) * 4 > content.length)
    throw new FormatError(`${name}: expected ${count} texts of ${length} characters, the file is cut off`)
  if (count * Math.max(1, length) > MOST_CHARACTERS) {
    throw new FormatError(
      `${name}: expected texts of at most ${MOST_CHARACTERS.toLocaleString('en-US')} characters, got ${count} of ${length.toLocaleString('en-US')}`,
    )
  }
  const view = new DataView(content.buffer, content.byteOffset, count * length * 4)
  return Array.from({ length: count }, (_, i) => {
    const points = Array.from({ length }, (_, k) => view.getUint32(4 * (i * length + k), isLittleEndian))
    return points
      .map((point) => (point === 0 || point > 0x10ffff ? '' : String.fromCodePoint(point)))
      .join('')
  })
}

/** NumPy maps arrays in place where they begin at a multiple of this. */
const ALIGNMENT = 64

function writeNpy(code: string, shape: readonly number[], content: Uint8Array): Uint8Array {
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const head = `{'descr': '${code}', 'fortran_order': False, 'shape': (${sides}), }`
  const length = Math.ceil((10 + head.length + 1) / ALIGNMENT) * ALIGNMENT - 10
  const file = new Uint8Array(10 + length + content.length)
  file.set(MAGIC)
  file[6] = 1
  new DataView(file.buffer).setUint16(8, length, true)
  file.set(encodeText(`${head.padEnd(length - 1)}\n`), 10)
  file.set(content, 10 + length)
  return file
}

/** Numbers as an array of NumPy in float64, C order. */
export function writeNumbers(numbers: Float64Array, shape: readonly number[]): Uint8Array {
  const content = new Uint8Array(numbers.length * 8)
  const view = new DataView(content.buffer)
  numbers.forEach((number, k) => view.setFloat64(8 * k, number, true))
  return writeNpy('<f8', shape, content)
}

/** A text as an array of NumPy without axes. */
export function writeText(text: string): Uint8Array {
  const { length, content } = packTexts([text])
  return writeNpy(`<U${length}`, [], content)
}

/** Texts as an array of NumPy with one axis. */
export function writeTexts(texts: readonly string[]): Uint8Array {
  const { length, content } = packTexts(texts)
  return writeNpy(`<U${length}`, [texts.length], content)
}

/** Texts in UTF-32, each filled up to the longest. */
function packTexts(texts: readonly string[]): { length: number; content: Uint8Array } {
  const points = texts.map((text) => Array.from(text, (character) => character.codePointAt(0)!))
  const length = Math.max(1, ...points.map((each) => each.length))
  const content = new Uint8Array(texts.length * length * 4)
  const view = new DataView(content.buffer)
  points.forEach((each, i) => each.forEach((point, k) => view.setUint32(4 * (i * length + k), point, true)))
  return { length, content }
}
