import type { DataSet } from '#core/data/data-set.ts'
import type { DataSetInfo } from '#contract/types.ts'
import type { LoadOptions } from './loaded-data-set.ts'

/** Where data sets are found. */
export type DataPlaces = Pick<LoadOptions, 'dataFolder' | 'mnistFolder'>

/** A data set in memory with the SHA-256 of its images and labels, see `hashDataSet`. */
export interface SourcedData {
  readonly dataSet: DataSet
  readonly sha256: string
}

/** Where data sets come from. Each source is one file and an entry of `sources/registry.ts`. */
export interface DataSource {
  /** How a person writes a name of this source, for errors: `mnist`, `the absolute path of a folder`. */
  readonly nameHint: string
  /** The names of its data sets that are always listed; those of folders are listed where a person opened them. */
  readonly names: readonly string[]
  /** Whether a recipe that names its data set so means one of this source. */
  owns(name: string): boolean
  /**
   * Tells title, counts, image size, classes and what is needed before use, without reading images: `broken` with the
   * problem in words where the files are not sound, `absent` where there are none. What sound heads hide (a file cut
   * short) only loading finds.
   */
  describe(name: string, places: DataPlaces): Promise<DataSetInfo>
  /**
   * Reads a data set into memory, making it first where it is one that is made; progress and cancelling go by `options`.
   * @throws DataError naming the file, what was expected and what came; the signal's reason when aborted
   */
  load(name: string, options: LoadOptions): Promise<SourcedData>
  /** A text that changes when the files do, so that a data set in memory is read anew then; cheap. */
  fingerprintFiles(name: string, places: DataPlaces): Promise<string>
}
