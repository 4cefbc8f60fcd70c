import { FormatError } from '../format-error.ts'
import type { FormatTools } from '../weight-format.ts'

/** How a piece of an array was packed. */
export type Hdf5Filter = 'deflate' | 'shuffle' | 'fletcher32'

const FILTERS: Readonly<Record<number, Hdf5Filter>> = { 1: 'deflate', 2: 'shuffle', 3: 'fletcher32' }
const OTHERS: Readonly<Record<number, string>> = {
  4: 'szip',
  5: 'nbit',
  6: 'scaleoffset',
  32000: 'lzf',
  32001: 'blosc',
}
const CHECKSUM_BYTES = 4
/** Of zlib around raw deflate data. */
const ZLIB_HEAD = 2
const ZLIB_END = 4

/** The filters of a pipeline message, in the order in which they packed. @throws FormatError naming one that is not known */
export function readFilters(view: DataView, at: number, name: string): Hdf5Filter[] {
  const version = view.getUint8(at)
  const count = view.getUint8(at + 1)
  if (version !== 1 && version !== 2) {
    throw new FormatError(`${name}: expected filters of version 1 or 2, got version ${version}`)
  }
  const filters: Hdf5Filter[] = []
  let next = at + (version === 1 ? 8 : 2)
  for (let k = 0; k < count; k++) {
    const id = view.getUint16(next, true)
    const filter = FILTERS[id]
    if (filter === undefined) {
      throw new FormatError(
        `${name}: expected numbers as they are or packed with gzip, got the filter ${OTHERS[id] ?? id}; save the file without compression`,
      )
    }
    filters.push(filter)
    // Known filters have no name in version 2.
    const nameLength = version === 1 ? Math.ceil(view.getUint16(next + 2, true) / 8) * 8 : 0
    const values = view.getUint16(next + (version === 1 ? 6 : 4), true)
    const padding = version === 1 && values % 2 === 1 ? 4 : 0
    next += (version === 1 ? 8 : 6) + nameLength + 4 * values + padding
  }
  return filters
}

/**
 * Unpacks a piece.
 * @param skipped a bit for each filter that this piece went without
 * @param length bytes that must come of it
 * @param size bytes of a number
 * @throws FormatError
 */
export function unfilter(
  packed: Uint8Array,
  {
    filters,
    name,
    size,
  }: { readonly filters: readonly Hdf5Filter[]; readonly name: string; readonly size: number },
  skipped: number,
  length: number,
  tools: FormatTools,
): Uint8Array {
  let bytes = packed
  for (let k = filters.length - 1; k >= 0; k--) {
    if ((skipped & (1 << k)) !== 0) continue
    if (filters[k] === 'fletcher32') bytes = bytes.subarray(0, Math.max(0, bytes.length - CHECKSUM_BYTES))
    else if (filters[k] === 'shuffle') bytes = unshuffle(bytes, size)
    else bytes = inflate(bytes, name, length + CHECKSUM_BYTES * filters.length, tools)
  }
  if (bytes.length !== length) {
    throw new FormatError(`${name}: expected pieces of ${length} bytes, got one of ${bytes.length}`)
  }
  return bytes
}

function inflate(packed: Uint8Array, name: string, limit: number, tools: FormatTools): Uint8Array {
  const isZlib = packed.length > ZLIB_HEAD + ZLIB_END && (packed[0]! & 15) === 8
  const raw = packed.subarray(ZLIB_HEAD, packed.length - ZLIB_END)
  const bytes = isZlib ? tools.inflateRaw(raw, limit) : null
  if (bytes === null) {
    throw new FormatError(
      `${name}: expected numbers packed with gzip, got damaged ones, or more than its shape has`,
    )
  }
  return bytes
}

/** Shuffled numbers have their first bytes first, then all second bytes. */
function unshuffle(bytes: Uint8Array, size: number): Uint8Array {
  const count = Math.floor(bytes.length / size)
  // A copy, which `slice` of Node's buffers is not.
  const turned = new Uint8Array(bytes)
  for (let k = 0; k < count; k++) {
    for (let j = 0; j < size; j++) turned[k * size + j] = bytes[j * count + k]!
  }
  return turned
}
