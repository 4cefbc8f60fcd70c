import { listOr } from '#core/math/list-words.ts'
import { findFitProblems } from '#core/runs/recipe-fit.ts'
import { fitProblemAt, shapeOf } from '#shared/words/fit-words.ts'
import path from 'node:path'
import { folderNameOf } from '#core/recipe/data-set-name.ts'
import { formatMix, parseMix } from '#core/recipe/mixed-data-set.ts'
import { DataError, type PartSizes } from '#core/data/data-set.ts'
import { examineParts } from '#core/data/examine-parts.ts'
import type { Recipe, RecipeProblem } from '#core/recipe/recipe.ts'
import type { dataCalls } from '#contract/calls/data.ts'
import type { InputOf, LongWork } from '#contract/define-calls.ts'
import {
  type DataSetInfo,
  type DataSetSample,
  type DownloadProgress,
  type ExaminedData,
  type StyleGallery,
  WorkbenchError,
} from '#contract/types.ts'
import { describeDataSet, describeDataSets, fingerprintFiles } from '#data/data-sets.ts'
import { mnist, mnistFolderOf } from '#data/sources/mnist.ts'
import { EXPECTED_NAMES, findSource } from '#data/sources/registry.ts'
import type { DataFolders } from '../../data/data-source.ts'
import type { TaskResults } from '../../worker/task-messages.ts'
import type { Emitter } from '../emitter.ts'
import { DataFinder } from './data-finder.ts'
import type { DataReference, LocatedData } from './located-data.ts'
import { MnistDownload } from './mnist-download.ts'
import { RecentlyUsed } from '../recently-used.ts'
import type { Store } from '../store/store.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'

export interface DataLibraryOptions {
  readonly store: Store
  readonly emitter: Emitter
  readonly threads: ThreadPool
  readonly dataFolders: DataFolders
  readonly located: LocatedData
  /** Where MNIST is downloaded from, instead of its public mirrors. */
  readonly mnistMirrors?: readonly string[] | undefined
}

/** Data sets whose profiles are kept; that of MNIST takes 0.4 MB. */
const MAX_PROFILES = 8

/** The data sets that recipes can name. Their images are read in worker threads only. */
export class DataLibrary {
  readonly #options: DataLibraryOptions
  readonly #download: MnistDownload
  readonly #finder: DataFinder
  /** By folder and the state of its files. */
  readonly #profiles = new RecentlyUsed<TaskResults['profile']>(MAX_PROFILES)

  constructor(options: DataLibraryOptions) {
    this.#options = options
    this.#finder = new DataFinder(options)
    this.#download = new MnistDownload({
      folder: mnistFolderOf(options.dataFolders),
      mirrors: options.mnistMirrors,
      onDone: () => this.announce(),
    })
  }

  list(): Promise<DataSetInfo[]> {
    return describeDataSets(this.#options.dataFolders, this.#options.store.listDataFolders())
  }

  /**
   * Describes a data set as a recipe names it, wherever it lies on this machine.
   * @param fingerprint the recipe's, where it has one
   * @throws WorkbenchError `not-found` for a name that no source knows
   */
  async describe(dataSet: string, fingerprint?: string): Promise<DataSetInfo> {
    if (findSource(dataSet) === undefined) {
      throw new WorkbenchError('not-found', `Data set: expected ${EXPECTED_NAMES}, got '${dataSet}'`, [
        { path: ['data', 'dataSet'], message: `Data set: there is none called '${dataSet}'` },
      ])
    }
    const { name, expected } = await this.#finder.find({ dataSet, fingerprint })
    const info = await this.#describeRead(name ?? dataSet)
    if (name !== null) return { ...info, name: dataSet }
    return expected.length === 0 ? info : { ...info, problem: describeMissing(info.title, expected) }
  }

  /** As its source describes it, which of files in another layout is known when they have been read. */
  async #describeRead(name: string): Promise<DataSetInfo> {
    const info = await describeDataSet(name, this.#options.dataFolders)
    if (info.state !== 'ready' || info.trainingCount > 0) return info
    await this.#options.threads.runTask({ type: 'prepare', dataSet: name })
    return describeDataSet(name, this.#options.dataFolders)
  }

  /** Reads a folder or file whole, then remembers it. @throws WorkbenchError `invalid` or `data` */
  async addImages(place: string): Promise<DataSetInfo> {
    if (!path.isAbsolute(place)) {
      throw new WorkbenchError('invalid', `Images: expected an absolute path, got '${place}'`)
    }
    const name = path.resolve(place)
    const info = await this.prepare(name)
    this.#options.store.addDataFolder(name)
    await this.announce()
    return info
  }

  async forgetImages(place: string): Promise<void> {
    this.#options.store.removeDataFolder(path.resolve(place))
    await this.announce()
  }

  /** Reads a data set whole, making pen digits where they are not there yet. @throws WorkbenchError `data` */
  async prepare(dataSet: string): Promise<DataSetInfo> {
    const before = await this.describe(dataSet)
    refuseUnready(before)
    await this.#options.threads.runTask({ type: 'prepare', dataSet })
    const after = await this.describe(dataSet)
    if (after.folder !== before.folder || after.needs !== before.needs) await this.announce()
    return after
  }

  /**
   * How the parts of a training would be made up, with what a person should know before it; the data set is read the first
   * time, and again when its files have changed.
   * @throws WorkbenchError `data`; `invalid` where it has fewer images
   */
  async examine(reference: DataReference, sizes: PartSizes): Promise<ExaminedData> {
    const { profile, sha256 } = await this.readProfile(reference)
    try {
      return { ...examineParts(profile, sizes), sha256 }
    } catch (error) {
      throw error instanceof DataError ? new WorkbenchError('invalid', error.message) : error
    }
  }

  /** A text that changes when the files of a data set do. */
  readFilesState(info: DataSetInfo): Promise<string> {
    return fingerprintFiles(nameHere(info), this.#options.dataFolders)
  }

  /** SHA-256 of a data set's images and labels as they are now, hexadecimal. @throws WorkbenchError `data` */
  async hash(reference: DataReference): Promise<string> {
    return (await this.readProfile(reference)).sha256
  }

  /** What this machine calls a data set that can be read now. @throws WorkbenchError `not-found` or `data` */
  async locate(reference: DataReference): Promise<string> {
    const info = await this.describe(reference.dataSet, reference.fingerprint)
    refuseUnready(info)
    return nameHere(info)
  }

  /** What of a data set decides how its parts come out, and its SHA-256. @throws WorkbenchError `not-found` or `data` */
  async readProfile(reference: DataReference): Promise<TaskResults['profile']> {
    const info = await this.describe(reference.dataSet, reference.fingerprint)
    refuseUnready(info)
    const dataSet = nameHere(info)
    const state = await this.readFilesState(info)
    return this.#profiles.get(`${dataSet}\n${state}`, () =>
      this.#options.threads.runTask({ type: 'profile', dataSet }),
    )
  }

  /** @throws WorkbenchError `data` */
  async takeSample(input: InputOf<typeof dataCalls.getSample>): Promise<DataSetSample> {
    refuseUnready(await this.describe(input.dataSet))
    return this.#options.threads.runTask({ type: 'sample', ...input })
  }

  /** @throws WorkbenchError `data` for a data set that is none of pen digits */
  drawStyles(input: InputOf<typeof dataCalls.drawStyles>): Promise<StyleGallery> {
    return this.#options.threads.runTask({ type: 'drawStyles', ...input })
  }

  /**
   * Refuses a recipe whose sizes do not fit its data set.
   * @throws WorkbenchError `invalid` with the fields, or `data` where the data set is not there
   */
  async checkFit(recipe: Recipe): Promise<void> {
    const info = await this.describe(recipe.data.dataSet, recipe.data.fingerprint)
    refuseUnready(info)
    const problems = findMisfits(recipe, info)
    if (problems.length === 0) return
    throw new WorkbenchError('invalid', problems.map((problem) => problem.message).join('; '), problems)
  }

  /** Refuses a data set that is not there or whose images or classes a network cannot take. @throws WorkbenchError */
  async checkImages(recipe: Recipe, dataSet: string): Promise<void> {
    const isOwn = dataSet === recipe.data.dataSet
    const info = await this.describe(dataSet, isOwn ? recipe.data.fingerprint : undefined)
    refuseUnready(info)
    const misfit = findMisfits(recipe, info).find(
      ({ path: [key] }) => key === 'inputSize' || key === 'layers',
    )
    if (misfit !== undefined) throw new WorkbenchError('invalid', misfit.message, [misfit])
  }

  /**
   * Downloads MNIST, or joins its download.
   * @throws WorkbenchError `data`; `invalid` for a data set that is not to be had so; `conflict` where MNIST is read from
   * a folder of the person's own, which stays as it is
   */
  async download(dataSet: string, work: LongWork<DownloadProgress>): Promise<DataSetInfo> {
    if (!mnist.owns(dataSet)) {
      const expected = mnist.names.join()
      throw new WorkbenchError('invalid', `Data set: expected ${expected} to be downloaded, got '${dataSet}'`)
    }
    const { mnistFolder } = this.#options.dataFolders
    if (mnistFolder !== undefined) {
      throw new WorkbenchError(
        'conflict',
        `MNIST is read from ${mnistFolder}, which BACKPROP_MNIST names, and nothing is downloaded into it; start without that variable to download MNIST`,
      )
    }
    await this.#download.run(work)
    return this.describe(dataSet)
  }

  /** Waits for the end of a download that was cancelled. */
  close(): Promise<void> {
    return this.#download.waitForEnd()
  }

  /** Emits the data sets that were added, removed or changed. */
  async announce(): Promise<void> {
    this.#options.emitter.emit('dataSetsChanged', await this.list())
  }
}

/** What this machine calls a data set: a folder that was moved is read where it lies now. */
function nameHere({ name, folder, sources }: DataSetInfo): string {
  const parts = parseMix(name)
  if (parts !== null) {
    return formatMix(parts.map((part, k) => ({ ...part, dataSet: sources?.[k]?.name ?? part.dataSet })))
  }
  return folderNameOf(name) === null ? name : (folder ?? name)
}

/** What is missing where no opened folder has the images that are meant, and how to get them. */
function describeMissing(title: string, expected: readonly string[]): string {
  const hashes = listOr(expected.map((sha256) => `${sha256.slice(0, 12)}…`))
  return `Data set '${title}': expected the folder whose images and labels have the SHA-256 ${hashes}, got none such among the folders known on this machine; open it in Data, or name it with --data`
}

/** @throws WorkbenchError `data` for a data set that cannot be used now */
export function refuseUnready({ state, title, problem }: DataSetInfo): void {
  if (state === 'ready') return
  const message = problem ?? `${title}: it cannot be used`
  throw new WorkbenchError('data', message, [{ path: ['data', 'dataSet'], message }])
}

/** What in a recipe does not fit a data set, each at the field that a person would change. */
export function findMisfits(recipe: Recipe, info: DataSetInfo): RecipeProblem[] {
  const { trainSize, validationSize, testSize } = recipe.data
  const outputUnits = recipe.layers[recipe.layers.length - 1]!.units
  const fitted = { inputSize: recipe.inputSize, outputUnits, trainSize, validationSize, testSize }
  return findFitProblems(fitted, shapeOf(info)).map((problem) => fitProblemAt(problem, recipe, info))
}
