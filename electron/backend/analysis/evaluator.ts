import type { analysisCalls } from '#contract/calls/analysis.ts'
import type { InputOf } from '#contract/define-calls.ts'
import { type ChangedData, findChangedData } from '#core/runs/changed-data.ts'
import { measureBySource, type SourceAccuracy } from '#core/evaluation/by-source.ts'
import type { DataSetInfo, RunEvaluation, RunSummary } from '#contract/types.ts'
import type { EvaluateTask, TaskResults } from '../../worker/task-messages.ts'
import type { DataLibrary } from '../data/data-library.ts'
import type { RunRegistry } from '../runs/run-registry.ts'
import type { Store } from '../store/store.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'
import { findImages } from './find-images.ts'

export interface EvaluatorOptions {
  readonly store: Pick<Store, 'checkpoints'>
  readonly registry: Pick<RunRegistry, 'summarize'>
  readonly library: Pick<DataLibrary, 'checkImages' | 'describe' | 'readFilesState'>
  readonly threads: Pick<ThreadPool, 'runTask'>
}

type EvaluateInput = InputOf<typeof analysisCalls.evaluate>

type Predicted = TaskResults['predict']

/** What a network says of each of some images, and their labels, `(count)`. */
export interface RunPredictions extends Predicted {
  /** Whether its data set has changed since the run was trained on it. */
  readonly changedData: ChangedData | null
  /** The answers by what the images are of; empty where nothing is mixed. */
  readonly bySource: readonly SourceAccuracy[]
}

/** A run's weights on the images that `chooseImages` takes. */
export class Evaluator {
  readonly #options: EvaluatorOptions

  constructor(options: EvaluatorOptions) {
    this.#options = options
  }

  /** @throws WorkbenchError `not-found`, `invalid` or `data` */
  async evaluate(input: EvaluateInput): Promise<RunEvaluation> {
    const { run, images } = await this.#findImages(input)
    const { dataSha256, ...result } = await this.#options.threads.runTask({ type: 'evaluate', ...images })
    return { ...result, changedData: findChangedData(run, { dataSet: images.dataSet, sha256: dataSha256 }) }
  }

  /** What the weights say of each image. @throws WorkbenchError `not-found`, `invalid` or `data` */
  async predict(input: EvaluateInput): Promise<RunPredictions> {
    const { run, info, images } = await this.#findImages(input)
    const result = await this.#options.threads.runTask({ type: 'predict', ...images })
    const measured = { dataSet: images.dataSet, sha256: result.dataSha256 }
    const { predictions, labels, sources } = result
    return {
      ...result,
      changedData: findChangedData(run, measured),
      bySource: measureBySource(predictions, labels, sources, info.sources ?? []),
    }
  }

  async #findImages({
    runId,
    epoch,
    dataSet,
  }: EvaluateInput): Promise<{ run: RunSummary; info: DataSetInfo; images: Omit<EvaluateTask, 'type'> }> {
    const { store, registry, library } = this.#options
    const run = registry.summarize(runId)
    const { parameters } = store.checkpoints.read(run, epoch)
    const { images, recipe, info } = await findImages(run, { dataSet }, library)
    const { dataSet: name, count } = images
    return { run, info, images: { recipe, parameters, dataSet: name, part: 'test', count } }
  }
}
