import { FormatError } from '../format-error.ts'

/** A value of a pickle: plain data, and what stands for arrays. Nothing of it is a program's own object. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  /** Python's bytes, and the texts of Python 2. */
  | Uint8Array
  | PickleSequence
  | PickleDict
  | PickleGlobal
  | TorchStorage
  | TorchTensor
  | NumpyType
  | NumpyArray

/** A list or a tuple. */
export interface PickleSequence {
  readonly kind: 'list' | 'tuple'
  readonly items: PickleValue[]
}

export interface PickleDict {
  readonly kind: 'dict'
  /** In the order in which they were set. */
  readonly entries: (readonly [key: PickleValue, value: PickleValue])[]
}

/** A class or function of the allow-list, by its full name. */
export interface PickleGlobal {
  readonly kind: 'global'
  readonly name: string
}

/** Numbers that stand elsewhere in the file, under a key. */
export interface TorchStorage {
  readonly kind: 'storage'
  readonly key: string
  readonly numberType: string
  /** Numbers in it. */
  readonly count: number
  /** Its first number's place in the stored numbers of that key; above 0 where it is a part of another storage. */
  readonly start: number
  /** Numbers that stand under the key. */
  readonly storedCount: number
}

/** A view of a storage: the number at (i, j) is `offset + i * strides[0] + j * strides[1]`. */
export interface TorchTensor {
  readonly kind: 'tensor'
  readonly storage: TorchStorage
  readonly offset: number
  readonly shape: readonly number[]
  readonly strides: readonly number[]
}

/** The type of an array's numbers. */
export interface NumpyType {
  readonly kind: 'dtype'
  /** As in `f4`, `O8`. */
  readonly code: string
  isLittleEndian: boolean
}

/** An array of NumPy. */
export interface NumpyArray {
  readonly kind: 'array'
  /** Undefined until the pickle gave it. */
  content?: NumpyContent
}

export interface NumpyContent {
  readonly shape: readonly number[]
  readonly type: NumpyType
  readonly isFortran: boolean
  /** Raw numbers, or a list of values where the array holds objects. */
  readonly data: Uint8Array | PickleSequence
}

/** What a value is, for errors. */
export function describePickled(value: PickleValue | undefined): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number' || typeof value === 'bigint') return `the number ${value}`.slice(0, 40)
  if (typeof value === 'string') return `the text ${JSON.stringify(value.slice(0, 40))}`
  if (value instanceof Uint8Array) return `${value.length} bytes`
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return `a ${value.kind} of ${value.items.length}`
    case 'dict':
      return describeDict(value)
    case 'global':
      return value.name
    case 'storage':
      return `a storage of ${value.count} numbers`
    case 'tensor':
      return 'a tensor'
    case 'dtype':
      return `the number type ${value.code}`
    case 'array':
      return 'a NumPy array'
  }
}

function describeDict({ entries }: PickleDict): string {
  if (entries.length === 0) return 'an empty dict'
  const names = entries.slice(0, 5).map(([key]) => textOf(key) ?? describePickled(key))
  return `a dict of ${names.map((name) => name.slice(0, 40)).join(', ')}${entries.length > 5 ? ` and ${entries.length - 5} more` : ''}`
}

/** Longest text that is taken from bytes: names and codes of types are shorter. */
const LONGEST_NAME = 1000

/** A value as text, also as Python 2 has it; undefined where it is none. */
export function textOf(value: PickleValue | undefined): string | undefined {
  if (typeof value === 'string') return value
  if (!(value instanceof Uint8Array) || value.length > LONGEST_NAME) return undefined
  return String.fromCharCode(...value)
}

/** @throws FormatError where a value is no whole number from 0 */
export function countOf(value: PickleValue | undefined, what: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new FormatError(`${what}: expected a whole number from 0, got ${describePickled(value)}`)
}

/** @throws FormatError where a value is no list or tuple */
export function itemsOf(value: PickleValue | undefined, what: string): readonly PickleValue[] {
  if (isSequence(value)) return value.items
  throw new FormatError(`${what}: expected a list or tuple, got ${describePickled(value)}`)
}

/** Axes that an array may have: NumPy's own limit. */
const MOST_AXES = 64

/** @throws FormatError where a value is no list of lengths */
export function shapeOf(value: PickleValue | undefined, what: string): number[] {
  const items = itemsOf(value, what)
  if (items.length > MOST_AXES) {
    throw new FormatError(`${what}: expected at most ${MOST_AXES} axes, got ${items.length}`)
  }
  return items.map((item) => countOf(item, what))
}

export const isObject = (
  value: PickleValue | undefined,
): value is Exclude<PickleValue, null | boolean | number | bigint | string | Uint8Array> =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array)

export const isSequence = (value: PickleValue | undefined): value is PickleSequence =>
  isObject(value) && (value.kind === 'list' || value.kind === 'tuple')
