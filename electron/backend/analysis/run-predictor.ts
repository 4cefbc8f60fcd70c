import { type Answer, createAnswerer } from '#core/evaluation/predict.ts'
import { type Prediction, WorkbenchError } from '#contract/types.ts'
import type { Store } from '../store/store.ts'

/** Networks kept ready, at most; a few runs are compared on one drawing. */
const MAX_LOADED = 6

interface LoadedNetwork {
  readonly inputSize: number
  readonly answer: (image: Uint8Array) => Answer
}

/** Answers single images with stored weights, which it keeps in memory for the next stroke of the pen. */
export class RunPredictor {
  readonly #store: Pick<Store, 'runs' | 'checkpoints'>
  /** By run and epoch, the one used last at the end. */
  readonly #loaded = new Map<string, LoadedNetwork>()

  constructor(store: Pick<Store, 'runs' | 'checkpoints'>) {
    this.#store = store
  }

  /** @throws WorkbenchError `not-found`, or `invalid` for an image of another size than the network's input, or weights so large that outputs are no numbers */
  predict(runId: string, epoch: number | undefined, image: Uint8Array): Prediction {
    const { outputs, confidence } = this.answer(runId, epoch, image)
    return { outputs: [...outputs], digit: outputs.indexOf(confidence) }
  }

  /** As `predict`, with what the answer is worth. */
  answer(runId: string, epoch: number | undefined, image: Uint8Array): Answer {
    const { inputSize, answer } = this.#load(runId, epoch)
    if (image.length !== inputSize) {
      throw new WorkbenchError(
        'invalid',
        `Image: expected ${inputSize} pixels, one for each input of the network, got ${image.length}`,
      )
    }
    const said = answer(image)
    const { outputs } = said
    if (!outputs.every(Number.isFinite)) {
      throw new WorkbenchError(
        'invalid',
        `Outputs: expected numbers, got ${outputs.join(', ')}; the network's weights are too large`,
      )
    }
    return said
  }

  #load(runId: string, epoch: number | undefined): LoadedNetwork {
    const { runs, checkpoints } = this.#store
    const run = runs.summarize(runId)
    const known = epoch ?? checkpoints.defaultEpoch(run)
    const key = `${runId} ${known}`
    const network = this.#loaded.get(key) ?? {
      inputSize: run.recipe.inputSize,
      answer: createAnswerer(run.recipe, checkpoints.read(run, known).parameters),
    }
    this.#loaded.delete(key)
    this.#loaded.set(key, network)
    if (this.#loaded.size > MAX_LOADED) this.#loaded.delete(this.#loaded.keys().next().value!)
    return network
  }
}
