import { type DataProfile, profileDataSet } from '#core/data/data-profile.ts'
import { fingerprintFiles, loadDataSet } from '#data/data-sets.ts'
import type { LoadedDataSet } from '#data/loaded-data-set.ts'
import type { WorkerOptions } from './messages.ts'

/** Keeps the data set that was read last, where it is to, so that the next training on it starts at once. */
export class DataCache {
  readonly #options: WorkerOptions
  readonly #profiles = new WeakMap<LoadedDataSet, DataProfile>()
  #last: { readonly loaded: LoadedDataSet; readonly state: string } | undefined

  constructor(options: WorkerOptions) {
    this.#options = options
  }

  /**
   * Reads a data set, or gives the cached one while its files are unchanged.
   * @param mayBeUsedUp whether the images are not needed once an engine has copied them
   * @throws DataError, or the signal's reason
   */
  async load(
    dataSet: string,
    onProgress?: (done: number, total: number) => void,
    signal?: AbortSignal,
    mayBeUsedUp = false,
  ): Promise<LoadedDataSet> {
    const state = await fingerprintFiles(dataSet, this.#options)
    if (this.#last?.loaded.name === dataSet && this.#last.state === state) return this.#last.loaded
    // Dropped before the next is read: two data sets at once take twice the memory.
    this.#last = undefined
    const { dataFolder, mnistFolder, keepsData } = this.#options
    const loaded = await loadDataSet(dataSet, {
      dataFolder,
      mnistFolder,
      onProgress,
      signal,
      isUsedUp: mayBeUsedUp && !keepsData,
    })
    if (keepsData) this.#last = { loaded, state }
    return loaded
  }

  /**
   * What of a data set decides how its parts come out, and its SHA-256. What had to be read for it is not kept.
   * @throws DataError
   */
  async profile(dataSet: string): Promise<{ sha256: string; profile: DataProfile }> {
    const state = await fingerprintFiles(dataSet, this.#options)
    const isKept = this.#last?.loaded.name === dataSet && this.#last.state === state
    const loaded = isKept ? this.#last!.loaded : await loadDataSet(dataSet, this.#options)
    return { sha256: loaded.sha256, profile: this.profileOf(loaded) }
  }

  /** As `profile`, of a data set in memory; what is kept is looked through once. */
  profileOf(loaded: LoadedDataSet): DataProfile {
    const profile = this.#profiles.get(loaded) ?? profileDataSet(loaded.dataSet, loaded.classCount)
    this.#profiles.set(loaded, profile)
    return profile
  }

  /** Frees the images' memory where nothing is kept for later; they must not be used any more. */
  release({ dataSet: { training, test } }: LoadedDataSet): void {
    if (this.#options.keepsData) return
    for (const { images } of [training, test]) (images.buffer as ArrayBuffer).transfer(0)
  }

  /** Reads a data set again, even if it is cached. @throws DataError */
  async reload(dataSet: string): Promise<LoadedDataSet> {
    this.#last = undefined
    return this.load(dataSet)
  }
}
