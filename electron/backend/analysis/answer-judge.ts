import { type AnswerWorth, type RunSummary, type WorthRules, WorkbenchError } from '#contract/types.ts'
import type { AnswerThresholds } from '#core/evaluation/answer-thresholds.ts'
import { createNoveltyJudge, type Novelty, type NoveltyModel } from '#core/evaluation/novelty/novelty.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import type { DataLibrary } from '../data/data-library.ts'
import { RecentlyUsed } from '../recently-used.ts'
import type { Store } from '../store/store.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'

export interface AnswerJudgeOptions {
  readonly store: Pick<Store, 'checkpoints'>
  readonly library: Pick<DataLibrary, 'describe' | 'checkImages' | 'readFilesState'>
  readonly threads: Pick<ThreadPool, 'runTask'>
}

/** Says what answers of one run's weights are worth. */
export interface RunJudge extends WorthRules {
  readonly judge: (confidence: number, image: Uint8Array) => AnswerWorth
}

/** Thresholds that are kept, and what is known of data sets' images, which takes 2.5 MB each. */
const MAX_THRESHOLDS = 20
const MAX_NOVELTIES = 4

/** What is known of a data set's images. */
interface KnownImages {
  readonly model: NoveltyModel
  readonly measure: (image: Uint8Array) => Novelty
}

/** Finds from what on a run's answers count, on its own training and validation images, and keeps that. */
export class AnswerJudge {
  readonly #options: AnswerJudgeOptions
  /** By run, epoch and the state of its data set's files. */
  readonly #thresholds = new RecentlyUsed<AnswerThresholds | null>(MAX_THRESHOLDS)
  /** By the recipe's choice of images and the state of their files. */
  readonly #images = new RecentlyUsed<KnownImages | null>(MAX_NOVELTIES)

  constructor(options: AnswerJudgeOptions) {
    this.#options = options
  }

  async judgeOf(run: RunSummary, epoch: number): Promise<RunJudge> {
    const { thresholds, images } = await this.#know(run, epoch)
    const noDigit = images && {
      compared: images.model.indices.length,
      novelty: images.model.threshold,
      refused: images.model.refused,
    }
    return {
      thresholds,
      noDigit,
      judge: (confidence, image) => ({
        isUnsure: thresholds && confidence < thresholds.confidence,
        isNoDigit: images && images.measure(image).novelty > images.model.threshold,
      }),
    }
  }

  async #know(
    run: RunSummary,
    epoch: number,
  ): Promise<{ readonly thresholds: AnswerThresholds | null; readonly images: KnownImages | null }> {
    const { library } = this.#options
    const { recipe } = run
    const dataSet = knownDataSet(run)
    if (dataSet === null || recipe.data.validationSize === 0) return NOTHING_KNOWN
    try {
      await library.checkImages(recipe, dataSet)
      const state = await library.readFilesState(await library.describe(dataSet, recipe.data.fingerprint))
      const thresholds = await this.#thresholds.get(`${run.id} ${epoch} ${state}`, () =>
        this.#findThresholds(run, epoch),
      )
      const images = await this.#images.get(
        `${JSON.stringify(recipe.data)} ${String(run.dataSha256)} ${state}`,
        () => this.#lookThrough(run),
      )
      return { thresholds, images }
    } catch (error) {
      // Images are read all the same; what the answers are worth is then not known.
      if (error instanceof WorkbenchError && error.code === 'data') return NOTHING_KNOWN
      throw error
    }
  }

  async #findThresholds(run: RunSummary, epoch: number): Promise<AnswerThresholds | null> {
    const { store, threads } = this.#options
    const { parameters } = store.checkpoints.read(run, epoch)
    const task = { type: 'findThresholds', recipe: run.recipe, parameters } as const
    const { thresholds, dataSha256 } = await threads.runTask(task)
    return isOf(run, dataSha256) ? thresholds : null
  }

  async #lookThrough(run: RunSummary): Promise<KnownImages | null> {
    const { model, dataSha256 } = await this.#options.threads.runTask({
      type: 'learnNovelty',
      recipe: run.recipe,
    })
    return model !== null && isOf(run, dataSha256) ? { model, measure: createNoveltyJudge(model) } : null
  }
}

/** Whether a run was trained on these data: of data that changed, images may be among these that the network learned from. */
function isOf({ dataSha256 }: RunSummary, now: string): boolean {
  return now === (dataSha256 ?? now)
}

const NOTHING_KNOWN = { thresholds: null, images: null }
