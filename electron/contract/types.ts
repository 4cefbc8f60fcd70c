import type { EpochMetrics } from '#core/training/epoch-metrics.ts'
import type { DisagreementKind } from '#core/evaluation/disagreements.ts'
import type { LearningCurvePoint } from '#core/experiments/learning-curve.ts'
import type { LearningCurvePlan } from '#core/experiments/learning-curve-plan.ts'
import type { WhatIfPlan } from '#core/experiments/what-if-plan.ts'
import type { BackwardDefect } from '#core/engine/network-pass.ts'
import type { WritableFormatName } from '#core/formats/registry.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { DisagreedImages, RunComparison } from './types/comparison.ts'
import type { DataSetInfo, DataSetSample, DownloadProgress } from './types/data-set.ts'
import type { ExportedWeights, HeldRunFile, RunImport } from './types/exchange.ts'
import type {
  AnsweredImages,
  InspectedPart,
  Prediction,
  RunDiagnosis,
  RunEvaluation,
  RunGradientCheck,
  RunInspection,
} from './types/inspection.ts'
import type { LearningCurveProgress, RunLearningCurve } from './types/learning-curve.ts'
import type { RecordChanges, RunDetail, RunSummary, TrainingProgress } from './types/run.ts'
import type { SweepApi, SweepSummary } from './types/sweep.ts'
import type { WhatIfEnding, WhatIfMeasurement, WhatIfProgress, WhatIfResult } from './types/what-if.ts'
import type { PackedEpochs, RunList } from './types/run-list.ts'
import type { KeepEvery, KeptEpochs, Thinning } from './types/thinning.ts'
import type { ExportedFile, ExportedNetwork, WorkbenchInfo } from './types/workbench-info.ts'

export * from './types/comparison.ts'
export * from './types/data-set.ts'
export * from './types/errors.ts'
export * from './types/exchange.ts'
export * from './types/inspection.ts'
export * from './types/learning-curve.ts'
export * from './types/run.ts'
export * from './types/run-list.ts'
export * from './types/thinning.ts'
export * from './types/sweep.ts'
export * from './types/what-if.ts'
export * from './types/workbench-info.ts'

/** The calls of the window. Each takes one argument, parsed on arrival by its schema in inputs.ts. */
export interface WorkbenchApi extends SweepApi {
  getInfo(): Promise<WorkbenchInfo>

  listDataSets(): Promise<DataSetInfo[]>
  /** Opens a folder with the four IDX files as a data set. Fails with `data` where they are not sound. */
  addDataFolder(input: { folder: string }): Promise<DataSetInfo>
  /** Forgets a folder; its files stay. */
  removeDataFolder(input: { folder: string }): Promise<void>
  /** Makes pen digits or checks the files, so that the set is ready to train on. */
  prepareDataSet(input: { dataSet: string }): Promise<DataSetInfo>
  /** Starts the download of MNIST; its course is told by `downloadProgressed`. */
  downloadMnist(): Promise<void>
  cancelDownload(): Promise<void>
  getDataSample(input: {
    dataSet: string
    part: 'training' | 'test'
    offset: number
    count: number
  }): Promise<DataSetSample>

  /** Newest first. */
  listRuns(): Promise<RunSummary[]>
  /**
   * The list of runs as it crosses fastest, or a part of it: the newest `count`, or those that are listed after the run
   * `before`.
   */
  getRunList(input: { count?: number; before?: string }): Promise<RunList>
  getRun(input: { runId: string }): Promise<RunDetail>
  /** All epochs of many runs; a run that is not there is passed over. */
  getEpochs(input: { runIds: string[] }): Promise<PackedEpochs[]>
  /**
   * Starts a training; with `from`, from those weights instead of the initializer's. `threads` is how many it computes
   * with, by default its share of the cores; `keepEvery` of which epochs weights are kept, by default of all. The
   * results depend on neither.
   */
  startRun(input: {
    recipe: Recipe
    name?: string
    from?: { runId: string; epoch?: number }
    threads?: number
    keepEvery?: KeepEvery
  }): Promise<RunSummary>
  pauseRun(input: { runId: string }): Promise<void>
  /**
   * Goes on with a paused run, or from the last finished epoch of an interrupted, stopped or failed one. `threads` as in
   * `startRun`; a paused run keeps those that it has.
   */
  resumeRun(input: { runId: string; threads?: number }): Promise<void>
  /** Trains to the end of the current epoch, then pauses; else as `resumeRun`. */
  stepRun(input: { runId: string; threads?: number }): Promise<void>
  /** Ends a training; finished epochs stay. */
  stopRun(input: { runId: string }): Promise<void>
  renameRun(input: { runId: string; name: string }): Promise<void>
  /** Changes what a person keeps with runs: all of them or, where one is refused, none. */
  editRuns(input: { runIds: string[]; changes: RecordChanges }): Promise<void>
  getKeptEpochs(input: { runIds: string[] }): Promise<KeptEpochs[]>
  /** What `thinRuns` would do. */
  planThinning(input: { runIds: string[]; keepEvery: KeepEvery }): Promise<Thinning>
  /** Removes weights of epochs for good and gives their room on the disk back; measures stay. */
  thinRuns(input: { runIds: string[]; keepEvery: KeepEvery }): Promise<Thinning>
  /** All measures of these runs as CSV (RFC 4180), a line an epoch. */
  exportMeasures(input: { runIds: string[] }): Promise<ExportedFile>
  /** A report of runs with results, curves, settings and notes, as one HTML page. */
  writeReport(input: { runIds: string[] }): Promise<ExportedFile>
  /** Hides runs; `restoreRuns` undoes it until the program ends. An active run is stopped first. */
  deleteRuns(input: { runIds: string[] }): Promise<void>
  restoreRuns(input: { runIds: string[] }): Promise<void>
  /** The weights of an epoch (by default the one of `defaultEpoch`) as a file. */
  exportRun(input: { runId: string; epoch?: number; format: WritableFormatName }): Promise<ExportedNetwork>
  /** Writes runs as a file that another workbench can import; `readRunFile` fetches it, `dropRunFile` ends that. */
  exportRuns(input: { runIds: string[]; weights?: ExportedWeights }): Promise<HeldRunFile>
  /** A piece of a file of runs; empty at its end. */
  readRunFile(input: { fileId: string; offset: number }): Promise<Uint8Array>
  /** Begins to bring a file of runs, or a whole store; `sendImport` adds its pieces in order. */
  beginImport(input: { fileName: string }): Promise<{ fileId: string }>
  sendImport(input: { fileId: string; piece: Uint8Array }): Promise<void>
  /** Adds the runs of a file that was brought whole, each once; all of them or none. */
  importRuns(input: { fileId: string }): Promise<RunImport>
  /** Forgets a file that is on its way. */
  dropRunFile(input: { fileId: string }): Promise<void>
  /** Reads a file with a network's weights, whose format is recognized, as a run with status `imported`. */
  importNetwork(input: { fileName: string; bytes: Uint8Array }): Promise<RunSummary>
  /** Runs one image, `(inputSize)` bytes 0 to 255, through the weights of an epoch (by default the one of `defaultEpoch`). */
  predict(input: { runId: string; epoch?: number; image: Uint8Array }): Promise<Prediction>
  /**
   * Measures the weights of an epoch (by default the one of `defaultEpoch`) on test images: of the run's own data set those that its
   * recipe takes, of another one all.
   */
  evaluateRun(input: { runId: string; epoch?: number; dataSet?: string }): Promise<RunEvaluation>
  /** What the weights of an epoch (by default the one of `defaultEpoch`) say of each image of a part, and where they are wrong. */
  inspectRun(input: { runId: string; epoch?: number; part: InspectedPart }): Promise<RunInspection>
  /** Images of one class that the network takes for one class: the right one or another. */
  getConfusedImages(input: {
    runId: string
    epoch?: number
    part: InspectedPart
    label: number
    predicted: number
  }): Promise<AnsweredImages>
  /**
   * Tests the difference of two runs on the same test images: those of A's data set that both recipes take, with the
   * weights of each run's default epoch.
   */
  compareRuns(input: { a: string; b: string }): Promise<RunComparison>
  /** The images of which two runs say different things; with `kind`, those where this one is right. */
  getDisagreements(input: { a: string; b: string; kind?: DisagreementKind }): Promise<DisagreedImages>
  /** Tells bias from variance by the errors on training and on other images. */
  diagnoseRun(input: { runId: string; epoch?: number }): Promise<RunDiagnosis>
  /** Compares the backward pass with central differences at a run's weights; with `defect`, a broken one. */
  checkRunGradient(input: {
    runId: string
    epoch?: number
    defect?: BackwardDefect
  }): Promise<RunGradientCheck>
  /**
   * Trains a run's recipe anew on parts of its training images, from fresh weights; nothing is stored. Answers when
   * it is done or cancelled; its course is told by `learningCurveProgressed` and `learningCurvePointMeasured`. It is
   * cancelled when the window that asked for it leaves.
   * @param input.curveId the caller's own, new for each curve
   */
  drawLearningCurve(input: {
    curveId: string
    runId: string
    plan: LearningCurvePlan
  }): Promise<RunLearningCurve>
  /** Ends a learning curve at once; one that has ended stays as it is. */
  cancelLearningCurve(input: { curveId: string }): Promise<void>
  /**
   * Trains a recipe for a few epochs with each value of one of its fields; nothing is stored. Answers when it is done or
   * cancelled; its course is told by `whatIfProgressed`, `whatIfPointMeasured` and `whatIfValueEnded`. It is cancelled
   * when the window that asked for it leaves.
   * @param input.whatIfId the caller's own, new for each
   */
  drawWhatIf(input: { whatIfId: string; recipe: Recipe; plan: WhatIfPlan }): Promise<WhatIfResult>
  /** Ends a what-if at once; one that has ended stays as it is. */
  cancelWhatIf(input: { whatIfId: string }): Promise<void>
}

/** What the backend tells the window. */
export interface WorkbenchEvents {
  /** A run is new or differs from what was told before. */
  runChanged(run: RunSummary): void
  runsDeleted(event: { runIds: string[] }): void
  epochFinished(event: { runId: string; metrics: EpochMetrics }): void
  trainingProgressed(progress: TrainingProgress): void
  /** A sweep is new or differs from what was told before; at most some four times a second. */
  sweepChanged(sweep: SweepSummary): void
  sweepDeleted(event: { sweepId: string }): void
  learningCurveProgressed(progress: LearningCurveProgress): void
  learningCurvePointMeasured(event: { curveId: string; point: LearningCurvePoint }): void
  whatIfProgressed(progress: WhatIfProgress): void
  whatIfPointMeasured(event: WhatIfMeasurement): void
  whatIfValueEnded(event: WhatIfEnding): void
  dataSetsChanged(dataSets: DataSetInfo[]): void
  downloadProgressed(progress: DownloadProgress): void
}
