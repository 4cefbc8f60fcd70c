import type { DataProfile } from '#core/data/data-profile.ts'
import { splitDataSet } from '#core/data/data-set.ts'
import { examineParts } from '#core/data/examine-parts.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { type EpochSoFar, Training } from '#core/training/training.ts'
import type { MiniBatchMeasures, TrainingProgress } from '#contract/types.ts'
import type { LoadedDataSet } from '#data/loaded-data-set.ts'
import { findFailure } from './find-failure.ts'
import { nodeEngineThreads } from './node-engine-threads.ts'
import {
  MAX_UNSTORED_EPOCHS,
  type TrainCommand,
  type TrainingOutcome,
  type WorkerReport,
} from './messages.ts'
import { Pace } from './pace.ts'

/** Length of a slice of work that is aimed at: commands are heard between two slices. */
const SLICE_MS = 12
/** At most 20 progress reports a second. */
const PROGRESS_INTERVAL_MS = 50
/** Images of the first slice, before anything was measured. */
const FIRST_SLICE = 20

export interface TrainingLoopOptions {
  readonly command: TrainCommand
  readonly load: (
    dataSet: string,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
    mayBeUsedUp: boolean,
  ) => Promise<LoadedDataSet>
  /** What decides how the parts of a data set come out. */
  readonly profileOf: (loaded: LoadedDataSet) => DataProfile
  /** Called when the images are not needed any more. */
  readonly release: (loaded: LoadedDataSet) => void
  readonly post: (report: WorkerReport, transfer?: readonly ArrayBuffer[]) => void
}

/** One training in a worker: slices of work, and the commands that come between them. */
export class TrainingLoop {
  readonly #recipe: Recipe
  readonly #options: TrainingLoopOptions
  readonly #stopping = new AbortController()
  #isPaused = false
  #isPauseReported = false
  #isLoading = true
  #pausesAfterEpoch: boolean
  #unstored = 0
  /** Ends a wait for a command, while there is one. */
  #wake: (() => void) | undefined
  #lastProgressAt = -Infinity
  /** What was reported of the epoch at work. */
  #reported: EpochSoFar & { readonly epoch: number } = { epoch: -1, examples: 0, lossSum: 0, correct: 0 }

  constructor(options: TrainingLoopOptions) {
    this.#options = options
    this.#recipe = options.command.recipe
    this.#pausesAfterEpoch = options.command.isStep
  }

  pause(): void {
    this.#isPaused = true
    // The data is read to its end; the training then waits.
    if (this.#isLoading) this.#reportPaused()
    this.#wake?.()
  }

  resume(): void {
    this.#isPaused = false
    this.#pausesAfterEpoch = false
    if (this.#isLoading) this.#reportResumed()
    this.#wake?.()
  }

  step(): void {
    this.#isPaused = false
    this.#pausesAfterEpoch = true
    if (this.#isLoading) this.#reportResumed()
    this.#wake?.()
  }

  stop(): void {
    this.#stopping.abort()
    this.#wake?.()
  }

  /** Notes that an epoch's weights are in the store. */
  noteStored(): void {
    this.#unstored--
    this.#wake?.()
  }

  /** Trains until something ends it; never throws. */
  async run(): Promise<TrainingOutcome> {
    try {
      return await this.#run()
    } catch (error) {
      if (this.#isStopping()) return { outcome: 'stopped' }
      return { outcome: 'failed', reason: findFailure(error) }
    }
  }

  async #run(): Promise<TrainingOutcome> {
    const { training, pace } = await this.#prepare()
    try {
      return await this.#advance(training, pace)
    } finally {
      training.close()
    }
  }

  /** Reads the data, of which the engine makes a copy. */
  async #prepare(): Promise<{ training: Training; pace: Pace }> {
    const { command, load, profileOf, release, post } = this.#options
    const { epochs, data } = this.#recipe
    const firstEpoch = (command.start?.epoch ?? -1) + 1
    const loading = { epoch: firstEpoch, epochs, examplesPerSecond: null, remainingMs: null, recent: null }
    this.#progress({ phase: 'loading', batch: 0, batches: 0, ...loading }, true)
    // The float64 engine reads the images again in every epoch where they are augmented.
    const isUsedUp = this.#recipe.engine !== 'reference'
    const loaded = await load(
      data.dataSet,
      (done, total) => this.#progress({ phase: 'loading', batch: done, batches: total, ...loading }),
      this.#stopping.signal,
      isUsedUp,
    )
    this.#isLoading = false
    const parts = splitDataSet(loaded.dataSet, data)
    // Before the engine takes the images in, which may use them up.
    const examination = command.past === null ? examineParts(profileOf(loaded), data) : null
    post({ type: 'loaded', dataSha256: loaded.sha256, examination })
    const training = new Training({
      recipe: this.#recipe,
      parts,
      start: command.start ?? undefined,
      past: command.past,
      engine: { threads: nodeEngineThreads(command.threads) },
    })
    const pace = new Pace({
      epochs,
      trainCount: parts.train.count,
      evaluationCount: parts.validation.count + parts.test.count,
    })
    if (isUsedUp) release(loaded)
    return { training, pace }
  }

  async #advance(training: Training, pace: Pace): Promise<TrainingOutcome> {
    const { post } = this.#options
    const slices = { training: FIRST_SLICE, evaluating: FIRST_SLICE }
    let epochStartedAt = performance.now()
    for (;;) {
      epochStartedAt += await this.#waitWhilePaused()
      if (this.#isStopping()) return { outcome: 'stopped' }

      const before = training.position
      const maxExamples = slices[before.phase]
      const startedAt = performance.now()
      const event = training.advance(maxExamples)
      const elapsedMs = performance.now() - startedAt
      if (before.phase === 'training') {
        pace.addTraining(training.position.examplesDone - before.examplesDone, elapsedMs)
      } else if (event.type === 'progress') {
        pace.addEvaluation(maxExamples, elapsedMs)
      }
      slices[before.phase] = nextSlice(maxExamples, elapsedMs)

      if (event.type === 'diverged') return { outcome: 'diverged', reason: event.reason }
      if (event.type === 'completed') return { outcome: 'completed', reason: event.reason }
      if (event.type === 'epoch') {
        const checkpoint = training.checkpoint()
        const durationMs = performance.now() - epochStartedAt
        training.noteDuration(durationMs)
        this.#unstored++
        post({ type: 'epochFinished', metrics: { ...event.metrics, durationMs }, checkpoint }, [
          checkpoint.parameters.buffer,
          checkpoint.optimizerState.buffer,
        ] as ArrayBuffer[])
        const epochsDone = event.metrics.epoch + 1
        const mustPause = this.#pausesAfterEpoch || epochsDone === this.#options.command.pauseAfter
        if (mustPause && epochsDone < this.#recipe.epochs) this.#isPaused = true
        while (this.#unstored >= MAX_UNSTORED_EPOCHS && !this.#isStopping()) {
          await this.#waitForCommand()
        }
        epochStartedAt = performance.now()
      }
      this.#reportPosition(training, pace, this.#isPaused)
      await yieldToCommands()
    }
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted
  }

  #mustWait(): boolean {
    return this.#isPaused && !this.#isStopping()
  }

  /** @returns how long it waited, in milliseconds */
  async #waitWhilePaused(): Promise<number> {
    if (!this.#mustWait()) return 0
    const startedAt = performance.now()
    this.#reportPaused()
    while (this.#mustWait()) await this.#waitForCommand()
    if (!this.#isStopping()) this.#reportResumed()
    return performance.now() - startedAt
  }

  #reportPaused(): void {
    if (this.#isPauseReported) return
    this.#isPauseReported = true
    this.#options.post({ type: 'paused' })
  }

  #reportResumed(): void {
    if (!this.#isPauseReported) return
    this.#isPauseReported = false
    this.#options.post({ type: 'resumed' })
  }

  async #waitForCommand(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.#wake = () => resolve(undefined)
    await promise
    this.#wake = undefined
  }

  #reportPosition(training: Training, pace: Pace, isForced: boolean): void {
    const { phase, epoch, batch, batches } = training.position
    const { epochs, batchSize, data } = this.#recipe
    if (epoch >= epochs || !this.#isProgressDue(isForced)) return
    const examplesDone = Math.min(batch * batchSize, data.trainSize)
    this.#progress(
      {
        phase,
        epoch,
        epochs,
        batch,
        batches,
        examplesPerSecond: pace.examplesPerSecond,
        remainingMs: pace.remainingMs(epoch, examplesDone),
        recent: this.#takeRecent(training, epoch),
      },
      true,
    )
  }

  /** What the mini-batches since the last report gave. */
  #takeRecent({ epochSoFar }: Training, epoch: number): MiniBatchMeasures | null {
    const before = this.#reported.epoch === epoch ? this.#reported : { examples: 0, lossSum: 0, correct: 0 }
    const examples = epochSoFar.examples - before.examples
    this.#reported = { ...epochSoFar, epoch }
    if (examples === 0) return null
    return {
      loss: (epochSoFar.lossSum - before.lossSum) / examples,
      accuracy: (epochSoFar.correct - before.correct) / examples,
    }
  }

  #isProgressDue(isForced: boolean): boolean {
    return isForced || performance.now() - this.#lastProgressAt >= PROGRESS_INTERVAL_MS
  }

  /**
   * Posts progress, at most 20 times a second. @param isForced to post it where it would be too early, as at a start
   */
  #progress(progress: Omit<TrainingProgress, 'runId'>, isForced = false): void {
    if (!this.#isProgressDue(isForced)) return
    this.#lastProgressAt = performance.now()
    this.#options.post({ type: 'progressed', progress })
  }
}

/** Sizes the next slice from the last one's time, growing at most eightfold at once. */
function nextSlice(examples: number, elapsedMs: number): number {
  const factor = Math.min(8, SLICE_MS / Math.max(elapsedMs, 0.01))
  return Math.max(1, Math.round(examples * factor))
}

/** Lets the thread's event loop hand over the commands that have come. */
function yieldToCommands(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  setImmediate(() => resolve(undefined))
  return promise
}
