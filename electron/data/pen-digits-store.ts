import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { type DataSet, DataError } from '#core/data/data-set.ts'
import { PEN_EDITIONS } from '#core/data/pen-digits/editions.ts'
import { generatePenDigits, type PenDigitsOptions } from '#core/data/pen-digits/pen-digits.ts'
import type { PenEdition } from '#core/data/pen-digits/pen-edition.ts'
import { hashDataSet } from './content-hash.ts'
import { fileErrorCode } from '#files/file-errors.ts'
import { readFile } from '#files/read-file.ts'
import { readFolder } from './folder-data-set.ts'
import { keepIdxFolder } from './keep-idx-folder.ts'
import type { LoadOptions } from './loaded-data-set.ts'

/** The file beside the four IDX files that holds the SHA-256 of their content. */
const HASH_FILE = 'sha256'

const FOLDER_PREFIX = 'pen-digits-'

/** Where pen digits are kept once they are made; the folder's name changes with the way they are made. */
export function penDigitsFolder(dataFolder: string, edition: PenEdition): string {
  return path.join(dataFolder, folderNameOf(edition))
}

/** As in `pen-digits-2-1`: what recipes call it, and its version. */
const folderNameOf = ({ dataSet, version }: PenEdition): string => `${dataSet}-${version}`

/**
 * Reads the kept pen digits, or makes and keeps them where there are none or they are not what was written.
 * Where they cannot be kept (no write access, a full disk) they are made each time and all else works.
 * @throws the signal's reason when aborted; then nothing is kept.
 */
export async function loadPenDigits(
  edition: PenEdition,
  options: LoadOptions,
): Promise<{ dataSet: DataSet; sha256: string }> {
  const folder = penDigitsFolder(options.dataFolder, edition)
  const kept = await readKept(folder, options)
  if (kept !== null) return kept
  const dataSet = await make({ ...edition.making, edition }, options)
  const sha256 = hashDataSet(dataSet)
  // Not kept, they are made each time.
  if (await keepIdxFolder(folder, dataSet, { [HASH_FILE]: `${sha256}\n` }))
    await trySweep(path.dirname(folder))
  return { dataSet, sha256 }
}

/** Returns the kept digits, or null where there are none or their bytes are not those that were written. */
async function readKept(
  folder: string,
  { signal, isUsedUp }: LoadOptions,
): Promise<{ dataSet: DataSet; sha256: string } | null> {
  try {
    const expected = (await readFile(path.join(folder, HASH_FILE))).toString('utf8').trim()
    const dataSet = await readFolder(folder, { signal, isShrinkable: isUsedUp })
    const sha256 = hashDataSet(dataSet)
    return sha256 === expected ? { dataSet, sha256 } : null
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof DataError || fileErrorCode(error) !== undefined) return null
    throw error
  }
}

async function make(making: PenDigitsOptions, { onProgress, signal }: LoadOptions): Promise<DataSet> {
  const total = making.trainingCount + making.testCount
  const generator = generatePenDigits(making)
  for (;;) {
    const step = generator.next()
    if (step.done === true) {
      onProgress?.(total, total)
      return step.value
    }
    onProgress?.(step.value, total)
    // a turn of the event loop, in which a request to cancel can arrive
    await setImmediate()
    signal?.throwIfAborted()
  }
}

/** A folder that was written to within this time may belong to a program that still runs. */
const STALE_AFTER_MS = 3_600_000

async function trySweep(parent: string): Promise<void> {
  try {
    await sweep(parent)
  } catch (error) {
    if (fileErrorCode(error) === undefined) throw error
  }
}

/** Removes what versions kept that are made no more, and what a program that was killed while it wrote left behind. */
async function sweep(parent: string): Promise<void> {
  const current = PEN_EDITIONS.map(folderNameOf)
  for (const name of await readdir(parent)) {
    if (!name.startsWith(FOLDER_PREFIX) || current.includes(name)) continue
    const other = path.join(parent, name)
    const { mtimeMs } = await stat(other)
    if (Date.now() - mtimeMs > STALE_AFTER_MS) await rm(other, { recursive: true, force: true })
  }
}
