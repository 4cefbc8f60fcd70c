import { availableParallelism } from 'node:os'
import path from 'node:path'
import type { WorkbenchApi, WorkbenchEvents } from '#contract/api.ts'
import type { storeCalls } from '#contract/calls/stores.ts'
import type { HandlersOf } from '#contract/define-calls.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { ownDigitsFolder } from '#data/own-digit-files.ts'
import { sweepTemporary } from '#files/temporary-files.ts'
import { type DataSetInfo, type RunSummary, WorkbenchError } from '#contract/types.ts'
import type { DataFolders } from '../data/data-source.ts'
import { analysisHandlers } from './analysis/analysis-handlers.ts'
import { assignmentHandlers } from './assignment/assignment-handlers.ts'
import { Evaluator, type RunPredictions } from './analysis/evaluator.ts'
import { CallDispatcher } from './call-dispatcher.ts'
import { dataHandlers } from './data/data-handlers.ts'
import { LocatedData } from './data/located-data.ts'
import { DataExplorer } from './data/data-explorer.ts'
import { DataLibrary } from './data/data-library.ts'
import { ownDigitHandlers } from './digits/own-digit-handlers.ts'
import { OwnDigits } from './digits/own-digits.ts'
import { planFineTuning } from './digits/plan-fine-tuning.ts'
import { Emitter } from './emitter.ts'
import { ExchangeThreads } from './exchange/exchange-threads.ts'
import { fileHandlers } from './exchange/file-handlers.ts'
import { Documents } from './exchange/documents.ts'
import { WeightImports } from './exchange/weight-imports.ts'
import { FileHandles } from './exchange/file-handles.ts'
import { RunExchange } from './exchange/run-exchange.ts'
import { ExternalChangeWatcher } from './runs/external-changes.ts'
import { Inspector } from './analysis/inspector.ts'
import { LearningCurves } from './analysis/learning-curves.ts'
import { PictureReader } from './analysis/pictures/picture-reader.ts'
import { AnswerJudge } from './analysis/answer-judge.ts'
import { AnswerExplainer } from './analysis/answer-explainer.ts'
import { Calibrator } from './analysis/calibrator.ts'
import { DrawingReader } from './analysis/drawing-reader.ts'
import { RunPredictor } from './analysis/run-predictor.ts'
import { RunLayers } from './analysis/run-layers.ts'
import { RunSlicer } from './analysis/run-slicer.ts'
import { BatchRaces } from './analysis/batch-races.ts'
import { DepthProfiler } from './analysis/depth-profiler.ts'
import { RunTracer } from './analysis/run-tracer.ts'
import { Reports } from './report/reports.ts'
import { OwnPresetFolder } from './presets/own-preset-folder.ts'
import { presetHandlers } from './presets/preset-handlers.ts'
import { findStartingWeights } from './runs/find-starting-weights.ts'
import { planRun, type PlanOptions, type RunPlan } from './runs/plan-run.ts'
import { RunRegistry } from './runs/run-registry.ts'
import { RunComparer } from './analysis/run-comparer.ts'
import { waitForLock } from './lock-wait.ts'
import { Store } from './store/store.ts'
import { Sweeps } from './sweeps/sweeps.ts'
import { runHandlers } from './runs/run-handlers.ts'
import { TRAINING_THREAD } from './thread-files.ts'
import { ThreadPool } from './trainer/thread-pool.ts'
import { TrainingQueue } from './trainer/training-queue.ts'
import { type StartInput, RunLifecycle } from './runs/run-lifecycle.ts'
import { WhatIfs } from './analysis/what-ifs.ts'

export interface WorkbenchOptions {
  /** The SQLite file; made, with its folder, where it is not there. */
  readonly storePath: string
  /** Where data sets are kept that the workbench makes or downloads. */
  readonly dataFolder: string
  /** Where own presets are kept; by default `presets` beside the folder of the data sets. */
  readonly presetFolder?: string | undefined
  /** A folder that holds MNIST already. */
  readonly mnistFolder?: string | undefined
  /** The program of the threads that train and compute; by default the one that is made of the sources. */
  readonly workerUrl?: URL | undefined
  /** The program of the threads for files; by default the one that is made of the sources. */
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
  /** Milliseconds for which a call waits while another program keeps the store locked; a training waits on and on. */
  readonly lockPatienceMs?: number | undefined
  /** Milliseconds for which opening waits, and holds up its thread, while another program keeps the store locked. */
  readonly openingPatienceMs?: number | undefined
  /** Changes to other stores; by default they are refused. */
  readonly stores?: HandlersOf<typeof storeCalls> | undefined
  /** Called with the backup that was made because an older store's layout is about to change. */
  readonly onBackup?: ((file: string) => void) | undefined
}

/** The workbench without a window: what Electron's main process, browser mode, command line and tests share. */
export interface Workbench {
  /** The calls of the window. Arguments are taken as parsed, see `parseInput`. */
  readonly api: WorkbenchApi
  /** Listens to the workbench's events. @returns a function that ends it */
  subscribe(listener: Partial<WorkbenchEvents>): () => void
  /** Describes a data set by its name, also a folder that was never opened. @throws WorkbenchError `not-found` */
  describeDataSet(dataSet: string, fingerprint?: string): Promise<DataSetInfo>
  /** SHA-256 of a data set's images and labels as they are now, hexadecimal. @throws WorkbenchError `data` */
  hashDataSet(dataSet: string, fingerprint?: string): Promise<string>
  /** What a training would take and store, from training for a moment; nothing is stored. @throws WorkbenchError */
  planRun(recipe: Recipe, options: PlanOptions): Promise<RunPlan>
  /** Starts a training from given weights, flat as `parameterLayout` says. */
  startFrom(input: Omit<StartInput, 'parent'> & { parameters: Float64Array }): Promise<RunSummary>
  /** What the weights of an epoch say of each of the test images that `api.analysis.evaluate` takes. */
  predictRun(input: {
    runId: string
    epoch?: number | undefined
    dataSet?: string | undefined
  }): Promise<RunPredictions>
  /** Runs in and out as files. */
  readonly exchange: RunExchange
  /** Everything else in and out as files. */
  readonly documents: Documents
  readonly weights: WeightImports
  /** The files that persons chose in windows; who serves windows adds to them. */
  readonly handles: FileHandles
  /** Names of the trainings of this program that closing it interrupts: those that train, wait or are paused. */
  listTrainings(): string[]
  /** Ends all trainings and closes the store; what was cut off is `interrupted` and can be resumed. */
  close(): Promise<void>
}

/** A locked store blocks the event loop for this many milliseconds at once; in between, everything else goes on. */
const LOCK_TRY_MS = 20

/**
 * How long a person waits for another program that keeps the store locked before a call is refused, in milliseconds.
 */
const LOCK_PATIENCE_MS = 30_000

/** How often the store is looked at for what other programs did there, in milliseconds. */
const EXTERNAL_CHANGE_INTERVAL_MS = 1000

function refuseOtherStores(): never {
  throw new WorkbenchError('conflict', 'This program stays with the store that it was started with.')
}

/** What a program without windows answers, as the command line. */
const staysWithItsStore: HandlersOf<typeof storeCalls> = {
  list: refuseOtherStores,
  open: refuseOtherStores,
  openFile: refuseOtherStores,
  check: refuseOtherStores,
  checkFile: refuseOtherStores,
  checkNew: refuseOtherStores,
  checkNewFile: refuseOtherStores,
  create: refuseOtherStores,
  createFile: refuseOtherStores,
  forget: refuseOtherStores,
}

/** Opens the store and starts the workbench. @throws WorkbenchError `store` */
export function openWorkbench(options: WorkbenchOptions): Workbench {
  const { cores = availableParallelism(), keepsData = true, lockPatienceMs = LOCK_PATIENCE_MS } = options
  const store = new Store(options.storePath, {
    onBackup: options.onBackup,
    busyTimeoutMs: options.openingPatienceMs,
    lockTryMs: LOCK_TRY_MS,
  })
  const emitter = new Emitter()
  const dataFolders: DataFolders = { dataFolder: options.dataFolder, mnistFolder: options.mnistFolder }
  const located = new LocatedData()
  const threads = new ThreadPool({
    workerUrl: options.workerUrl ?? TRAINING_THREAD,
    workerOptions: { ...dataFolders, keepsData },
    localize: (command) => located.localize(command),
  })
  const registry = new RunRegistry(store, emitter)
  const library = new DataLibrary({
    store,
    emitter,
    threads,
    dataFolders,
    located,
    mnistMirrors: options.mnistMirrors,
  })
  const queue = new TrainingQueue({ registry, emitter, threads, cores, maxWorkers: options.maxWorkers })
  const lifecycle = new RunLifecycle({ store, registry, library, queue })
  const handles = new FileHandles()
  const pictures = new PictureReader({ store, library, handles })
  const predictor = new RunPredictor(store)
  const drawings = new DrawingReader({
    ...{ store, library, predictor },
    judge: new AnswerJudge({ store, library, threads }),
  })
  const calibrator = new Calibrator({ store, library, threads })
  const explainer = new AnswerExplainer({ store, library, threads })
  const tracer = new RunTracer({ store, library, threads })
  const races = new BatchRaces({ library, threads })
  const depth = new DepthProfiler({ library, threads })
  const evaluator = new Evaluator({ store, registry, library, threads })
  const inspector = new Inspector({ store, library, threads })
  const comparer = new RunComparer({ store, library, threads })
  const exchangeThreads = new ExchangeThreads(options.exchangeWorkerUrl)
  const mergeThreads = new ExchangeThreads(options.exchangeWorkerUrl)
  store.log.mergeBeside(() => mergeThreads.run({ type: 'merge', storePath: store.path }))
  const exchange = new RunExchange({ store, registry, threads: exchangeThreads })
  const reports = new Reports({
    ...{ registry, comparer, library, inspector, threads },
    reader: store.runs.reader,
    version: options.version,
  })
  const documents = new Documents({
    ...{ store, registry, reports },
    sampleTest: (dataSet, count) =>
      library.takeSample({ dataSet, part: 'test', offset: 0, count }).catch(() => null),
    describeData: (dataSet, fingerprint) => library.describe(dataSet, fingerprint).catch(() => null),
  })
  const weights = new WeightImports({ registry, library, threads })
  const sweeps = new Sweeps({ store, registry, queue, emitter, library, threads, cores })
  const watch = new ExternalChangeWatcher({
    ...{ store, registry, emitter },
    intervalMs: EXTERNAL_CHANGE_INTERVAL_MS,
    onExternalChange: () => sweeps.lookForExternalChanges(),
  })
  const curves = new LearningCurves({ store, library, threads })
  const whatIfs = new WhatIfs({ library, threads })
  const slicer = new RunSlicer({ store, library, threads })
  const layers = new RunLayers({ store, library, threads })

  const presetFolder = options.presetFolder ?? path.join(path.dirname(options.dataFolder), 'presets')
  const presets = new OwnPresetFolder(presetFolder, emitter)
  const digitFolder = ownDigitsFolder(options.dataFolder)
  const digits = new OwnDigits(digitFolder, async (list) => {
    emitter.emit('ownDigitsChanged', list)
    await library.announce()
  })
  // Beside the store it was done when the store was opened.
  for (const folder of [path.dirname(options.dataFolder), options.dataFolder, presetFolder, digitFolder])
    sweepTemporary(folder)

  const calls = new CallDispatcher(
    {
      app: {
        getInfo: () => ({
          version: options.version,
          storePath: store.path,
          storeSizeBytes: store.sizeBytes,
          dataFolder: options.dataFolder,
          presetFolder,
          cores,
        }),
      },
      stores: options.stores ?? staysWithItsStore,
      data: dataHandlers(library, new DataExplorer({ library, threads })),
      ownDigits: ownDigitHandlers(digits, (runId) => planFineTuning(registry.summarize(runId), library)),
      presets: presetHandlers(presets),
      runs: runHandlers({ store, registry, lifecycle }),
      sweeps,
      analysis: analysisHandlers({
        pictures,
        predictor,
        drawings,
        calibrator,
        explainer,
        tracer,
        depth,
        races,
        evaluator,
        inspector,
        comparer,
        curves,
        whatIfs,
        slicer,
        layers,
      }),
      files: fileHandlers({ handles, exchange, documents, weights, digits }),
      assignments: assignmentHandlers({ runs: registry, library, threads, version: options.version }),
    },
    lockPatienceMs,
  )

  let closing: Promise<void> | undefined
  async function close(): Promise<void> {
    watch.close()
    calls.close()
    sweeps.close()
    await exchangeThreads.close()
    await library.close()
    await handles.close()
    await queue.close()
    await registry.close()
    await threads.close()
    await mergeThreads.close()
    emitter.clear()
    store.close()
  }

  return {
    api: calls.api,
    subscribe: (listener) => emitter.subscribe(listener),
    describeDataSet: (dataSet, fingerprint) => library.describe(dataSet, fingerprint),
    hashDataSet: (dataSet, fingerprint) => library.hash({ dataSet, fingerprint }),
    planRun: (recipe, options) =>
      planRun(recipe, options, {
        ...{ library, threads, cores },
        findStart: (planned) => findStartingWeights(planned, { store, registry }),
      }),
    exchange,
    documents,
    weights,
    handles,
    startFrom: (input) =>
      waitForLock(
        () => lifecycle.start(input),
        (waitedMs) => waitedMs >= lockPatienceMs,
      ),
    listTrainings: () => queue.runIds.map((id) => registry.summarize(id).name),
    predictRun: (input) => evaluator.predict(input),
    close: () => (closing ??= close()),
  }
}
