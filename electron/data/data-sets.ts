import type { DataSetInfo } from '#contract/types.ts'
import type { DataFolders } from './data-source.ts'
import type { LoadedDataSet, LoadOptions } from './loaded-data-set.ts'
import { LISTED_NAMES, sourceOf } from './sources/registry.ts'

/**
 * Describes every known data set, those that are always there first.
 * @param openedFolders absolute paths of folders that a person opened as data sets
 */
export async function describeDataSets(
  dataFolders: DataFolders,
  openedFolders: readonly string[],
): Promise<DataSetInfo[]> {
  return Promise.all([...LISTED_NAMES, ...openedFolders].map((name) => describeDataSet(name, dataFolders)))
}

/** Describes one data set; see `DataSource.describe`. @throws DataError for a name that no source knows */
export async function describeDataSet(name: string, dataFolders: DataFolders): Promise<DataSetInfo> {
  return sourceOf(name).describe(name, dataFolders)
}

/** Reads a data set into memory; see `DataSource.load`. @throws DataError, or the signal's reason when aborted */
export async function loadDataSet(name: string, options: LoadOptions): Promise<LoadedDataSet> {
  options.signal?.throwIfAborted()
  return { name, ...(await sourceOf(name).load(name, options)) }
}

/** A text that changes when a data set's files do; cheap. @throws DataError for a name that no source knows */
export async function fingerprintFiles(name: string, dataFolders: DataFolders): Promise<string> {
  return sourceOf(name).fingerprintFiles(name, dataFolders)
}
