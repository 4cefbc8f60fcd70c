import { stat } from 'node:fs/promises'
import path from 'node:path'
import { DataError } from '#core/data/data-set.ts'
import {
  checkIdxPayload,
  IDX_HEADER_BYTES,
  idxFileBytes,
  type IdxHeader,
  type IdxKind,
  readIdxHeader,
} from '#core/data/idx.ts'
import { MOST_DATA_BYTES } from '#core/limits.ts'
import { describeFileError } from './file-errors.ts'
import { fileErrorCode } from '#files/file-errors.ts'
import { openFile, readFile } from '#files/read-file.ts'
import { isFolder } from './file-state.ts'
import { inflate, inflateShrinkable, inflateStart, statedSize } from './inflate.ts'

/** The four files of a data set in MNIST's layout. */
export const IDX_FILES = {
  trainingImages: { kind: 'images', stem: 'train-images', dimensions: 3 },
  trainingLabels: { kind: 'labels', stem: 'train-labels', dimensions: 1 },
  testImages: { kind: 'images', stem: 't10k-images', dimensions: 3 },
  testLabels: { kind: 'labels', stem: 't10k-labels', dimensions: 1 },
} as const satisfies Record<string, { kind: IdxKind; stem: string; dimensions: number }>

export type IdxFileRole = keyof typeof IDX_FILES

/** MNIST's own name of a file, without `.gz`: `train-images-idx3-ubyte`. */
export function idxFileName(role: IdxFileRole): string {
  const { stem, dimensions } = IDX_FILES[role]
  return `${stem}-idx${dimensions}-ubyte`
}

/** The names a file goes by, in the order they are tried. Unzipping tools write a dot for the first hyphen. */
function fileNames(role: IdxFileRole): string[] {
  const { stem, dimensions } = IDX_FILES[role]
  const dotted = `${stem}.idx${dimensions}-ubyte`
  return [idxFileName(role), dotted].flatMap((name) => [name, `${name}.gz`])
}

const ALL_NAMES = new Set((Object.keys(IDX_FILES) as IdxFileRole[]).flatMap(fileNames))

/** Whether a file of this name would be read as one of the four. */
export function isIdxFileName(fileName: string): boolean {
  return ALL_NAMES.has(fileName)
}

/** An IDX file's bytes, unzipped, and the name it was found under. */
export interface IdxFile {
  readonly fileName: string
  readonly bytes: Uint8Array
}

export interface IdxReadOptions {
  readonly signal?: AbortSignal | undefined
  /** Whether unzipped bytes lie in a buffer that can be made smaller, to give back what is no longer needed. */
  readonly isShrinkable?: boolean | undefined
}

const isGzip = (bytes: Uint8Array): boolean => bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b

/**
 * Reads one of the four files, unzipping it where its first bytes say that it is gzipped. What its head says bounds what
 * is read and unzipped.
 * @throws DataError when it is missing, cannot be read, is longer than its head says, or its gzip is cut short or damaged.
 */
export async function readIdxFile(
  folder: string,
  role: IdxFileRole,
  { signal, isShrinkable = false }: IdxReadOptions = {},
): Promise<IdxFile> {
  const { kind } = IDX_FILES[role]
  return tryNames(folder, role, (fileName) =>
    readIdxPath(path.join(folder, fileName), kind, { signal, isShrinkable }),
  )
}

/** Reads an IDX file of any name; otherwise as `readIdxFile`. @throws DataError; NodeJS.ErrnoException where it cannot be read */
export async function readIdxPath(
  file: string,
  kind: IdxKind,
  { signal, isShrinkable = false }: IdxReadOptions = {},
): Promise<IdxFile> {
  const fileName = path.basename(file)
  const ends = await readEnds(file)
  const isZipped = isGzip(ends.start)
  const limit = await findLimit(ends, kind, fileName)
  if (ends.size > (isZipped ? MOST_DATA_BYTES : limit)) {
    checkIdxPayload(
      ends.size - IDX_HEADER_BYTES[kind],
      kind,
      readIdxHeader(ends.start, kind, fileName),
      fileName,
    )
  }
  const bytes = await readFile(file, { signal })
  if (!isZipped) return { fileName, bytes }
  const inflated = await (isShrinkable ? inflateShrinkable : inflate)(bytes, fileName, limit)
  // Given back at once: collected some time later, the zipped bytes of MNIST would take their 11 MB until then.
  bytes.buffer.transfer(0)
  return { fileName, bytes: inflated }
}

/** Bytes that a file may have unzipped: as many as its head says, or as its beginning can unfold to where that has no head. */
async function findLimit(ends: FileEnds, kind: IdxKind, fileName: string): Promise<number> {
  const head = isGzip(ends.start) ? await inflateStart(ends.start, fileName) : ends.start
  return head.length < IDX_HEADER_BYTES[kind]
    ? IDX_HEADER_BYTES[kind]
    : idxFileBytes(kind, readIdxHeader(head, kind, fileName))
}

/**
 * Reads what the head of one of the four files says, without the rest, and holds the file's size against it.
 * @throws DataError when the file is missing, cannot be read, starts with something else, or is longer than its head says.
 */
export async function readIdxFileHeader(folder: string, role: IdxFileRole): Promise<IdxHeader> {
  const { kind } = IDX_FILES[role]
  return tryNames(folder, role, async (fileName) => {
    const { start, end, size } = await readEnds(path.join(folder, fileName))
    const isZipped = isGzip(start)
    const head = isZipped ? (await inflateStart(start, fileName)).subarray(0, IDX_HEADER_BYTES.images) : start
    const header = readIdxHeader(head, kind, fileName)
    // A zipped file may be joined of several, and then says at its end how long the last one is.
    if (!isZipped) checkIdxPayload(size - IDX_HEADER_BYTES[kind], kind, header, fileName)
    else if (statedSize(end) > idxFileBytes(kind, header)) {
      throw new DataError(
        `${fileName}: expected a gzip file of ${idxFileBytes(kind, header)} bytes, as its head says, got an end that states ${statedSize(end)}; it is cut short, or has bytes left over`,
      )
    }
    return header
  })
}

/** Runs `read` on the first name that a file has; folders of such a name, as unzipping tools make them, hide no file. */
async function tryNames<T>(
  folder: string,
  role: IdxFileRole,
  read: (fileName: string) => Promise<T>,
): Promise<T> {
  let got = 'no such file'
  for (const fileName of fileNames(role)) {
    try {
      return await read(fileName)
    } catch (error) {
      if (fileErrorCode(error) === 'ENOENT') continue
      if (!(await isFolder(path.join(folder, fileName)))) {
        throw describeFileError(error, `${fileName} in ${folder}`)
      }
      got = `a folder called ${fileName}`
    }
  }
  throw new DataError(`${folder}: expected the file ${idxFileName(role)}, gzipped or not, got ${got}`)
}

/** Enough of a gzipped file to inflate an IDX header from: names and comments in a gzip head are short. */
const START_BYTES = 4096

interface FileEnds {
  readonly start: Uint8Array
  /** The last four bytes; fewer of a shorter file. */
  readonly end: Uint8Array
  /** Bytes of the whole file. */
  readonly size: number
}

async function readEnds(file: string): Promise<FileEnds> {
  const { size } = await stat(file)
  const handle = await openFile(file)
  try {
    const read = async (length: number, position: number): Promise<Uint8Array> => {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position)
      return buffer.subarray(0, bytesRead)
    }
    const end = await read(4, Math.max(0, size - 4))
    return { start: await read(START_BYTES, 0), end, size }
  } finally {
    await handle.close()
  }
}
