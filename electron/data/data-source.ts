import type { DataSet } from '#core/data/data-set.ts'
import type { DataSetInfo } from '#contract/types.ts'
import type { LoadOptions } from './loaded-data-set.ts'

/** The folders in which data sets are found. */
export type DataFolders = Pick<LoadOptions, 'dataFolder' | 'mnistFolder'>

/** A data set in memory with the SHA-256 of its images and labels, see `hashDataSet`. */
export interface SourcedData {
  readonly dataSet: DataSet
  readonly sha256: string
  /** Classes that its labels can name. */
  readonly classCount: number
}

/** Where data sets come from. Each source is one file and an entry of `sources/registry.ts`. */
export interface DataSource {
  /**
   * How a person writes a name of this source, for errors: `mnist`, `the absolute path of a folder or file`; null for one that is
   * there for the sake of earlier recipes.
   */
  readonly nameHint: string | null
  /** The names of its data sets that are always listed; those of folders are listed where a person opened them. */
  readonly names: readonly string[]
  /** Whether a recipe that names its data set so means one of this source. */
  owns(name: string): boolean
  /**
   * Gives title, counts, image size, classes and what is needed before use, without reading images: `broken` with the
   * problem in words where the files are not valid, `absent` where there are none. Only file headers are read, so a
   * truncated file is found when it is loaded.
   */
  describe(name: string, dataFolders: DataFolders): Promise<DataSetInfo>
  /**
   * Reads a data set into memory, making it first where it is one that is made; progress and cancelling go by `options`.
   * @throws DataError naming the file, what was expected and what came; the signal's reason when aborted
   */
  load(name: string, options: LoadOptions): Promise<SourcedData>
  /** A text that changes when the files do, so that a data set in memory is read again then; cheap. */
  fingerprintFiles(name: string, dataFolders: DataFolders): Promise<string>
}
