import path from 'node:path'
import { folderNameOf, isPortableFolder } from '#core/recipe/data-set-name.ts'
import { formatMix, type MixedPart, parseMix } from '#core/recipe/mixed-data-set.ts'
import { fingerprintFiles } from '#data/data-sets.ts'
import { isThere } from '#data/file-state.ts'
import type { DataFolders } from '../../data/data-source.ts'
import type { Store } from '../store/store.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'
import type { DataReference, LocatedData } from './located-data.ts'

export interface DataFinderOptions {
  readonly store: Store
  readonly threads: Pick<ThreadPool, 'runTask'>
  readonly dataFolders: DataFolders
  readonly located: LocatedData
}

/** What is known of a data set that a recipe names. */
export interface FoundData {
  /** What this machine calls it; null where it is not here. */
  readonly name: string | null
  /** The SHA-256 that it may have, hexadecimal; empty where none is known. */
  readonly expected: readonly string[]
}

/** Finds the folders that recipes from other machines, or from before a folder was moved, were trained on. */
export class DataFinder {
  readonly #options: DataFinderOptions
  /** SHA-256 of folders by path, with the state of the files that had it. */
  readonly #hashes = new Map<string, { readonly state: string; readonly sha256: string }>()

  constructor(options: DataFinderOptions) {
    this.#options = options
  }

  /**
   * Finds a data set: under its own name, else among the folders of this machine the one with its fingerprint. Where a recipe has
   * none, that of the runs that name the data set counts; where these have none either, the folder's base name.
   */
  async find(reference: DataReference): Promise<FoundData> {
    const { dataSet, fingerprint } = reference
    const parts = parseMix(dataSet)
    if (parts !== null) return this.#findMix(reference, parts)
    const folder = folderNameOf(dataSet)
    const isHere =
      folder === null || (!isPortableFolder(dataSet) && (await isThere(dataSet).catch(() => true)))
    const { store, located } = this.#options
    const expected =
      isHere || fingerprint !== undefined ? [fingerprint ?? []].flat() : store.listDataHashes(dataSet)
    const name = isHere ? dataSet : await this.#findFolder(folder, expected, isPortableFolder(dataSet))
    located.set(reference, name ?? dataSet)
    return { name, expected }
  }

  /** A mixed data set's folders go by their base names: its fingerprint is that of all parts together. */
  async #findMix(reference: DataReference, parts: readonly MixedPart[]): Promise<FoundData> {
    const here = await Promise.all(
      parts.map(async (part) => {
        const { name } = await this.find({ dataSet: part.dataSet })
        return { ...part, dataSet: name ?? part.dataSet }
      }),
    )
    const name = formatMix(here)
    this.#options.located.set(reference, name)
    return { name, expected: [] }
  }

  async #findFolder(
    wanted: string,
    expected: readonly string[],
    mayGoByName: boolean,
  ): Promise<string | null> {
    const isNamesake = (folder: string): boolean => folderNameOf(folder) === wanted
    // Reading a folder takes time, and one of the same name is most likely the one.
    const folders = (await this.#listFolders()).sort((a, b) => Number(isNamesake(b)) - Number(isNamesake(a)))
    if (expected.length === 0) {
      const namesakes = folders.filter(isNamesake)
      return mayGoByName && namesakes.length === 1 ? namesakes[0]! : null
    }
    for (const folder of folders) {
      const sha256 = await this.#hash(folder)
      if (sha256 !== null && expected.includes(sha256)) return folder
    }
    return null
  }

  /** The folders of this machine that were opened or trained on. */
  async #listFolders(): Promise<string[]> {
    const { store } = this.#options
    const known = new Set([...store.listDataFolders(), ...store.listDataNames()])
    const areThere = await Promise.all(
      [...known].map(async (name) => path.isAbsolute(name) && (await isThere(name).catch(() => false))),
    )
    return [...known].filter((_, k) => areThere[k])
  }

  /** Null for a folder that cannot be read. */
  async #hash(folder: string): Promise<string | null> {
    const state = await fingerprintFiles(folder, this.#options.dataFolders)
    const known = this.#hashes.get(folder)
    if (known?.state === state) return known.sha256
    try {
      const { sha256 } = await this.#options.threads.runTask({ type: 'prepare', dataSet: folder })
      this.#hashes.set(folder, { state, sha256 })
      return sha256
    } catch {
      return null
    }
  }
}
