import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { DataError } from '#core/data/data-set.ts'
import { fileErrorCode } from '#files/file-errors.ts'

/** Gzipped files of a data set. The `fileName` of each function is what an error calls the file. */

const gunzip = promisify(zlib.gunzip)

/** Deflate makes at most this much of a byte. */
const MOST_INFLATION = 1032
const SMALLEST_CHUNK = 1024

/**
 * The size that the end of a gzip file states: with room for all of it, nothing is inflated in pieces that must be
 * joined.
 */
function inflatedSize(bytes: Uint8Array): number {
  const stated = bytes.length < 4 ? 0 : statedSize(bytes)
  return Math.max(SMALLEST_CHUNK, Math.min(stated, bytes.length * MOST_INFLATION))
}

/**
 * Unzips a whole file, and ends as soon as there are more bytes than expected.
 * @param limit bytes that the file should have unzipped
 * @throws DataError where the gzip is cut short or damaged, or has more than `limit` bytes
 */
export async function inflate(bytes: Uint8Array, fileName: string, limit: number): Promise<Uint8Array> {
  try {
    const chunkSize = Math.min(inflatedSize(bytes), Math.max(SMALLEST_CHUNK, limit))
    return await gunzip(bytes, { chunkSize, maxOutputLength: Math.max(1, limit) })
  } catch (error) {
    throw describeGzipError(error, fileName, limit)
  }
}

/** Bytes that are inflated at a time. */
const PIECE_BYTES = 1 << 20

/**
 * As `inflate`, into a resizable buffer; a file whose end states a wrong size into a plain one.
 * @throws DataError where the gzip is cut short or damaged, or has more than `limit` bytes
 */
export async function inflateShrinkable(
  bytes: Uint8Array,
  fileName: string,
  limit: number,
): Promise<Uint8Array> {
  const size = Math.min(inflatedSize(bytes), limit)
  const inflated = new Uint8Array(new ArrayBuffer(size, { maxByteLength: size }))
  let length = 0
  try {
    const stream = zlib.createGunzip({ chunkSize: PIECE_BYTES })
    stream.end(bytes)
    for await (const piece of stream as AsyncIterable<Uint8Array<ArrayBuffer>>) {
      if (length + piece.length > size) {
        if (size === limit) throw describeLeftOver(fileName, limit)
        return await inflate(bytes, fileName, limit)
      }
      inflated.set(piece, length)
      length += piece.length
      // A full piece is done with: collected some time later, all pieces would take as much as the file until then.
      if (piece.byteOffset + piece.length === piece.buffer.byteLength) piece.buffer.transfer(0)
    }
  } catch (error) {
    throw describeGzipError(error, fileName, limit)
  }
  return inflated.subarray(0, length)
}

/**
 * Inflates as much as is there; a file cut short after its head is no error here. @throws DataError where it is damaged
 */
export async function inflateStart(start: Uint8Array, fileName: string): Promise<Uint8Array> {
  try {
    return await gunzip(start, { finishFlush: zlib.constants.Z_SYNC_FLUSH })
  } catch (error) {
    throw describeGzipError(error, fileName, Infinity)
  }
}

/** Bytes that a gzip file says at its end that it has unzipped; of one that was joined of several, the last one's. */
export function statedSize(end: Uint8Array): number {
  return new DataView(end.buffer, end.byteOffset, end.length).getUint32(end.length - 4, true)
}

function describeLeftOver(fileName: string, limit: number): DataError {
  return new DataError(
    `${fileName}: expected ${limit} bytes in the gzip file, as its head says, got more; the file has bytes left over`,
  )
}

/** What is wrong with a gzip file, for the words of zlib that can come of one whose start is sound. */
const DAMAGES: Readonly<Record<string, string>> = {
  'incorrect length check': 'its end states another size than it has',
  'incorrect data check': 'its content is not what was packed, by its checksum',
  'incorrect header check': 'other bytes follow its end',
}

function describeGzipError(error: unknown, fileName: string, limit: number): DataError {
  if (error instanceof DataError) return error
  const code = fileErrorCode(error)
  if (code === 'ERR_BUFFER_TOO_LARGE') return describeLeftOver(fileName, limit)
  if (code === 'Z_BUF_ERROR') {
    return new DataError(`${fileName}: expected a whole gzip file, got one that is cut short`)
  }
  const words = error instanceof Error ? error.message : String(error)
  return new DataError(
    `${fileName}: expected a sound gzip file, got a damaged one (${DAMAGES[words] ?? words})`,
  )
}
