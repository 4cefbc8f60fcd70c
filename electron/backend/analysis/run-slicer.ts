import type { analysisCalls } from '#contract/calls/analysis.ts'
import type { InputOf, LongWork } from '#contract/define-calls.ts'
import {
  type RunPlane,
  type RunSlice,
  type RunSummary,
  type SliceUpdate,
  WorkbenchError,
} from '#contract/types.ts'
import type { EpochSummary } from '#core/runs/epoch-metrics.ts'
import { findChangedData } from '#core/runs/changed-data.ts'
import type { UnseenPart } from '#core/runs/measured-images.ts'
import { measureOf } from '#core/runs/measured-part.ts'
import type { DataLibrary } from '../data/data-library.ts'
import type { Store } from '../store/store.ts'
import { readAllEpochs } from '../store/read-epochs.ts'
import { DedicatedTasks } from '../trainer/dedicated-tasks.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'
import type { TaskResults } from '../../worker/task-messages.ts'
import { findKeptWeights, lookedAtPart } from './kept-weights.ts'
import { findImages, type FoundImages } from './find-images.ts'

export interface RunSlicerOptions {
  readonly store: Pick<Store, 'runs' | 'checkpoints'>
  readonly library: Pick<DataLibrary, 'describe' | 'checkImages' | 'readFilesState'>
  readonly threads: Pick<ThreadPool, 'runAlone'>
}

/** Fewer points do not span a plane. */
const FEWEST_EPOCHS = 3

/** Measures the loss of a run where its weights might be; nothing is stored. */
export class RunSlicer {
  readonly #options: RunSlicerOptions
  readonly #tasks: DedicatedTasks

  constructor(options: RunSlicerOptions) {
    this.#options = options
    this.#tasks = new DedicatedTasks({
      threads: options.threads,
      limit: 2,
      crowd: '2 slices are being measured',
    })
  }

  /** @throws WorkbenchError `not-found`, `invalid`, `conflict`, `data` or `cancelled` */
  async slice(
    { runId, epoch, dataSet, count, size, seed, extent }: InputOf<typeof analysisCalls.sliceRun>,
    work: LongWork<SliceUpdate>,
  ): Promise<RunSlice> {
    const { runs, checkpoints } = this.#options.store
    const run = runs.summarize(runId)
    const known = epoch ?? checkpoints.defaultEpoch(run)
    const part = lookedAtPart(run, dataSet)
    let found: FoundImages | undefined
    const result = await this.#tasks.run<'sliceRun'>(async () => {
      found = await findImages(run, { dataSet, part }, this.#options.library)
      const { parameters } = checkpoints.read(run, known)
      return { type: 'sliceRun', recipe: found.recipe, parameters, part, count, size, seed, extent }
    }, work)
    const { grid, centre, margin, cosine } = result
    const images = this.#describe(run, found!, part, result)
    const storedLoss = (await this.#storedLosses(run, found!, part))(known)
    return { ...images, epoch: known, ...{ seed, grid, centre, margin, storedLoss, cosine } }
  }

  /** @throws WorkbenchError `not-found`, `invalid`, `conflict`, `data` or `cancelled` */
  async plane(
    { runId, dataSet, count, size }: InputOf<typeof analysisCalls.planeOfRun>,
    work: LongWork<SliceUpdate>,
  ): Promise<RunPlane> {
    const { store, library } = this.#options
    const run = store.runs.summarize(runId)
    const part = lookedAtPart(run, dataSet)
    const { epochs, withStart, leftOut, read } = findKeptWeights(run, store.checkpoints)
    refuseTooFew(run, epochs)
    let found: FoundImages | undefined
    const result = await this.#tasks.run<'planeOfRun'>(async () => {
      found = await findImages(run, { dataSet, part }, library)
      const weights = read()
      const { recipe } = found
      return { type: 'planeOfRun', recipe, epochs: weights, times: epochs, withStart, part, count, size }
    }, work)
    if (result === null) {
      throw new WorkbenchError(
        'invalid',
        `Run '${run.name}': expected weights that differ from epoch to epoch, to lay a plane through them; they lie in one line`,
      )
    }
    const { grid, shares, walkShares, positions } = result
    const storedLoss = await this.#storedLosses(run, found!, part)
    return {
      ...this.#describe(run, found!, part, result),
      epochs: positions.map((position, t) => {
        const epoch = epochs[t]!
        return { epoch, ...position, storedLoss: storedLoss(epoch) }
      }),
      leftOut,
      ...{ shares, walkShares, grid },
    }
  }

  #describe(
    run: RunSummary,
    found: FoundImages,
    part: UnseenPart,
    {
      count,
      partCount,
      usesBatchStatistics,
      dataSha256,
    }: Omit<TaskResults['sliceRun'], 'grid' | 'centre' | 'margin' | 'cosine'>,
  ): Pick<RunSlice, 'images' | 'partCount' | 'changedData' | 'usesBatchStatistics'> {
    const { dataSet } = found.images
    return {
      images: { dataSet, part, count },
      partCount,
      changedData: findChangedData(run, { dataSet, sha256: dataSha256 }),
      usesBatchStatistics,
    }
  }

  /** What the training measured after an epoch on the same part; null where it measured none. */
  async #storedLosses(
    run: RunSummary,
    found: FoundImages,
    part: UnseenPart,
  ): Promise<(epoch: number) => number | null> {
    if (!found.images.isOwn) return () => null
    const { reader } = this.#options.store.runs
    const epochs = await readAllEpochs((page) => reader.getSummaries(run.id, page))
    const byEpoch = new Map<number, EpochSummary>(epochs.map((each) => [each.epoch, each]))
    return (epoch) => {
      const measured = byEpoch.get(epoch)
      return measured === undefined ? null : measureOf(measured, 'loss', part)
    }
  }
}

/** @throws WorkbenchError `invalid` */
function refuseTooFew({ name }: RunSummary, epochs: readonly number[]): void {
  if (epochs.length >= FEWEST_EPOCHS) return
  throw new WorkbenchError(
    'invalid',
    `Run '${name}': expected the weights of ${FEWEST_EPOCHS} epochs at least, the start counted, to lay a plane through them, got ${epochs.length}`,
  )
}
