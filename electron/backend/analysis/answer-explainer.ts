import type { analysisCalls } from '#contract/calls/analysis.ts'
import type { InputOf } from '#contract/define-calls.ts'
import {
  type ExplainedAnswer,
  type NearestImages,
  type RunSummary,
  type TurnedAnswer,
  WorkbenchError,
} from '#contract/types.ts'
import { explainAnswer } from '#core/explain/explain-answer.ts'
import { ImageGradients } from '#core/explain/image-gradients.ts'
import { countParameters } from '#core/network/parameters.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import type { DataLibrary } from '../data/data-library.ts'
import { RecentlyUsed } from '../recently-used.ts'
import type { Store } from '../store/store.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'
import { MOST_TRACED } from './run-tracer.ts'

export interface AnswerExplainerOptions {
  readonly store: Pick<Store, 'runs' | 'checkpoints'>
  readonly library: Pick<DataLibrary, 'checkImages'>
  readonly threads: Pick<ThreadPool, 'runTask'>
}

type Input<Name extends keyof typeof analysisCalls> = InputOf<(typeof analysisCalls)[Name]>

/** Networks kept ready for the next stroke of the pen. */
const MAX_LOADED = 2

/** Explains a run's answer to one image. */
export class AnswerExplainer {
  readonly #options: AnswerExplainerOptions
  /** By run and epoch. */
  readonly #loaded = new RecentlyUsed<ImageGradients>(MAX_LOADED)

  constructor(options: AnswerExplainerOptions) {
    this.#options = options
  }

  /** @throws WorkbenchError `not-found`, `invalid` */
  async explain({ runId, epoch, image, against }: Input<'explainAnswer'>): Promise<ExplainedAnswer> {
    const { run, known } = this.#find(runId, epoch)
    refuseImage(run, image)
    const outputs = run.recipe.layers.at(-1)!.units
    if (against !== undefined && against >= outputs) {
      throw new WorkbenchError('invalid', `Class: expected 0 to ${outputs - 1}, got ${against}`)
    }
    const gradients = await this.#loaded.get(`${run.id} ${known}`, () =>
      Promise.resolve(new ImageGradients(run.recipe, this.#parametersOf(run, known))),
    )
    try {
      return { epoch: known, ...explainAnswer(gradients, image, against) }
    } catch (error) {
      // Weights of foreign files can be so large that outputs are no numbers.
      if (error instanceof RangeError) throw new WorkbenchError('invalid', error.message)
      throw error
    }
  }

  /** @throws WorkbenchError `not-found`, `invalid` */
  async turn({ runId, epoch, image }: Input<'turnAnswer'>): Promise<TurnedAnswer> {
    const { run, known } = this.#find(runId, epoch)
    refuseImage(run, image)
    const { recipe } = run
    const count = countParameters(recipe)
    if (count > MOST_TRACED) {
      throw new WorkbenchError(
        'invalid',
        `Network: expected at most ${MOST_TRACED / 1e6} million parameters, to look for a change that turns its answer, got ${Math.round(count / 1e6)} million`,
      )
    }
    const parameters = this.#parametersOf(run, known)
    const change = await this.#options.threads.runTask({ type: 'turnAnswer', recipe, parameters, image })
    return { epoch: known, change }
  }

  /** @throws WorkbenchError `not-found`, `invalid` or `data` */
  async findNearest({ runId, image, most }: Input<'findNearest'>): Promise<NearestImages> {
    const { library, store, threads } = this.#options
    const run = store.runs.summarize(runId)
    refuseImage(run, image)
    const dataSet = knownDataSet(run)
    if (dataSet === null) {
      throw new WorkbenchError(
        'invalid',
        `Run '${run.name}': expected to know the images that it was trained on, to find near ones among them; they are unknown`,
      )
    }
    await library.checkImages(run.recipe, dataSet)
    const { recipe } = run
    const { dataSha256, ...found } = await threads.runTask({ type: 'findNearest', recipe, image, most })
    return { ...found, hasChanged: dataSha256 !== (run.dataSha256 ?? dataSha256) }
  }

  #find(runId: string, epoch: number | undefined): { readonly run: RunSummary; readonly known: number } {
    const { runs, checkpoints } = this.#options.store
    const run = runs.summarize(runId)
    return { run, known: epoch ?? checkpoints.defaultEpoch(run) }
  }

  #parametersOf(run: RunSummary, epoch: number): Float64Array {
    return this.#options.store.checkpoints.read(run, epoch).parameters
  }
}

/** @throws WorkbenchError `invalid` for an image of another size */
function refuseImage({ recipe }: RunSummary, image: Uint8Array): void {
  if (image.length === recipe.inputSize) return
  throw new WorkbenchError(
    'invalid',
    `Image: expected ${recipe.inputSize} pixels, one for each input of the network, got ${image.length}`,
  )
}
