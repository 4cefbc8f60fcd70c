import type { DataSetInfo } from '#contract/types.ts'
import type { DataPlaces } from './data-source.ts'
import type { LoadedDataSet, LoadOptions } from './loaded-data-set.ts'
import { LISTED_NAMES, sourceOf } from './sources/registry.ts'

/**
 * Describes every known data set, those that are always there first.
 * @param folders absolute paths of folders that a person opened as data sets
 */
export async function describeDataSets(
  places: DataPlaces,
  folders: readonly string[],
): Promise<DataSetInfo[]> {
  return Promise.all([...LISTED_NAMES, ...folders].map((name) => describeDataSet(name, places)))
}

/** Describes one data set; see `DataSource.describe`. @throws DataError for a name that no source knows */
export async function describeDataSet(name: string, places: DataPlaces): Promise<DataSetInfo> {
  return sourceOf(name).describe(name, places)
}

/** Reads a data set into memory; see `DataSource.load`. @throws DataError, or the signal's reason when aborted */
export async function loadDataSet(name: string, options: LoadOptions): Promise<LoadedDataSet> {
  options.signal?.throwIfAborted()
  return { name, ...(await sourceOf(name).load(name, options)) }
}

/** A text that changes when a data set's files do; cheap. @throws DataError for a name that no source knows */
export async function fingerprintFiles(name: string, places: DataPlaces): Promise<string> {
  return sourceOf(name).fingerprintFiles(name, places)
}
