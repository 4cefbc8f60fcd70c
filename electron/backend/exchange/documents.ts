import type { ChosenOptions, NetworkDescription } from '#core/formats/weight-format.ts'
import type { WritableFormatName } from '#core/formats/registry.ts'
import type {
  DataSetInfo,
  DataSetSample,
  ExportedFile,
  ExportedNetwork,
  RunSummary,
} from '#contract/types.ts'
import { Random } from '#core/random/random.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import type { Store } from '../store/store.ts'
import { readEpochParts } from '../store/read-epochs.ts'
import { writeMeasuresFile } from './measures-file.ts'
import { describeNetwork } from './describe-network.ts'
import { type CheckImages, writeNetworkFile } from './network-files.ts'

export interface DocumentsOptions {
  readonly store: Pick<Store, 'checkpoints' | 'runs'>
  readonly registry: {
    summarize(runId: string): RunSummary
  }
  /** The first test images of a data set; null where it cannot be read now. */
  readonly sampleTest: (dataSet: string, count: number) => Promise<DataSetSample | null>
  /** A data set by its name and fingerprint; null where it cannot be described now. */
  readonly describeData: (dataSet: string, fingerprint?: string) => Promise<DataSetInfo | null>
  readonly reports: { write(runIds: readonly string[], colours?: readonly number[]): Promise<ExportedFile> }
}

/** Images that a written file is asked about. */
const CHECK_IMAGES = 100

/**
 * Files that fit into memory, as their contents: what windows and the command line save and open besides files of runs.
 */
export class Documents {
  readonly #options: DocumentsOptions

  constructor(options: DocumentsOptions) {
    this.#options = options
  }

  /** All measures of runs as CSV. @throws WorkbenchError `not-found` */
  async writeMeasures(runIds: readonly string[]): Promise<ExportedFile> {
    const { registry, store } = this.#options
    return writeMeasuresFile(
      runIds.map((runId) => ({
        run: registry.summarize(runId),
        parts: readEpochParts((page) => store.runs.reader.getEpochs(runId, page)),
      })),
    )
  }

  /**
   * The weights of an epoch, by default the one of `defaultEpoch`.
   * @throws WorkbenchError `not-found`; `invalid` where the format cannot hold the network
   */
  async writeWeights({
    runId,
    epoch,
    format,
    options,
  }: {
    readonly runId: string
    readonly epoch?: number | undefined
    readonly format: WritableFormatName
    readonly options?: ChosenOptions | undefined
  }): Promise<ExportedNetwork> {
    const { store, registry } = this.#options
    const run = registry.summarize(runId)
    const checkpoint = store.checkpoints.read(run, epoch)
    const about = await this.#describe(run, checkpoint.epoch)
    return writeNetworkFile(run, checkpoint, {
      ...{ format, options, about },
      findImages: () => this.#findImages(run),
    })
  }

  async #describe(run: RunSummary, epoch: number): Promise<NetworkDescription> {
    const { store, describeData } = this.#options
    const dataSet = knownDataSet(run)
    const data = dataSet === null ? null : await describeData(dataSet, run.recipe.data.fingerprint)
    const [measured] = store.runs.reader.getSummaries(run.id, { after: epoch - 1, most: 1 })
    return describeNetwork(run, measured?.epoch === epoch ? measured : { epoch }, data)
  }

  /** The first test images of a run's data set; random ones where it is unknown or not at hand. */
  async #findImages({ recipe, ...run }: RunSummary): Promise<CheckImages> {
    const dataSet = knownDataSet({ recipe, ...run })
    const sample = dataSet === null ? null : await this.#options.sampleTest(dataSet, CHECK_IMAGES)
    const pixels = recipe.inputSize
    if (sample !== null && sample.rows * sample.columns === pixels && sample.labels.length > 0) {
      const { images, labels } = sample
      return {
        images: Array.from(labels, (_, k) => images.subarray(k * pixels, (k + 1) * pixels)),
        areTestImages: true,
      }
    }
    const random = new Random(1, 'images that a written file is asked about')
    const images = Array.from({ length: CHECK_IMAGES }, () =>
      Uint8Array.from({ length: pixels }, () => (random.uniform() < 0.8 ? 0 : random.integer(256))),
    )
    return { images, areTestImages: false }
  }

  /** A report of runs as one HTML page, see `Reports.write`. @throws WorkbenchError `not-found` */
  writeReport(runIds: readonly string[], colours?: readonly number[]): Promise<ExportedFile> {
    return this.#options.reports.write(runIds, colours)
  }
}
