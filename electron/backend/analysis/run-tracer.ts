import type { analysisCalls } from '#contract/calls/analysis.ts'
import type { InputOf } from '#contract/define-calls.ts'
import { type TracedRun, WorkbenchError } from '#contract/types.ts'
import { countParameters } from '#core/network/parameters.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { DataLibrary } from '../data/data-library.ts'
import type { Store } from '../store/store.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'

export interface RunTracerOptions {
  readonly store: Pick<Store, 'runs' | 'checkpoints'>
  readonly library: Pick<DataLibrary, 'checkImages'>
  readonly threads: Pick<ThreadPool, 'runTask'>
}

/** Parameters of a network that is sent to be traced, or to the thread that changes an image: 40 MB. */
export const MOST_TRACED = 5_000_000

type TraceInput = InputOf<typeof analysisCalls.traceRun>

/** Gives what every number of a run on one image is computed from. */
export class RunTracer {
  readonly #options: RunTracerOptions

  constructor(options: RunTracerOptions) {
    this.#options = options
  }

  /** @throws WorkbenchError `not-found`, `invalid` or `data` */
  async trace({ runId, epoch, image }: TraceInput): Promise<TracedRun> {
    const { runs, checkpoints } = this.#options.store
    const run = runs.summarize(runId)
    const { recipe } = run
    const count = countParameters(recipe)
    if (count > MOST_TRACED) {
      throw new WorkbenchError(
        'invalid',
        `Network: expected at most ${MOST_TRACED / 1e6} million parameters, to show each of its numbers, got ${Math.round(count / 1e6)} million`,
      )
    }
    const known = epoch ?? checkpoints.defaultEpoch(run)
    const { parameters } = checkpoints.read(run, known)
    const { pixels, label } =
      'pixels' in image ? image : await this.#readImage(recipe, knownDataSet(run), run.name, image)
    if (pixels.length !== recipe.inputSize) {
      throw new WorkbenchError(
        'invalid',
        `Image: expected ${recipe.inputSize} pixels, one for each input of the network, got ${pixels.length}`,
      )
    }
    const outputs = recipe.layers[recipe.layers.length - 1]!.units
    if (label !== null && label >= outputs) {
      throw new WorkbenchError('invalid', `Label: expected 0 to ${outputs - 1}, got ${label}`)
    }
    const { inputSize, layers, loss, batchNorm, data, optimizer } = recipe
    return {
      epoch: known,
      network: {
        recipe: { inputSize, layers, loss, batchNorm, data: { normalization: data.normalization } },
        ...{ parameters, pixels, label, learningRate: optimizer.learningRate },
      },
    }
  }

  async #readImage(
    recipe: Recipe,
    dataSet: string | null,
    name: string,
    { part, index }: Extract<TraceInput['image'], { part: unknown }>,
  ): Promise<{ pixels: Uint8Array; label: number }> {
    if (dataSet === null) {
      throw new WorkbenchError(
        'invalid',
        `Run '${name}': expected to know the data set that it was trained on, to take an image of it; it is unknown`,
      )
    }
    const size = recipe.data[`${part}Size`]
    // A recipe that asks for no test leaves the whole test file.
    if ((part !== 'test' || size > 0) && index >= size) {
      throw new WorkbenchError(
        'invalid',
        size === 0
          ? `Image: expected ${PART_WORDS[part]} images, but run '${name}' keeps none`
          : `Image: expected 0 to ${size - 1}, one of the run's ${PART_WORDS[part]} images, got ${index}`,
      )
    }
    await this.#options.library.checkImages(recipe, dataSet)
    const { images, labels } = await this.#options.threads.runTask({
      ...{ type: 'pick', recipe, part, indices: [index] },
    })
    return { pixels: images, label: labels[0]! }
  }
}

const PART_WORDS = { train: 'training', validation: 'validation', test: 'test' } as const
