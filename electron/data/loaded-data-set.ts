import type { DataSet } from '#core/data/data-set.ts'

/** A data set in memory, and what it is known by. */
export interface LoadedDataSet {
  /** As a recipe calls it: `pen-digits`, `mnist` or a folder's absolute path. */
  readonly name: string
  readonly dataSet: DataSet
  /** SHA-256 of the bytes of its images and labels, hexadecimal; see `hashDataSet`. */
  readonly sha256: string
}

/** Where data sets are found, and how their making or reading is watched and ended. */
export interface LoadOptions {
  /** The user's folder of data sets; pen digits and a downloaded MNIST lie in it. */
  readonly dataFolder: string
  /** Folder of MNIST's files where it is not `dataFolder/mnist`. */
  readonly mnistFolder?: string
  /** Told of progress: images made, or files read, of all there are. */
  readonly onProgress?: (done: number, total: number) => void
  /** Whether the images will be used up, so that their memory is given back while an engine takes them in. */
  readonly isUsedUp?: boolean | undefined
  /** Ends the loading: the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal
}
