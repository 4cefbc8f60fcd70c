import { loadDataSet } from '#data/load-data-set.ts'
import type { LoadedDataSet } from '#data/loaded-data-set.ts'
import type { DataPlaces } from './messages.ts'

/** Keeps the data set that was read last, so that the next training on it starts at once. */
export class DataCache {
  readonly #places: DataPlaces
  #last: LoadedDataSet | undefined

  constructor(places: DataPlaces) {
    this.#places = places
  }

  /** Reads a data set. @throws DataError, or the signal's reason */
  async load(
    dataSet: string,
    onProgress?: (done: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<LoadedDataSet> {
    if (this.#last?.name === dataSet) return this.#last
    this.#last = undefined
    const { dataFolder, mnistFolder } = this.#places
    this.#last = await loadDataSet(dataSet, { dataFolder, mnistFolder, onProgress, signal })
    return this.#last
  }

  /** Reads a data set anew: its files may have changed. @throws DataError */
  async reload(dataSet: string): Promise<LoadedDataSet> {
    this.#last = undefined
    return this.load(dataSet)
  }
}
