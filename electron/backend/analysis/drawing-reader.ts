import type { analysisCalls } from '#contract/calls/analysis.ts'
import type { InputOf } from '#contract/define-calls.ts'
import {
  type DrawingAnswer,
  type DrawingsRead,
  type ImagesRead,
  type JudgedImage,
  type RunSummary,
  WorkbenchError,
} from '#contract/types.ts'
import { drawingSide } from '#core/data/network-input.ts'
import { strokeDrawingToImage } from '#core/data/stroke-drawing.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import type { DataLibrary } from '../data/data-library.ts'
import type { Store } from '../store/store.ts'
import { Turns } from '../turns.ts'
import type { AnswerJudge } from './answer-judge.ts'
import type { RunPredictor } from './run-predictor.ts'

export interface DrawingReaderOptions {
  readonly store: Pick<Store, 'runs' | 'checkpoints'>
  readonly library: Pick<DataLibrary, 'describe'>
  readonly judge: Pick<AnswerJudge, 'judgeOf'>
  readonly predictor: Pick<RunPredictor, 'answer'>
}

/** Reads drawings given as strokes, and says of each answer what it is worth. */
export class DrawingReader {
  readonly #options: DrawingReaderOptions

  constructor(options: DrawingReaderOptions) {
    this.#options = options
  }

  /** @throws WorkbenchError `not-found`, `invalid` for a network of other inputs than square images */
  async read({ runId, epoch, drawings }: InputOf<typeof analysisCalls.readDrawings>): Promise<DrawingsRead> {
    const run = this.#options.store.runs.summarize(runId)
    const side = await this.#sideOf(run)
    const images = drawings.map((drawing) => () => strokeDrawingToImage(drawing, side))
    return this.#answer(run, epoch, images)
  }

  /** @throws WorkbenchError `not-found`, `invalid` for an image of another size */
  async readImages({ runId, epoch, images }: InputOf<typeof analysisCalls.readImages>): Promise<ImagesRead> {
    const run = this.#options.store.runs.summarize(runId)
    const read = await this.#answer(
      run,
      epoch,
      images.map((image) => () => image),
    )
    return { ...read, answers: read.answers.filter((answer) => answer !== null) }
  }

  async #answer(
    run: RunSummary,
    epoch: number | undefined,
    images: readonly (() => Uint8Array | null)[],
  ): Promise<DrawingsRead> {
    const { store, predictor, judge: judges } = this.#options
    const known = epoch ?? store.checkpoints.defaultEpoch(run)
    const { thresholds, noDigit, judge } = await judges.judgeOf(run, known)
    const answers: (DrawingAnswer | null)[] = []
    const turns = new Turns()
    for (const make of images) {
      await turns.next()
      const image = make()
      if (image === null) {
        answers.push(null)
        continue
      }
      const { outputs, confidence } = predictor.answer(run.id, known, image)
      const digit = outputs.indexOf(confidence)
      answers.push({ outputs: [...outputs], digit, ...judge(confidence, image) })
    }
    return { epoch: known, thresholds, noDigit, answers }
  }

  /** @throws WorkbenchError `not-found`, `invalid` for an image of another size */
  async judge({ runId, epoch, image }: InputOf<typeof analysisCalls.judgeAnswer>): Promise<JudgedImage> {
    const { store, predictor } = this.#options
    const run = store.runs.summarize(runId)
    const known = epoch ?? store.checkpoints.defaultEpoch(run)
    const { confidence } = predictor.answer(runId, known, image)
    const { thresholds, noDigit, judge } = await this.#options.judge.judgeOf(run, known)
    return { thresholds, noDigit, ...judge(confidence, image) }
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
}
