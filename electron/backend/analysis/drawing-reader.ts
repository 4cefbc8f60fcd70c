import type { analysisCalls } from '#contract/calls/analysis.ts'
import type { InputOf } from '#contract/define-calls.ts'
import { type DrawingsRead, type RunSummary, WorkbenchError } from '#contract/types.ts'
import { drawingSide } from '#core/data/network-input.ts'
import { strokeDrawingToImage } from '#core/data/stroke-drawing.ts'
import { type AnswerThresholds, judgeAnswer } from '#core/evaluation/answer-thresholds.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import type { DataLibrary } from '../data/data-library.ts'
import { RecentlyUsed } from '../recently-used.ts'
import type { Store } from '../store/store.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'
import type { RunPredictor } from './run-predictor.ts'

export interface DrawingReaderOptions {
  readonly store: Pick<Store, 'runs' | 'checkpoints'>
  readonly library: Pick<DataLibrary, 'describe' | 'checkImages' | 'readFilesState'>
  readonly threads: Pick<ThreadPool, 'runTask'>
  readonly predictor: Pick<RunPredictor, 'answer'>
}

/** Thresholds that are kept. */
const MAX_KEPT = 20

/** Reads drawings given as strokes, and says of each answer what it is worth. */
export class DrawingReader {
  readonly #options: DrawingReaderOptions
  /** By run, epoch and the state of its data set's files. */
  readonly #thresholds = new RecentlyUsed<AnswerThresholds | null>(MAX_KEPT)

  constructor(options: DrawingReaderOptions) {
    this.#options = options
  }

  /** @throws WorkbenchError `not-found`, `invalid` for a network of other inputs than square images */
  async read({ runId, epoch, drawings }: InputOf<typeof analysisCalls.readDrawings>): Promise<DrawingsRead> {
    const { store, predictor } = this.#options
    const run = store.runs.summarize(runId)
    const known = epoch ?? store.checkpoints.defaultEpoch(run)
    const side = await this.#sideOf(run)
    const thresholds = await this.#findThresholds(run, known)
    const answers = drawings.map((drawing) => {
      const image = strokeDrawingToImage(drawing, side)
      if (image === null) return null
      const { outputs, confidence, support } = predictor.answer(runId, known, image)
      const worth = thresholds === null ? NOT_JUDGED : judgeAnswer({ confidence, support }, thresholds)
      return { outputs: [...outputs], digit: outputs.indexOf(confidence), ...worth }
    })
    return { epoch: known, thresholds, answers }
  }

  async #sideOf({ name, recipe, unknownFields }: RunSummary): Promise<number> {
    const dataSet = knownDataSet({ recipe, unknownFields })
    const info =
      dataSet === null
        ? undefined
        : await this.#options.library.describe(dataSet, recipe.data.fingerprint).catch(() => undefined)
    const side = drawingSide(recipe.inputSize, info)
    if (side !== null) return side
    throw new WorkbenchError(
      'invalid',
      `Run '${name}': expected a network of square grey images, to read drawings with it, got one of ${recipe.inputSize} inputs`,
    )
  }

  /** Null where the run's validation images are not known, not there, or none. */
  async #findThresholds(run: RunSummary, epoch: number): Promise<AnswerThresholds | null> {
    const { store, library, threads } = this.#options
    const { recipe } = run
    const dataSet = knownDataSet(run)
    if (dataSet === null || recipe.data.validationSize === 0) return null
    const { parameters } = store.checkpoints.read(run, epoch)
    try {
      await library.checkImages(recipe, dataSet)
      const state = await library.readFilesState(await library.describe(dataSet, recipe.data.fingerprint))
      return await this.#thresholds.get(`${run.id} ${epoch} ${state}`, async () => {
        const task = { type: 'findThresholds', recipe, parameters } as const
        const { thresholds, dataSha256 } = await threads.runTask(task)
        // Of data that changed, images may be among these that the network learned from.
        return dataSha256 === (run.dataSha256 ?? dataSha256) ? thresholds : null
      })
    } catch (error) {
      // Drawings are read all the same; what the answers are worth is then not known.
      if (error instanceof WorkbenchError && error.code === 'data') return null
      throw error
    }
  }
}

const NOT_JUDGED = { isUnsure: null, isNoDigit: null }
