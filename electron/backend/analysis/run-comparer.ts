import { findDisagreements } from '#core/evaluation/disagreements.ts'
import { pairedDifferenceInterval, wilsonInterval } from '#core/evaluation/intervals.ts'
import { comparePredictions } from '#core/evaluation/mcnemar.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { analysisCalls } from '#contract/calls/analysis.ts'
import type { InputOf } from '#contract/define-calls.ts'
import { findChangedData } from '#core/runs/changed-data.ts'
import { commonDataSet } from '#core/runs/measured-images.ts'
import { type DisagreedImages, type RunComparison, type RunSummary, WorkbenchError } from '#contract/types.ts'
import { describeUncommonData } from '#shared/words/image-words.ts'
import type { TaskResults } from '../../worker/task-messages.ts'
import type { DataLibrary } from '../data/data-library.ts'
import { RecentlyUsed } from '../recently-used.ts'
import type { Store } from '../store/store.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'
import { findImages, type FoundImages } from './find-images.ts'

export interface RunComparerOptions {
  readonly store: Pick<Store, 'runs' | 'checkpoints'>
  readonly library: Pick<DataLibrary, 'checkImages' | 'describe' | 'readFilesState'>
  readonly threads: Pick<ThreadPool, 'runTask'>
}

type ComparedRuns = InputOf<typeof analysisCalls.compare>
type Answers = TaskResults['predict']

interface ComparedAnswers {
  readonly epochs: RunComparison['epochs']
  readonly dataSet: string
  readonly changedData: RunComparison['changedData']
  readonly a: Answers
  readonly b: Answers
  /** Of the images that both predicted. */
  readonly labels: Uint8Array
  /** Its test part has the images. */
  readonly recipe: Recipe
}

/** Pictures sent at once, at most. */
const MAX_PICTURES = 240
/** Answers of runs that are kept, so that a look at the images does not ask the networks again. */
const MAX_KEPT = 6

/** Two runs' weights on the same test images: which is better, whether that may be chance, and where they disagree. */
export class RunComparer {
  readonly #options: RunComparerOptions
  /** By run, epoch and images. */
  readonly #kept = new RecentlyUsed<Answers>(MAX_KEPT)

  constructor(options: RunComparerOptions) {
    this.#options = options
  }

  /** @throws WorkbenchError `not-found`, `invalid` or `data` */
  async compare(input: ComparedRuns): Promise<RunComparison> {
    const { a, b, labels, epochs, dataSet, changedData } = await this.#ask(input)
    const result = comparePredictions(
      a.predictions.subarray(0, labels.length),
      b.predictions.subarray(0, labels.length),
      labels,
    )
    const { total, onlyA, onlyB } = result
    return {
      epochs,
      dataSet,
      changedData,
      result,
      accuracyA: wilsonInterval(result.correctA, total),
      accuracyB: wilsonInterval(result.correctB, total),
      difference: pairedDifferenceInterval(onlyA, onlyB, total),
      disagreements: findDisagreements(a, b, labels).length,
    }
  }

  /** @throws WorkbenchError `not-found`, `invalid` or `data` */
  async takeDisagreements({
    kind,
    ...input
  }: InputOf<typeof analysisCalls.getDisagreements>): Promise<DisagreedImages> {
    const { a, b, labels, recipe } = await this.#ask(input)
    const all = findDisagreements(a, b, labels).filter((each) => kind === undefined || each.kind === kind)
    const answers = all.slice(0, MAX_PICTURES)
    const { rows, columns, images } = await this.#options.threads.runTask({
      type: 'pick',
      recipe,
      part: 'test',
      indices: answers.map(({ index }) => index),
    })
    return { rows, columns, images, answers, total: all.length }
  }

  /** @throws WorkbenchError `invalid` where no data set is named and the runs have none in common */
  async #ask({ a, b, dataSet: wanted }: ComparedRuns): Promise<ComparedAnswers> {
    const { runs, checkpoints } = this.#options.store
    const runA = runs.summarize(a)
    const runB = runs.summarize(b)
    const epochs = { a: checkpoints.defaultEpoch(runA), b: checkpoints.defaultEpoch(runB) }
    const dataSet = wanted ?? commonDataSet([runA, runB])
    if (dataSet === null) throw new WorkbenchError('invalid', describeUncommonData([runA, runB]))
    const [answersA, answersB] = await Promise.all([
      this.#answersOf(runA, epochs.a, dataSet),
      this.#answersOf(runB, epochs.b, dataSet),
    ])
    const { recipe } = await findImages(runA, { dataSet }, this.#options.library)
    // Each takes the first of the test file, so the shorter list is common.
    const count = Math.min(answersA.labels.length, answersB.labels.length)
    const changedData = {
      a: findChangedData(runA, { dataSet, sha256: answersA.dataSha256 }),
      b: findChangedData(runB, { dataSet, sha256: answersB.dataSha256 }),
    }
    const labels = answersA.labels.subarray(0, count)
    return { epochs, dataSet, changedData, a: answersA, b: answersB, labels, recipe }
  }

  async #answersOf(run: RunSummary, epoch: number, dataSet: string): Promise<Answers> {
    const found = await findImages(run, { dataSet }, this.#options.library)
    return this.#kept.get(`${run.id} ${epoch} ${dataSet} ${found.filesState}`, () =>
      this.#compute(run, epoch, found),
    )
  }

  #compute(run: RunSummary, epoch: number, { images, recipe }: FoundImages): Promise<Answers> {
    const { threads, store } = this.#options
    const { parameters } = store.checkpoints.read(run, epoch)
    return threads.runTask({
      type: 'predict',
      recipe,
      parameters,
      dataSet: images.dataSet,
      part: 'test',
      count: images.count,
    })
  }
}
