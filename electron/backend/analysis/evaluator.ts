import type { analysisCalls } from '#contract/calls/analysis.ts'
import type { InputOf } from '#contract/define-calls.ts'
import type { RunEvaluation } from '#contract/types.ts'
import type { EvaluateTask, TaskResults } from '../../worker/messages.ts'
import type { DataLibrary } from '../data/data-library.ts'
import type { RunRegistry } from '../runs/run-registry.ts'
import type { Store } from '../store/store.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'
import { findImages } from './find-images.ts'

export interface EvaluatorOptions {
  readonly store: Pick<Store, 'checkpoints'>
  readonly registry: Pick<RunRegistry, 'summarize'>
  readonly library: Pick<DataLibrary, 'checkImages' | 'describe'>
  readonly threads: Pick<ThreadPool, 'runTask'>
}

type EvaluateInput = InputOf<typeof analysisCalls.evaluate>

/** What a network says of each of some images, and their labels, `(count)`. */
export type RunPredictions = TaskResults['predict']

/** A run's weights on the images that `chooseImages` takes. */
export class Evaluator {
  readonly #options: EvaluatorOptions

  constructor(options: EvaluatorOptions) {
    this.#options = options
  }

  /** @throws WorkbenchError `not-found`, `invalid` or `data` */
  async evaluate(input: EvaluateInput): Promise<RunEvaluation> {
    const images = await this.#findImages(input)
    return this.#options.threads.runTask({ type: 'evaluate', ...images })
  }

  /** What the weights say of each image. @throws WorkbenchError `not-found`, `invalid` or `data` */
  async predict(input: EvaluateInput): Promise<RunPredictions> {
    const images = await this.#findImages(input)
    return this.#options.threads.runTask({ type: 'predict', ...images })
  }

  async #findImages({ runId, epoch, dataSet }: EvaluateInput): Promise<Omit<EvaluateTask, 'type'>> {
    const { store, registry, library } = this.#options
    const run = registry.summarize(runId)
    const { parameters } = store.checkpoints.read(run, epoch)
    const { images, recipe } = await findImages(run, { dataSet }, library)
    return { recipe, parameters, dataSet: images.dataSet, part: 'test', count: images.count }
  }
}
