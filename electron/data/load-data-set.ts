import path from 'node:path'
import { DataError } from '#core/data/data-set.ts'
import { hashDataSet } from './content-hash.ts'
import { readFolder } from './folder-data-set.ts'
import type { LoadedDataSet, LoadOptions } from './loaded-data-set.ts'
import { loadPenDigits } from './pen-digits-store.ts'

/** Data sets that a recipe calls by a name of their own. */
export const PEN_DIGITS = 'pen-digits'
export const MNIST = 'mnist'

/** Where MNIST's four files are expected. */
export function mnistFolderOf(options: Pick<LoadOptions, 'dataFolder' | 'mnistFolder'>): string {
  return options.mnistFolder ?? path.join(options.dataFolder, MNIST)
}

/**
 * Reads a data set into memory; pen digits are made on first use and kept.
 * @param name `pen-digits`, `mnist` or the absolute path of a folder that holds the four IDX files
 * @throws DataError naming the file, what was expected and what came; the signal's reason when aborted.
 */
export async function loadDataSet(name: string, options: LoadOptions): Promise<LoadedDataSet> {
  options.signal?.throwIfAborted()
  if (name === PEN_DIGITS) return { name, ...(await loadPenDigits(options)) }
  const dataSet = await readFolder(folderOf(name, options), { ...options, isShrinkable: options.isUsedUp })
  options.signal?.throwIfAborted()
  return { name, dataSet, sha256: hashDataSet(dataSet) }
}

function folderOf(name: string, options: LoadOptions): string {
  if (name === MNIST) return mnistFolderOf(options)
  if (path.isAbsolute(name)) return name
  throw new DataError(
    `Data set: expected ${PEN_DIGITS}, ${MNIST} or the absolute path of a folder, got '${name}'`,
  )
}
