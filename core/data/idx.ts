import { MOST_DATA_BYTES } from '../limits.ts'
import { DataError } from './data-set.ts'

/**
 * The IDX format of the MNIST files, all numbers big-endian: a magic number 0x0000TTDD (TT = 8: unsigned
 * bytes, DD: number of dimensions), one 32-bit count a dimension, then the payload.
 * Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits", 1998, "file formats".
 */
export const IDX_MAGIC = { images: 0x0803, labels: 0x0801 } as const

export type IdxKind = keyof typeof IDX_MAGIC

/** Length of a header in bytes: the magic number, then one count a dimension. */
export const IDX_HEADER_BYTES = { images: 16, labels: 8 } as const

/** What the head of an IDX file says. For labels, `rows` and `columns` are 1. */
export interface IdxHeader {
  readonly count: number
  readonly rows: number
  readonly columns: number
}

/** Images of an IDX file, not yet joined with their labels. */
export interface IdxImages extends IdxHeader {
  /** `(count, rows × columns)`, row-major; shares memory with the file's bytes. */
  readonly images: Uint8Array
}

/** An image wider or higher than this is a damaged header rather than a digit. */
const MAX_SIDE = 10_000

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`

const KINDS: readonly IdxKind[] = ['images', 'labels']

const describeMagic = (magic: number): string => {
  const kind = KINDS.find((name) => IDX_MAGIC[name] === magic)
  return kind === undefined ? hex(magic) : `${hex(magic)} (${kind})`
}

const describeContent = (kind: IdxKind, { count, rows, columns }: IdxHeader): string =>
  kind === 'labels' ? `${count} labels` : `${count} images of ${rows} × ${columns}`

/**
 * Reads the head of an IDX file from its first bytes (the payload may be missing).
 * @param fileName what an error calls the file
 * @throws DataError for another magic number, a head cut short, or sides that no image has.
 */
export function readIdxHeader(bytes: Uint8Array, kind: IdxKind, fileName: string): IdxHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const magic = bytes.length >= 4 ? view.getUint32(0) : undefined
  if (magic !== undefined && magic !== IDX_MAGIC[kind]) {
    throw new DataError(
      `${fileName}: expected the magic number ${describeMagic(IDX_MAGIC[kind])} of an IDX file, got ${describeMagic(magic)}`,
    )
  }
  const headerBytes = IDX_HEADER_BYTES[kind]
  if (bytes.length < headerBytes) {
    throw new DataError(
      `${fileName}: expected an IDX header of ${headerBytes} bytes, got ${bytes.length} bytes in all`,
    )
  }
  const count = view.getUint32(4)
  const [rows, columns] = kind === 'labels' ? [1, 1] : [view.getUint32(8), view.getUint32(12)]
  if (rows < 1 || columns < 1 || rows > MAX_SIDE || columns > MAX_SIDE) {
    throw new DataError(
      `${fileName}: expected images of 1 to ${MAX_SIDE} pixels a side, got ${rows} × ${columns}`,
    )
  }
  if (count * rows * columns > MOST_DATA_BYTES) {
    throw new DataError(
      `${fileName}: expected at most ${Math.round(MOST_DATA_BYTES / 1e6)} MB, got a head that says ${describeContent(kind, { count, rows, columns })}`,
    )
  }
  return { count, rows, columns }
}

/** Bytes of a whole unzipped file with that head. */
export function idxFileBytes(kind: IdxKind, { count, rows, columns }: IdxHeader): number {
  return IDX_HEADER_BYTES[kind] + count * rows * columns
}

/**
 * Holds the bytes behind the head of a file against what it says.
 * @throws DataError where there are fewer or more
 */
export function checkIdxPayload(bytes: number, kind: IdxKind, header: IdxHeader, fileName: string): void {
  const expected = header.count * header.rows * header.columns
  if (bytes === expected) return
  const fault = bytes < expected ? 'the file is cut short' : 'the file has bytes left over'
  throw new DataError(
    `${fileName}: expected ${expected} bytes for ${describeContent(kind, header)}, got ${bytes}; ${fault}`,
  )
}

/** Returns the payload after the header. @throws DataError when it is shorter or longer than the header says. */
function idxPayload(bytes: Uint8Array, kind: IdxKind, header: IdxHeader, fileName: string): Uint8Array {
  // Of bytes that are a Buffer too, a plain array: a Buffer's `slice` is no copy.
  const payload = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length).subarray(
    IDX_HEADER_BYTES[kind],
  )
  checkIdxPayload(payload.length, kind, header, fileName)
  return payload
}

/**
 * Reads an unzipped IDX file of images; the pixels are a view of `bytes`.
 * @throws DataError for a wrong magic number, a head that makes no sense, or a payload of another length.
 */
export function readIdxImages(bytes: Uint8Array, fileName: string): IdxImages {
  const header = readIdxHeader(bytes, 'images', fileName)
  return { ...header, images: idxPayload(bytes, 'images', header, fileName) }
}

/**
 * Reads an unzipped IDX file of labels, `(count)`; a view of `bytes`.
 * @param classCount each label must be below it
 * @throws DataError for a wrong magic number, a payload of another length, or a label that is no class.
 */
export function readIdxLabels(bytes: Uint8Array, fileName: string, classCount: number): Uint8Array {
  const header = readIdxHeader(bytes, 'labels', fileName)
  const labels = idxPayload(bytes, 'labels', header, fileName)
  const wrong = labels.findIndex((label) => label >= classCount)
  if (wrong >= 0) {
    throw new DataError(
      `${fileName}: expected labels from 0 to ${classCount - 1}, got ${labels[wrong]} at index ${wrong}`,
    )
  }
  return labels
}

/** Writes images, `(count, rows × columns)` bytes, as an unzipped IDX file. */
export function writeIdxImages(source: IdxImages): Uint8Array {
  const bytes = new Uint8Array(IDX_HEADER_BYTES.images + source.images.length)
  const view = new DataView(bytes.buffer)
  const head = [IDX_MAGIC.images, source.count, source.rows, source.columns]
  head.forEach((value, index) => view.setUint32(index * 4, value))
  bytes.set(source.images, IDX_HEADER_BYTES.images)
  return bytes
}

/** Writes labels, `(count)`, as an unzipped IDX file. */
export function writeIdxLabels(labels: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(IDX_HEADER_BYTES.labels + labels.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, IDX_MAGIC.labels)
  view.setUint32(4, labels.length)
  bytes.set(labels, IDX_HEADER_BYTES.labels)
  return bytes
}
