import { chainTensors } from '../chain-tensors.ts'
import { FormatError } from '../format-error.ts'
import { describeLeftOut, findWeights } from '../pickle/find-weights.ts'
import { tensorOfArray } from '../pickle/numpy-values.ts'
import { readPickle } from '../pickle/read-pickle.ts'
import { mostNumbersOf, type NamedTensor, noteRounding } from '../tensor.ts'
import type { WeightReader } from '../weight-format.ts'

/** Arrays of a pickle that may be weights. */
export interface PickledTensors {
  readonly tensors: readonly NamedTensor[]
  /** A sentence on each thing that was left out. */
  readonly notes: readonly string[]
}

/** Reads pickles of dicts and lists of NumPy arrays, as in `pickle.dump({'W1': W1, 'b1': b1}, file)`. */
export const numpyPickleReader: WeightReader = {
  recognize: isPickle,
  read(bytes) {
    const { tensors, notes } = readPickledTensors(bytes)
    const network = chainTensors(tensors, 'in-out', mostNumbersOf(bytes.length))
    return { ...network, notes: [...notes, ...noteRounding(tensors), ...network.notes] }
  },
}

const PROTO = 0x80
/** Of lists, dicts and objects in protocol 0, which is lines of text, and 1. */

const OLD_BEGINNING = /^(\([dl]p\d+\n|\(?c[\w.]+\n\w+\n|\(i[\w.]+\n\w+\n|[}\]]q\0)/

/** Whether bytes begin as a pickle: with its protocol, or as Python 2 wrote lists, dicts and objects by default. */
export function isPickle(bytes: Uint8Array): boolean {
  if (bytes[0] === PROTO) return bytes[1]! >= 1 && bytes[1]! <= 5
  return OLD_BEGINNING.test(String.fromCharCode(...bytes.subarray(0, 200)))
}

/**
 * Reads the arrays of a pickle: a dict or list of arrays, or an array of objects as NPZ files may hold.
 * @param from where the pickle begins in the bytes
 * @param name put before the names of the arrays; that of a single array itself
 * @throws FormatError where it has no arrays, or holds more than data
 */
export function readPickledTensors(bytes: Uint8Array, from = 0, name = ''): PickledTensors {
  const weights = findWeights(readPickle(bytes, { from }).value)
  const leftOut = [...weights.leftOut]
  const tensors: NamedTensor[] = []
  for (const array of weights.arrays) {
    if (array.value.kind !== 'array') continue
    const full = name === '' ? array.name : array.name === 'array' ? name : `${name}.${array.name}`
    const tensor = tensorOfArray(full, array.value)
    if (tensor === null) leftOut.push(full)
    else tensors.push(tensor)
  }
  if (tensors.length === 0) {
    throw new FormatError(`expected arrays of numbers in the pickle, got ${leftOut.slice(0, 5).join(', ')}`)
  }
  return { tensors, notes: describeLeftOut({ ...weights, leftOut }) }
}
