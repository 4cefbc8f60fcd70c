// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- every room that imports this file needs the types
/// <reference path="./jsfive.d.ts" />
import { Dataset, File, type Group } from 'jsfive'
import { FormatError } from '../format-error.ts'
import type { NamedTensor } from '../tensor.ts'
import type { FormatTools } from '../weight-format.ts'
import { GuardedBuffer, newerKind } from './guarded-buffer.ts'
import { AttributeReader } from './read-attributes.ts'
import { DatasetReader } from './read-dataset.ts'

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
const ATTRIBUTE_MESSAGE = 0x000c

/** Whether bytes begin as an HDF5 file does. */
export const isHdf5 = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, k) => bytes[k] === byte)

/** A group of an HDF5 file. Whatever is damaged is a FormatError. */
export interface Hdf5Group {
  /** Of what is in it, by code units. */
  readonly names: readonly string[]
  /** The group of that name or path; null where there is none. */
  group(path: string): Hdf5Group | null
  /** The array of that name or path; null where there is none. Its numbers are read when they are asked for. */
  array(path: string): NamedTensor | null
  /** The texts beside it of that name; null where there are none. */
  texts(name: string): readonly string[] | null
}

/**
 * Opens an HDF5 file of the earliest kind, as Keras and h5py write it.
 * @param mostNumbers that are read of it, see `mostNumbersOf`
 * @throws FormatError
 */
export function openHdf5(bytes: Uint8Array, tools: FormatTools, mostNumbers: number): Hdf5Group {
  const [version] = bytes.subarray(SIGNATURE.length, SIGNATURE.length + 1)
  if (version !== undefined && version > 0) throw newerKind()
  const buffer = new GuardedBuffer(bytes)
  const whole = new Uint8Array(buffer)
  const readers: Readers = {
    attributes: new AttributeReader(whole),
    datasets: new DatasetReader(whole, tools, mostNumbers),
  }
  return groupOf(
    guard('its root', () => new File(buffer)),
    '',
    readers,
  )
}

interface Readers {
  readonly attributes: AttributeReader
  readonly datasets: DatasetReader
}

/** jsfive's own errors are of any kind and name nothing. @throws FormatError */
function guard<Result>(what: string, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (error instanceof FormatError) throw error
    throw new FormatError(`HDF5: expected ${what}, the file is damaged or cut off there`)
  }
}

function groupOf(group: Group, path: string, readers: Readers): Hdf5Group {
  const find = (rest: string): Group | Dataset | null => {
    let found: Group | Dataset = group
    for (const name of rest.split('/').filter((part) => part !== '')) {
      if (found instanceof Dataset) return null
      const parent: Group = found
      const link = Object.hasOwn(parent._links, name) ? parent._links[name] : undefined
      if (link === undefined || name === '.') return null
      if (typeof link === 'string') {
        throw new FormatError(`HDF5: ${path}/${rest}: expected a group or an array, got a link to ${link}`)
      }
      const next: Group | Dataset | null = guard(`${path}/${rest}`, () => parent.get(name))
      if (next === null) return null
      found = next
    }
    return found
  }
  let attributes: ReadonlyMap<string, readonly [number, number]> | undefined
  return {
    names: Object.keys(group._links).sort(),
    group: (rest) => {
      const found = find(rest)
      return found === null || found instanceof Dataset ? null : groupOf(found, `${path}/${rest}`, readers)
    },
    array: (rest) => {
      const found = find(rest)
      if (!(found instanceof Dataset)) return null
      const name = `${path}/${rest}`.slice(1)
      const { msgs } = found._dataobjects
      const array = guard(name, () => readers.datasets.arrayOf(name, msgs))
      return { ...array, read: () => guard(`the numbers of ${name}`, () => array.read()) }
    },
    texts: (name) =>
      guard(`${path}/${name}`, () => {
        attributes ??= findAttributes(group, readers)
        const place = attributes.get(name)
        return place === undefined ? null : readers.attributes.textsAt(...place)
      }),
  }
}

/** Where what stands beside a group begins and ends, by its names: many may be asked for, and there may be many. */
function findAttributes(group: Group, { attributes }: Readers): Map<string, readonly [number, number]> {
  const places = new Map<string, readonly [number, number]>()
  for (const message of group._dataobjects.msgs) {
    if (message.get('type') !== ATTRIBUTE_MESSAGE) continue
    const at = message.get('offset_to_message') ?? 0
    const name = attributes.nameAt(at)
    if (!places.has(name)) places.set(name, [at, at + (message.get('size') ?? 0)])
  }
  return places
}
