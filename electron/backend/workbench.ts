import { availableParallelism } from 'node:os'
import type { DataSetInfo, RunSummary, WorkbenchApi, WorkbenchEvents } from '#contract/types.ts'
import type { DataPlaces, EvaluateTask, TaskResults } from '../worker/messages.ts'
import { DataLibrary } from './data/data-library.ts'
import { Emitter } from './emitter.ts'
import { ExchangeThreads } from './exchange/exchange-threads.ts'
import { HeldFiles } from './exchange/held-files.ts'
import { RunExchange } from './exchange/run-exchange.ts'
import { ExternalChangeWatcher } from './runs/external-changes.ts'
import { Inspector } from './analysis/inspector.ts'
import { LearningCurves } from './analysis/learning-curves.ts'
import { nameOfFile, readNetworkFile, writeNetworkFile } from './exchange/network-files.ts'
import { writeMeasuresFile } from './exchange/measures-file.ts'
import { Predictor } from './analysis/predictor.ts'
import { promised } from './promised.ts'
import { Reports } from './report/reports.ts'
import { RunRegistry } from './runs/run-registry.ts'
import { testImagesFor } from './analysis/test-images.ts'
import { RunComparer } from './analysis/run-comparer.ts'
import { Store } from './store/store.ts'
import { Sweeps } from './sweeps/sweeps.ts'
import { thinningCalls } from './runs/thinning-calls.ts'
import { ThreadPool } from './trainer/thread-pool.ts'
import { Trainer } from './trainer/trainer.ts'
import { type StartInput, Trainings } from './runs/trainings.ts'
import { WhatIfs } from './analysis/what-ifs.ts'

export interface WorkbenchOptions {
  /** The SQLite file; made, with its folder, where it is not there. */
  readonly storePath: string
  /** Where data sets are kept that the workbench makes or downloads. */
  readonly dataFolder: string
  /** A folder that holds MNIST already. */
  readonly mnistFolder?: string | undefined
  /** The worker thread's entry: its source under Node, the built file in Electron. */
  readonly workerUrl: URL
  /** The built entry of the thread for files; by default its source. */
  readonly exchangeWorkerUrl?: URL | undefined
  readonly version: string
  /** Threads to count on; by default as many as the machine runs in parallel. */
  readonly cores?: number | undefined
  /** Trainings at once, at most; by default as many as there are cores. */
  readonly maxWorkers?: number | undefined
  /** Whether a data set stays in memory after its training, for the next one; by default it does. */
  readonly keepsData?: boolean | undefined
  /** Where MNIST is downloaded from, instead of its public mirrors. */
  readonly mnistMirrors?: readonly string[] | undefined
  /** Hears of the backup that was made because an older store's layout is about to change. */
  readonly onBackup?: ((file: string) => void) | undefined
}

/** The workbench without a window: what Electron's main process, browser mode, command line and tests share. */
export interface Workbench {
  /** The calls of the window. Arguments are taken as parsed, see `parseInput`. */
  readonly api: WorkbenchApi
  /** Hears of what happens. @returns ends it */
  subscribe(listener: Partial<WorkbenchEvents>): () => void
  /** Describes a data set by its name, also a folder that was never opened. @throws WorkbenchError `not-found` */
  describeDataSet(dataSet: string): Promise<DataSetInfo>
  /** Starts a training from given weights, flat as `parameterLayout` says. */
  startFrom(input: Omit<StartInput, 'parent'> & { parameters: Float64Array }): Promise<RunSummary>
  /** What the weights of an epoch (by default the last) say of each of the test images that `evaluateRun` takes. */
  predictRun(input: {
    runId: string
    epoch?: number | undefined
    dataSet?: string | undefined
  }): Promise<RunPredictions>
  /** Runs in and out as files. */
  readonly exchange: RunExchange
  /** Ends all trainings and closes the store; what was cut off is `interrupted` and can be resumed. */
  close(): Promise<void>
}

/** What a network says of each of some images, and their labels, `(count)`. */
export type RunPredictions = TaskResults['predict']

/** How often the store is looked at for what other programs did there, in milliseconds. */
const EXTERNAL_CHANGE_INTERVAL_MS = 1000

/** Opens the store and stands ready. @throws WorkbenchError `store` */
export function openWorkbench(options: WorkbenchOptions): Workbench {
  const { cores = availableParallelism(), keepsData = true } = options
  const store = new Store(options.storePath, { onBackup: options.onBackup })
  const emitter = new Emitter()
  const places: DataPlaces = { dataFolder: options.dataFolder, mnistFolder: options.mnistFolder }
  const threads = new ThreadPool({ workerUrl: options.workerUrl, workerOptions: { ...places, keepsData } })
  const registry = new RunRegistry(store.runs, emitter)
  const library = new DataLibrary({ store, emitter, threads, places, mnistMirrors: options.mnistMirrors })
  const trainer = new Trainer({ registry, emitter, threads, cores, maxWorkers: options.maxWorkers })
  const trainings = new Trainings({ store, registry, library, trainer })
  const predictor = new Predictor(store)
  const inspector = new Inspector({ store, library, threads })
  const comparer = new RunComparer({ store, library, threads })
  const exchangeThreads = new ExchangeThreads(options.exchangeWorkerUrl)
  const exchange = new RunExchange({ store, registry, threads: exchangeThreads })
  const reports = new Reports({ registry, comparer, library, version: options.version })
  const heldFiles = new HeldFiles(exchange, (runId) => registry.summarize(runId))
  const sweeps = new Sweeps({ store, registry, trainer, emitter, library, threads, cores })
  const watch = new ExternalChangeWatcher({
    ...{ store, registry, emitter },
    intervalMs: EXTERNAL_CHANGE_INTERVAL_MS,
    onExternalChange: () => sweeps.lookForExternalChanges(),
  })
  const curves = new LearningCurves({ store, library, threads, emitter })
  const whatIfs = new WhatIfs({ library, threads, emitter })

  /** A run's weights and the test images to try them on: those that its recipe takes, of another data set all. */
  async function findTestImages({
    runId,
    epoch,
    dataSet,
  }: Parameters<Workbench['predictRun']>[0]): Promise<Omit<EvaluateTask, 'type'>> {
    const run = registry.summarize(runId)
    const { recipe } = run
    const { parameters } = store.checkpoints.read(run, epoch)
    const images = testImagesFor(recipe, dataSet)
    await library.checkImages(recipe, images.dataSet)
    return { recipe, parameters, ...images }
  }

  const api: WorkbenchApi = {
    getInfo: () =>
      promised(() => ({
        version: options.version,
        storePath: store.path,
        storeSizeBytes: store.sizeBytes,
        dataFolder: options.dataFolder,
        cores,
      })),

    listDataSets: () => library.list(),
    addDataFolder: ({ folder }) => library.addFolder(folder),
    removeDataFolder: ({ folder }) => library.removeFolder(folder),
    prepareDataSet: ({ dataSet }) => library.prepare(dataSet),
    downloadMnist: () => promised(() => library.startDownload()),
    cancelDownload: () => library.cancelDownload(),
    getDataSample: (input) => library.takeSample(input),

    listRuns: () => promised(() => registry.list()),
    getRunList: (part) => promised(() => registry.listPacked(part)),
    getRun: ({ runId }) => promised(() => registry.get(runId)),
    getEpochs: ({ runIds }) => promised(() => registry.packEpochs(runIds)),
    ...trainings.calls,
    renameRun: ({ runId, name }) => promised(() => registry.rename(runId, name)),
    editRuns: ({ runIds, changes }) => promised(() => registry.edit(runIds, changes)),
    ...thinningCalls({ store, registry }),
    exportMeasures: ({ runIds }) =>
      promised(() => writeMeasuresFile(runIds.map((runId) => registry.get(runId)))),
    writeReport: ({ runIds }) => reports.write(runIds),
    restoreRuns: ({ runIds }) => promised(() => registry.restore(runIds)),
    exportRun: async ({ runId, epoch, format }) => {
      const run = registry.summarize(runId)
      return writeNetworkFile(run, store.checkpoints.read(run, epoch), format)
    },
    ...heldFiles.calls,
    importNetwork: async ({ fileName, bytes }) => {
      const { recipe, parameters } = await readNetworkFile(fileName, bytes)
      return registry.create({ name: nameOfFile(fileName), status: 'imported', recipe, parameters })
    },
    predict: ({ runId, epoch, image }) => promised(() => predictor.predict(runId, epoch, image)),
    inspectRun: (input) => inspector.inspect(input),
    getConfusedImages: (input) => inspector.takeCell(input),
    compareRuns: (input) => comparer.compare(input),
    getDisagreements: (input) => comparer.takeDisagreements(input),
    diagnoseRun: (input) => inspector.diagnose(input),
    checkRunGradient: (input) => inspector.checkGradient(input),
    drawLearningCurve: (input) => curves.draw(input),
    cancelLearningCurve: ({ curveId }) => promised(() => curves.cancel(curveId)),
    ...whatIfs.calls,
    ...sweeps.calls,
    evaluateRun: async (input) => threads.runTask({ type: 'evaluate', ...(await findTestImages(input)) }),
  }

  let closing: Promise<void> | undefined
  async function close(): Promise<void> {
    watch.close()
    await library.cancelDownload()
    curves.close()
    whatIfs.close()
    sweeps.close()
    await exchangeThreads.close()
    await heldFiles.close()
    await trainer.close()
    await threads.close()
    emitter.clear()
    store.close()
  }

  return {
    api,
    subscribe: (listener) => emitter.subscribe(listener),
    describeDataSet: (dataSet) => library.describe(dataSet),
    exchange,
    startFrom: (input) => trainings.start(input),
    predictRun: async (input) => threads.runTask({ type: 'predict', ...(await findTestImages(input)) }),
    close: () => (closing ??= close()),
  }
}
