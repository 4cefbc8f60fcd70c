import type { BiasVarianceDiagnosis, PartResult } from '#core/analysis/bias-variance.ts'
import type { ImageAnswer } from '#core/analysis/cell-answers.ts'
import type { NetworkGradientCheck } from '#core/analysis/check-network-gradient.ts'
import type { Confusion } from '#core/analysis/confusion.ts'
import type { Disagreement, DisagreementKind } from '#core/analysis/disagreements.ts'
import type { LearningCurvePoint } from '#core/analysis/learning-curve.ts'
import type { LearningCurvePlan } from '#core/analysis/learning-curve-plan.ts'
import type { Interval, meanInterval } from '#core/analysis/intervals.ts'
import type { McNemarResult } from '#core/analysis/mcnemar.ts'
import type { BackwardDefect } from '#core/engine/network-pass.ts'
import type { Recipe, RecipeProblem } from '#core/recipe/recipe.ts'
import type { LayerMeasures } from '#core/training/measured-epoch.ts'

/**
 * - `queued`: waits for a free training worker
 * - `training`, `paused`: a worker holds it
 * - `completed`: ran all its epochs
 * - `stopped`: a person stopped it
 * - `diverged`: loss or weights left the range of numbers; `reason` says how
 * - `failed`: an error ended it; `reason` says which
 * - `interrupted`: the program that trained it ended without finishing it; it can be resumed
 * - `imported`: weights read from a file, not trained here (yet)
 */
export type RunStatus =
  | 'queued'
  | 'training'
  | 'paused'
  | 'completed'
  | 'stopped'
  | 'diverged'
  | 'failed'
  | 'interrupted'
  | 'imported'

/** Measures of one finished epoch. A part that the recipe leaves out (size 0) is null. */
export interface EpochMeasures {
  /** From 0, as in the lecture. For an imported network, −1 stands for the weights as they came. */
  readonly epoch: number
  /** Mean over the epoch's mini-batches, each measured before its own update. */
  readonly trainLoss: number | null
  /** 0 to 1, measured as trainLoss is. */
  readonly trainAccuracy: number | null
  readonly validationLoss: number | null
  readonly validationAccuracy: number | null
  readonly testLoss: number | null
  readonly testCorrect: number | null
  readonly testTotal: number | null
  /** Training and evaluation of this epoch, in milliseconds, pauses not counted. */
  readonly durationMs: number
  /** The learning rate of the epoch's last step; null for an imported network. */
  readonly learningRate: number | null
  /** How each layer stands at the end of the epoch; null for an imported network. */
  readonly layers: readonly LayerMeasures[] | null
}

/** Where a run's first weights came from. */
export interface RunParent {
  /** The run may be deleted by now. */
  readonly runId: string
  /** Its name when the training started. */
  readonly name: string
  /** The epoch of its weights; −1 for the weights of an imported network. */
  readonly epoch: number
}

/** What a person keeps with a run; none of it changes the training. */
export interface RunRecord {
  /** Markdown; empty for none. */
  readonly notes: string
  /** In the order in which they were given. */
  readonly tags: readonly string[]
  /** From 1, of the window's palette; null: the one that the window gives in order. */
  readonly colour: number | null
  readonly isStarred: boolean
  /** Archived runs are listed only where they are asked for. */
  readonly isArchived: boolean
  /** Null where it started from the initializer's weights or from a file. */
  readonly parent: RunParent | null
}

/** Changes of runs' records; what is not named stays. */
export interface RecordChanges {
  readonly notes?: string
  readonly addTags?: readonly string[]
  /** Case does not count. */
  readonly removeTags?: readonly string[]
  readonly colour?: number | null
  readonly isStarred?: boolean
  readonly isArchived?: boolean
}

/** A run as the table of runs shows it. */
export interface RunSummary extends RunRecord {
  readonly id: string
  readonly name: string
  readonly status: RunStatus
  /** Why it ended, in words, where the status alone does not tell; else null. */
  readonly reason: string | null
  readonly recipe: Recipe
  /** ISO 8601, UTC. */
  readonly createdAt: string
  /** Sum over the finished epochs. */
  readonly durationMs: number
  /** Number of finished epochs. */
  readonly epochsDone: number
  /** The finished epoch with the best accuracy (validation where there is one, else test, else training). */
  readonly best: EpochMeasures | null
  readonly last: EpochMeasures | null
  /** SHA-256 of the weights after the last finished epoch, hexadecimal. */
  readonly weightsSha256: string | null
  /** SHA-256 of the data set's images and labels, so that two runs can be known to have seen the same. */
  readonly dataSha256: string | null
}

export interface RunDetail extends RunSummary {
  /** In order; an imported network starts with epoch −1. */
  readonly epochs: readonly EpochMeasures[]
}

/** Where a training stands between two epochs. Posted at most 20 times a second. */
export interface TrainingProgress {
  readonly runId: string
  readonly phase: 'loading' | 'training' | 'evaluating'
  readonly epoch: number
  readonly epochs: number
  /** Mini-batches done in this epoch. */
  readonly batch: number
  readonly batches: number
  readonly examplesPerSecond: number | null
  readonly remainingMs: number | null
}

export interface DataSetInfo {
  /** What a recipe calls it: `pen-digits`, `mnist` or a folder's absolute path. */
  readonly name: string
  /** What a person reads. */
  readonly title: string
  readonly kind: 'made' | 'mnist' | 'folder'
  /** `absent`: MNIST that was not downloaded or located yet, or a folder that is gone. */
  readonly state: 'ready' | 'absent' | 'broken'
  /** What is wrong, where state is `broken`. */
  readonly problem: string | null
  /** Folder of the files; null for pen digits before they were made. */
  readonly folder: string | null
  readonly trainingCount: number
  readonly testCount: number
  /** Pixels of one image. */
  readonly rows: number
  readonly columns: number
}

/** The state of MNIST's download; at most 10 events a second. */
export interface DownloadProgress {
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  /** The file at work, as in `train-images-idx3-ubyte.gz`. */
  readonly file: string | null
  readonly receivedBytes: number
  readonly totalBytes: number
  /** The mirror at work, its host name. */
  readonly mirror: string | null
  readonly problem: string | null
}

/** A few images of a data set, for the window to show. */
export interface DataSetSample {
  readonly rows: number
  readonly columns: number
  /** `(count, rows × columns)`, 0 to 255. */
  readonly images: Uint8Array
  readonly labels: Uint8Array
}

export interface WorkbenchInfo {
  readonly version: string
  readonly storePath: string
  readonly storeSizeBytes: number
  /** Where data sets are kept. */
  readonly dataFolder: string
  /** Threads that the machine runs in parallel. */
  readonly cores: number
}

/** What a network says of one image. */
export interface Prediction {
  /** Output activations, one a class. */
  readonly outputs: readonly number[]
  /** Index of the largest output. */
  readonly digit: number
}

/** How a network does on test images. */
export interface RunEvaluation {
  /** Mean over the images, without regularization. */
  readonly loss: number
  readonly correct: number
  readonly total: number
}

/** The part of a run's data set that it is inspected on. Where the recipe asks for no test, the whole test file. */
export type InspectedPart = 'validation' | 'test'

/** Some images, and what a network says of each. */
export interface AnsweredImages {
  readonly rows: number
  readonly columns: number
  /** `(answers, rows × columns)`, 0 to 255. */
  readonly images: Uint8Array
  /** An answer's `index` counts from 0 within the part. */
  readonly answers: readonly ImageAnswer[]
  /** How many there are of the kind, of which these are the surest. */
  readonly total: number
}

/** What the weights of one epoch say of all images of a part. */
export interface RunInspection {
  readonly epoch: number
  readonly part: InspectedPart
  readonly confusion: Confusion
  /** 95 %. */
  readonly accuracyInterval: Interval
  readonly loss: ReturnType<typeof meanInterval>
  /** The wrong answers that the network is surest of. */
  readonly mistakes: AnsweredImages
}

/** Where a run's errors come from. */
export interface RunDiagnosis {
  readonly epoch: number
  /** On the first images that the run learned from, up to 10,000. */
  readonly training: PartResult
  /** On images that it did not learn from. */
  readonly unseen: PartResult
  readonly unseenPart: InspectedPart
  readonly diagnosis: BiasVarianceDiagnosis
}

export interface RunGradientCheck extends NetworkGradientCheck {
  readonly epoch: number
  /** How the backward pass was broken for it; null: not at all. */
  readonly defect: BackwardDefect | null
}

/** Two runs, A and B, on the same test images. */
export interface RunComparison {
  /** Whose weights were asked: of each run the result. */
  readonly epochs: { readonly a: number; readonly b: number }
  /** A's data set, whose test images both were asked about. */
  readonly dataSet: string
  readonly result: McNemarResult
  /** Shares of right answers, 95 %. */
  readonly accuracyA: Interval
  readonly accuracyB: Interval
  /** B's share of right answers less A's, 95 %. */
  readonly difference: Interval
  /** Images of which they say different things, rightly or not. */
  readonly disagreements: number
}

/** Images of which two runs say different things. */
export interface DisagreedImages {
  readonly rows: number
  readonly columns: number
  /** `(answers, rows × columns)`, 0 to 255. */
  readonly images: Uint8Array
  /** In the order of the test file; an answer's `index` counts from 0 within it. */
  readonly answers: readonly Disagreement[]
  /** How many there are of the kind, of which these are the first. */
  readonly total: number
}

/** Where a learning curve stands. Posted at most 20 times a second. */
export interface LearningCurveProgress {
  readonly curveId: string
  /** Training images of the network at work. */
  readonly size: number
  readonly seed: number
  readonly networksDone: number
  readonly networks: number
  /** 0 to 1, of all the work at most. */
  readonly share: number
  readonly remainingMs: number | null
}

/** What a run's recipe reaches with fewer training images. */
export interface RunLearningCurve {
  /** Smallest amount first. */
  readonly points: readonly LearningCurvePoint[]
  /** False where it was cancelled before its last point. */
  readonly isComplete: boolean
}

export interface ExportedFile {
  /** A name to offer, without a folder. */
  readonly fileName: string
  readonly text: string
}

/** The calls of the window. Each takes one argument, parsed on arrival by its schema in inputs.ts. */
export interface WorkbenchApi {
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
  getRun(input: { runId: string }): Promise<RunDetail>
  /**
   * Starts a training; with `from`, from those weights instead of the initializer's. `threads` is how many it computes
   * with, by default its share of the cores; the results never depend on it.
   */
  startRun(input: {
    recipe: Recipe
    name?: string
    from?: { runId: string; epoch?: number }
    threads?: number
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
  /** All measures of these runs as CSV (RFC 4180), a line an epoch. */
  exportMeasures(input: { runIds: string[] }): Promise<ExportedFile>
  /** Hides runs; `restoreRuns` undoes it until the program ends. An active run is stopped first. */
  deleteRuns(input: { runIds: string[] }): Promise<void>
  restoreRuns(input: { runIds: string[] }): Promise<void>
  /** The weights of an epoch (by default the result: the last, or the best where the recipe stops with patience) as a file. */
  exportRun(input: { runId: string; epoch?: number; format: 'network2' }): Promise<ExportedFile>
  /** Reads a network2 JSON file as a run with status `imported`. */
  importNetwork(input: { fileName: string; text: string }): Promise<RunSummary>
  /** Runs one image, `(inputSize)` bytes 0 to 255, through the weights of an epoch (by default the result: the last, or the best where the recipe stops with patience). */
  predict(input: { runId: string; epoch?: number; image: Uint8Array }): Promise<Prediction>
  /**
   * Measures the weights of an epoch (by default the result: the last, or the best where the recipe stops with patience) on test images: of the run's own data set those that its
   * recipe takes, of another one all.
   */
  evaluateRun(input: { runId: string; epoch?: number; dataSet?: string }): Promise<RunEvaluation>
  /** What the weights of an epoch (by default the result) say of each image of a part, and where they are wrong. */
  inspectRun(input: { runId: string; epoch?: number; part: InspectedPart }): Promise<RunInspection>
  /** Images of one digit that the network takes for one digit: the right one or another. */
  getConfusedImages(input: {
    runId: string
    epoch?: number
    part: InspectedPart
    label: number
    predicted: number
  }): Promise<AnsweredImages>
  /**
   * Tests the difference of two runs on the same test images: those of A's data set that both recipes take, with the
   * weights of each run's result.
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
}

/** What the backend tells the window. */
export interface WorkbenchEvents {
  /** A run is new or differs from what was told before. */
  runChanged(run: RunSummary): void
  runsDeleted(event: { runIds: string[] }): void
  epochFinished(event: { runId: string; measures: EpochMeasures }): void
  trainingProgressed(progress: TrainingProgress): void
  learningCurveProgressed(progress: LearningCurveProgress): void
  learningCurvePointMeasured(event: { curveId: string; point: LearningCurvePoint }): void
  dataSetsChanged(dataSets: DataSetInfo[]): void
  downloadProgressed(progress: DownloadProgress): void
}

/**
 * - `invalid`: the input does not fit; `problems` names fields
 * - `not-found`: no such run, epoch or data set
 * - `conflict`: not possible in the run's present state
 * - `data`: a data set cannot be read
 * - `store`: the store cannot be read or written (full disk, locked, read-only)
 * - `disconnected`: the connection to the workbench is gone; whether the call was carried out is not known
 * - `internal`: a defect of this program
 */
export type ErrorCode = 'invalid' | 'not-found' | 'conflict' | 'data' | 'store' | 'disconnected' | 'internal'

/** The one kind of error that crosses the contract. */
export class WorkbenchError extends Error {
  override readonly name = 'WorkbenchError'
  readonly code: ErrorCode
  readonly problems: readonly RecipeProblem[]

  constructor(code: ErrorCode, message: string, problems: readonly RecipeProblem[] = []) {
    super(message)
    this.code = code
    this.problems = problems
  }
}
