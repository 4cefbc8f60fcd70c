import type { DataSet } from '#core/data/data-set.ts'

/** A data set in memory, with its name and hash. */
export interface LoadedDataSet {
  /** As a recipe calls it: `pen-digits-2`, `mnist` or a folder's absolute path. */
  readonly name: string
  readonly dataSet: DataSet
  /** SHA-256 of the bytes of its images and labels, hexadecimal; see `hashDataSet`. */
  readonly sha256: string
  /** Classes that its labels can name. */
  readonly classCount: number
}

/** Where data sets are found, and how their making or reading is followed and cancelled. */
export interface LoadOptions {
  /** The user's folder of data sets; pen digits and a downloaded MNIST lie in it. */
  readonly dataFolder: string
  /** Folder of MNIST's files where it is not `dataFolder/mnist`. */
  readonly mnistFolder?: string
  /** Called with the progress: images made, or files read, of all there are. */
  readonly onProgress?: (done: number, total: number) => void
  /** Whether the images are used only once, so that their memory is freed while an engine copies them. */
  readonly isUsedUp?: boolean | undefined
  /** Ends the loading: the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal
}
