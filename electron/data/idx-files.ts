import path from 'node:path'
import { DataError } from '#core/data/data-set.ts'
import { IDX_HEADER_BYTES, type IdxHeader, type IdxKind, readIdxHeader } from '#core/data/idx.ts'
import { describeFileError } from './file-errors.ts'
import { fileErrorCode } from '#files/file-errors.ts'
import { openFile, readFile } from '#files/read-file.ts'
import { isFolder } from './file-state.ts'
import { inflate, inflateShrinkable, inflateStart } from './inflate.ts'

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
 * Reads one of the four files, unzipping it where its first bytes say that it is gzipped.
 * @throws DataError when it is missing, cannot be read, or its gzip is cut short or damaged.
 */
export async function readIdxFile(
  folder: string,
  role: IdxFileRole,
  { signal, isShrinkable = false }: IdxReadOptions = {},
): Promise<IdxFile> {
  return tryNames(folder, role, async (fileName) => {
    const bytes = await readFile(path.join(folder, fileName), { signal })
    if (!isGzip(bytes)) return { fileName, bytes }
    const inflated = await (isShrinkable ? inflateShrinkable : inflate)(bytes, fileName)
    // Given back at once: collected some time later, the zipped bytes of MNIST would take their 11 MB until then.
    bytes.buffer.transfer(0)
    return { fileName, bytes: inflated }
  })
}

/**
 * Reads what the head of one of the four files says, without the rest.
 * @throws DataError when the file is missing, cannot be read, or starts with something else.
 */
export async function readIdxFileHeader(folder: string, role: IdxFileRole): Promise<IdxHeader> {
  const { kind } = IDX_FILES[role]
  return tryNames(folder, role, async (fileName) => {
    const start = await readStart(path.join(folder, fileName))
    const head = isGzip(start)
      ? (await inflateStart(start, fileName)).subarray(0, IDX_HEADER_BYTES.images)
      : start
    return readIdxHeader(head, kind, fileName)
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

async function readStart(file: string): Promise<Uint8Array> {
  const handle = await openFile(file)
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
