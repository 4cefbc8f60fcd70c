import type { WritableFormatName } from '#core/formats/registry.ts'
import type { ExportedFile, ExportedNetwork, RunSummary } from '#contract/types.ts'
import type { Store } from '../store/store.ts'
import { readEpochParts } from '../store/read-epochs.ts'
import { writeMeasuresFile } from './measures-file.ts'
import { writeNetworkFile } from './network-files.ts'

export interface DocumentsOptions {
  readonly store: Pick<Store, 'checkpoints' | 'runs'>
  readonly registry: {
    summarize(runId: string): RunSummary
  }
  readonly reports: { write(runIds: readonly string[], colours?: readonly number[]): Promise<ExportedFile> }
}

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
  }: {
    readonly runId: string
    readonly epoch?: number | undefined
    readonly format: WritableFormatName
  }): Promise<ExportedNetwork> {
    const { store, registry } = this.#options
    const run = registry.summarize(runId)
    return writeNetworkFile(run, store.checkpoints.read(run, epoch), format)
  }

  /** A report of runs as one HTML page, see `Reports.write`. @throws WorkbenchError `not-found` */
  writeReport(runIds: readonly string[], colours?: readonly number[]): Promise<ExportedFile> {
    return this.#options.reports.write(runIds, colours)
  }
}
