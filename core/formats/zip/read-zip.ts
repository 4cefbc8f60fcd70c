import { MOST_NETWORK_BYTES } from '../../limits.ts'
import { FormatError } from '../format-error.ts'
import { decodeText } from '../text.ts'
import type { FormatTools } from '../weight-format.ts'

/** A file in a zip archive. */
export interface ZipEntry {
  readonly name: string
  /** Its bytes, unpacked; those of a stored entry are a view of the archive. @throws FormatError */
  read(): Uint8Array
  /** Of its bytes once they are unpacked, as the archive says. */
  readonly size: number
}

const END_SIGNATURE = 0x06054b50
const END_LENGTH = 22
const LONGEST_COMMENT = 0xffff
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50
const ZIP64_END_SIGNATURE = 0x06064b50
const CENTRAL_SIGNATURE = 0x02014b50
const LOCAL_SIGNATURE = 0x04034b50
const STORED = 0
const DEFLATED = 8
const ENCRYPTED = 1
const MOST_ENTRIES = 10_000

/** A small archive may be many times as large unpacked. */
const LEAST_UNPACKED = 64_000_000

/**
 * Bytes that an archive of weights may unpack to: eight times as many as it has, as weights hardly get smaller by packing. A bomb has a
 * thousand times.
 */
export const unpackedLimit = (archiveBytes: number): number =>
  Math.min(MOST_NETWORK_BYTES, Math.max(LEAST_UNPACKED, 8 * archiveBytes))

/** Whether bytes begin as a zip archive does. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4

/**
 * Reads a zip archive by its central directory, which alone has the sizes where a writer did not know them beforehand.
 * Sources: PKWARE, "APPNOTE.TXT: .ZIP File Format Specification" 6.3.10.
 * @param limit bytes that all entries together may unpack to
 * @throws FormatError where it is cut, contradicts itself, is encrypted, or unpacks to more than the limit
 */
export function readZip(bytes: Uint8Array, tools: FormatTools, limit: number): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { count, offset, length } = findDirectory(view)
  if (count > MOST_ENTRIES) throw new FormatError(`zip: expected ${MOST_ENTRIES} files at most, got ${count}`)
  const entries: ZipEntry[] = []
  let at = offset
  let unpacked = 0
  for (let k = 0; k < count; k++) {
    if (
      at + 46 > Math.min(view.byteLength, offset + length) ||
      view.getUint32(at, true) !== CENTRAL_SIGNATURE
    ) {
      throw new FormatError(`zip: expected ${count} files in its directory, file ${k + 1} is damaged`)
    }
    const { entry, next } = readEntry(view, at)
    unpacked += entry.size
    if (unpacked > limit) {
      throw new FormatError(
        `zip: expected at most ${megabytes(limit)} unpacked, got ${megabytes(unpacked)} or more`,
      )
    }
    entries.push({ name: entry.name, size: entry.size, read: () => unpack(bytes, entry, tools) })
    at = next
  }
  return entries
}

const megabytes = (count: number): string => `${Math.ceil(count / 1e6).toLocaleString('en-US')} MB`

interface Directory {
  readonly count: number
  readonly offset: number
  readonly length: number
}

function findDirectory(view: DataView): Directory {
  const last = view.byteLength - END_LENGTH
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (view.getUint32(at, true) !== END_SIGNATURE) continue
    const directory = {
      count: view.getUint16(at + 10, true),
      length: view.getUint32(at + 12, true),
      offset: view.getUint32(at + 16, true),
    }
    const isLarge =
      directory.count === 0xffff || directory.length === 0xffff_ffff || directory.offset === 0xffff_ffff
    return isLarge ? (findLargeDirectory(view, at) ?? directory) : directory
  }
  throw new FormatError('zip: expected its directory at the end, found none; the file is cut off')
}

/** The directory of an archive with large numbers, which stands before the usual one. */
function findLargeDirectory(view: DataView, end: number): Directory | null {
  const locator = end - 20
  if (locator < 0 || view.getUint32(locator, true) !== ZIP64_LOCATOR_SIGNATURE) return null
  const at = safeInteger(view.getBigUint64(locator + 8, true))
  if (at + 56 > view.byteLength || view.getUint32(at, true) !== ZIP64_END_SIGNATURE) return null
  return {
    count: safeInteger(view.getBigUint64(at + 32, true)),
    length: safeInteger(view.getBigUint64(at + 40, true)),
    offset: safeInteger(view.getBigUint64(at + 48, true)),
  }
}

function safeInteger(value: bigint): number {
  if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value)
  throw new FormatError(`zip: expected sizes and places within the file, got ${value}`)
}

interface Entry {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packedSize: number
  readonly size: number
  readonly offset: number
}

function readEntry(view: DataView, at: number): { entry: Entry; next: number } {
  const nameLength = view.getUint16(at + 28, true)
  const extraLength = view.getUint16(at + 30, true)
  const commentLength = view.getUint16(at + 32, true)
  const extraAt = at + 46 + nameLength
  const next = extraAt + extraLength + commentLength
  if (next > view.byteLength)
    throw new FormatError('zip: expected its directory within the file, it is cut off')
  const name = decodeText(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength))
  const sizes = {
    size: view.getUint32(at + 24, true),
    packedSize: view.getUint32(at + 20, true),
    offset: view.getUint32(at + 42, true),
  }
  return {
    entry: {
      name,
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      ...readLargeSizes(view, extraAt, extraLength, sizes),
    },
    next,
  }
}

type Sizes = Pick<Entry, 'size' | 'packedSize' | 'offset'>

/** Numbers of more than 32 bits stand in an extra field of tag 1, those that need it and in this order. */
function readLargeSizes(view: DataView, from: number, length: number, sizes: Sizes): Sizes {
  const large = { ...sizes }
  const end = from + length
  for (let at = from; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue
    const fieldEnd = Math.min(end, at + 4 + view.getUint16(at + 2, true))
    let number = at + 4
    for (const name of ['size', 'packedSize', 'offset'] as const) {
      if (large[name] !== 0xffff_ffff || number + 8 > fieldEnd) continue
      large[name] = safeInteger(view.getBigUint64(number, true))
      number += 8
    }
  }
  return large
}

function unpack(bytes: Uint8Array, entry: Entry, tools: FormatTools): Uint8Array {
  const { name, flags, method, size, packedSize, offset } = entry
  if ((flags & ENCRYPTED) !== 0)
    throw new FormatError(`${name}: expected a file without password, got an encrypted one`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL_SIGNATURE) {
    throw new FormatError(`${name}: expected its content at byte ${offset} of the zip, found none`)
  }
  const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (from + packedSize > bytes.length)
    throw new FormatError(`${name}: cut off at byte ${bytes.length} of the zip`)
  const packed = bytes.subarray(from, from + packedSize)
  const content = method === STORED ? packed : inflate(packed, entry, tools)
  if (content.length !== size) {
    throw new FormatError(`${name}: expected ${size} bytes as the zip says, got ${content.length}`)
  }
  if (tools.crc32(content) !== entry.crc) throw new FormatError(`${name}: damaged, its checksum is another`)
  return content
}

function inflate(packed: Uint8Array, { name, method, size }: Entry, tools: FormatTools): Uint8Array {
  if (method !== DEFLATED) {
    throw new FormatError(`${name}: expected a stored or deflated file, got compression method ${method}`)
  }
  const content = tools.inflateRaw(packed, size)
  if (content === null)
    throw new FormatError(`${name}: damaged, or longer than the ${size} bytes that the zip says`)
  return content
}
