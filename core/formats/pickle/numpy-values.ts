import { FormatError } from '../format-error.ts'
import { NUMPY_TYPES } from '../numpy-types.ts'
import { BYTES_OF_NUMBER, describeShape, lengthOf, type NamedTensor, readNumbers } from '../tensor.ts'
import {
  describePickled,
  isObject,
  isSequence,
  itemsOf,
  type NumpyArray,
  type NumpyContent,
  type NumpyType,
  type PickleValue,
  shapeOf,
  textOf,
} from './pickle-value.ts'

/** `numpy.dtype(code, …)`; its byte order comes by `setType`. */
export function makeType(args: readonly PickleValue[]): NumpyType {
  const code = textOf(args[0])
  if (code === undefined) {
    throw new FormatError(
      `numpy.dtype: expected the code of a number type, got ${describePickled(args[0])}; arrays of records are not read`,
    )
  }
  return { kind: 'dtype', code: code.replace(/^[<>=|]/, ''), isLittleEndian: !code.startsWith('>') }
}

/** A type's state: version, byte order, and what records have. */
export function setType(type: NumpyType, state: PickleValue): void {
  const [, order, , names] = itemsOf(state, 'numpy.dtype')
  if (names !== null && names !== undefined) {
    throw new FormatError('numpy.dtype: expected a type of numbers, got one of records')
  }
  type.isLittleEndian = textOf(order) !== '>'
}

/** An array's state: version, shape, type, whether its first axis is fastest, data. */
export function setArray(array: NumpyArray, state: PickleValue): void {
  const items = itemsOf(state, 'numpy.ndarray')
  // The version came with NumPy 1.0.
  const [shape, type, isFortran, data] = items.slice(items.length - 4)
  array.content = contentOf(shape, type, isFortran === true || isFortran === 1, data)
}

/** `numpy.core.multiarray.scalar(type, data)`, as an array without axes. */
export function makeScalar(args: readonly PickleValue[]): NumpyArray {
  return { kind: 'array', content: contentOf({ kind: 'tuple', items: [] }, args[0], false, args[1]) }
}

/** `numpy.core.numeric._frombuffer(data, type, shape, order)`. */
export function makeFromBuffer(args: readonly PickleValue[]): NumpyArray {
  const [data, type, shape, order] = args
  return { kind: 'array', content: contentOf(shape, type, textOf(order) === 'F', data) }
}

function contentOf(
  shapeValue: PickleValue | undefined,
  type: PickleValue | undefined,
  isFortran: boolean,
  data: PickleValue | undefined,
): NumpyContent {
  const what = 'numpy.ndarray'
  const shape = shapeOf(shapeValue, what)
  if (!isObject(type) || type.kind !== 'dtype') {
    throw new FormatError(`${what}: expected a number type, got ${describePickled(type)}`)
  }
  const count = lengthOf({ shape })
  if (isObjects(type)) {
    const items = isSequence(data) ? data : { kind: 'list' as const, items: [data ?? null] }
    if (items.items.length !== count) {
      throw new FormatError(`${what}: expected ${count} objects, got ${items.items.length}`)
    }
    return { shape, type, isFortran, data: items }
  }
  if (!(data instanceof Uint8Array)) {
    throw new FormatError(`${what}: expected its numbers as bytes, got ${describePickled(data)}`)
  }
  const width = BYTES_OF_NUMBER[NUMPY_TYPES[type.code] ?? '']
  if (width !== undefined && data.length !== count * width) {
    throw new FormatError(
      `${what}: expected ${describeShape(shape)} numbers of ${width} bytes, got ${data.length} bytes`,
    )
  }
  return { shape, type, isFortran, data }
}

const isObjects = ({ code }: NumpyType): boolean => code.startsWith('O')

/** The values of an array that holds objects; null for one of numbers. */
export function objectsOf({ content }: NumpyArray): readonly PickleValue[] | null {
  return content === undefined || content.data instanceof Uint8Array ? null : content.data.items
}

/** An array as a tensor; null where it holds no numbers. */
export function tensorOfArray(name: string, { content }: NumpyArray): NamedTensor | null {
  if (content === undefined || !(content.data instanceof Uint8Array)) return null
  const { shape, type, isFortran, data } = content
  const numberType = NUMPY_TYPES[type.code] ?? (/^[fc]/.test(type.code) ? type.code : undefined)
  if (numberType === undefined) return null
  const count = lengthOf({ shape })
  const layout = { numberType, isLittleEndian: type.isLittleEndian }
  return {
    name,
    shape,
    numberType,
    read: () => readNumbers(data, count, layout, name, isFortran ? fortranPlace(shape) : undefined),
  }
}

/** Where the k-th number in C order lies when the first axis is fastest. */
function fortranPlace(shape: readonly number[]): (k: number) => number {
  const strides: number[] = []
  let stride = 1
  for (const side of shape) {
    strides.push(stride)
    stride *= side
  }
  return placeByStrides(shape, strides, 0)
}

/** Where the k-th number in C order lies in memory with these strides. */
export function placeByStrides(
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
): (k: number) => number {
  return (k) => {
    let rest = k
    let place = offset
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const side = shape[axis]!
      place += (rest % side) * strides[axis]!
      rest = Math.floor(rest / side)
    }
    return place
  }
}
