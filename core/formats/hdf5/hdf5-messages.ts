import { FormatError } from '../format-error.ts'

/*
 * Messages of an object's header. Source: The HDF Group, "HDF5 File Format Specification" 3.0, IV.A.2.
 */

/** How values lie in the file. */
export type Hdf5Type =
  | {
      readonly kind: 'number'
      readonly numberType: string
      readonly isLittleEndian: boolean
      readonly size: number
    }
  | { readonly kind: 'text'; readonly size: number }
  /** Texts of any length, which lie elsewhere. */
  | { readonly kind: 'variable-text'; readonly size: number }
  | { readonly kind: 'other'; readonly size: number; readonly description: string }

const CLASSES = [
  'integers',
  'floats',
  'times',
  'texts',
  'bit fields',
  'opaque bytes',
  'records',
  'references',
  'an enumeration',
  'sequences of variable length',
  'arrays',
]

/** What a datatype message says. @throws FormatError */
export function readType(view: DataView, at: number): Hdf5Type {
  const typeClass = view.getUint8(at) & 15
  const bits = view.getUint8(at + 1)
  const size = view.getUint32(at + 4, true)
  const isLittleEndian = (bits & 1) === 0
  if (typeClass === 0 && [1, 2, 4, 8].includes(size)) {
    const sign = (bits & 8) === 0 ? 'uint' : 'int'
    return { kind: 'number', numberType: `${sign}${8 * size}`, isLittleEndian, size }
  }
  if (typeClass === 1) {
    const exponentBits = view.getUint8(at + 13)
    const numberType = FLOATS[`${size} ${exponentBits}`]
    const isVax = (bits & 0x40) !== 0
    if (numberType !== undefined && !isVax) return { kind: 'number', numberType, isLittleEndian, size }
    return {
      kind: 'other',
      size,
      description: `floats of ${size} bytes with an exponent of ${exponentBits} bits`,
    }
  }
  if (typeClass === 3) return { kind: 'text', size }
  if (typeClass === 9 && (bits & 15) === 1 && size === 16) return { kind: 'variable-text', size }
  return { kind: 'other', size, description: CLASSES[typeClass] ?? `type ${typeClass}` }
}

/** By bytes and bits of the exponent. */
const FLOATS: Readonly<Record<string, string>> = {
  '2 5': 'float16',
  '2 8': 'bfloat16',
  '4 8': 'float32',
  '8 11': 'float64',
}

const MOST_AXES = 32

/** The shape that a dataspace message says. @throws FormatError */
export function readShape(view: DataView, at: number, name: string): number[] {
  const version = view.getUint8(at)
  const axes = view.getUint8(at + 1)
  if ((version !== 1 && version !== 2) || axes > MOST_AXES) {
    throw new FormatError(
      `${name}: expected a shape of at most ${MOST_AXES} axes, got ${axes} (version ${version})`,
    )
  }
  const NULL_SPACE = 2
  if (version === 2 && view.getUint8(at + 3) === NULL_SPACE) return [0]
  const from = at + (version === 1 ? 8 : 4)
  return Array.from({ length: axes }, (_, k) => safeInteger(view, from + 8 * k, name))
}

/** A whole number of 64 bits. @throws FormatError beyond what any file has */
export function safeInteger(view: DataView, at: number, name: string): number {
  const value = view.getBigUint64(at, true)
  if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value)
  throw new FormatError(`${name}: expected sizes and places within the file, got ${value}`)
}
