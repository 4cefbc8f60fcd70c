import { createInterface } from 'node:readline'
import { type DataSet, splitDataSet } from '#core/data/data-set.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { Training } from '#core/training/training.ts'
import { loadDataSet } from '#data/data-sets.ts'
import { fuseKernels } from '../../../electron/worker/fused-kernels.ts'
import { makeFusingLock } from '../../../electron/worker/fusing-lock.ts'
import { nodeEngineThreads } from '../../../electron/worker/node-engine-threads.ts'

/** What the measuring child processes share: their job, their images, their replies, and how they train. */

/** The job, as JSON in the first argument; `childCommand` put it there. */
export function readJob(): unknown {
  return JSON.parse(process.argv[2]!)
}

/** Sends one line of JSON to the benchmark. */
export function reply(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

/** Does `turn` for every line that comes, until there are no more. */
export async function serveTurns(turn: () => unknown): Promise<void> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
  while ((await lines.next()).done !== true) reply(turn())
}

/** MNIST from the folder that `BACKPROP_MNIST` names. */
export async function loadMnist(): Promise<DataSet> {
  const folder = process.env.BACKPROP_MNIST!
  return (await loadDataSet('mnist', { dataFolder: folder, mnistFolder: folder })).dataSet
}

/**
 * A training as the program's own worker starts it; `close` ends its threads.
 * @param threads all together, this one included
 */
export function startTraining(
  recipe: Recipe,
  dataSet: DataSet,
  threads: number,
  { isNarrow = false }: { isNarrow?: boolean } = {},
): Training {
  if (!isNarrow) fuseKernels(makeFusingLock())
  return new Training({
    recipe,
    parts: splitDataSet(dataSet, recipe.data),
    engine: { threads: nodeEngineThreads(threads) },
  })
}

/** Length of a slice of work that is aimed at, as in the program, where commands are heard between two slices. */
const SLICE_MS = 12

export interface TimedEpoch {
  readonly trainSeconds: number
  readonly evaluateSeconds: number
  /** 0 to 1. */
  readonly testAccuracy: number
}

/** Trains epochs in slices and takes their time. */
export class EpochTimer {
  readonly #training: Training
  readonly #slices = { training: 20, evaluating: 20 }

  constructor(training: Training) {
    this.#training = training
  }

  /** Trains and evaluates one epoch. @throws Error when the training ends or diverges */
  run(): TimedEpoch {
    const seconds = { training: 0, evaluating: 0 }
    for (;;) {
      const { phase } = this.#training.position
      const examples = this.#slices[phase]
      const startedAt = performance.now()
      const event = this.#training.advance(examples)
      const elapsedMs = performance.now() - startedAt
      seconds[phase] += elapsedMs / 1000
      const factor = Math.min(8, SLICE_MS / Math.max(elapsedMs, 0.01))
      this.#slices[phase] = Math.max(1, Math.round(examples * factor))
      if (event.type === 'epoch') {
        const { testCorrect, testTotal } = event.metrics
        const testAccuracy = (testCorrect ?? NaN) / (testTotal ?? NaN)
        return { trainSeconds: seconds.training, evaluateSeconds: seconds.evaluating, testAccuracy }
      }
      if (event.type !== 'progress') throw new Error(event.reason?.code ?? 'The training ended')
    }
  }

  /** Ends the training's threads. */
  close(): void {
    this.#training.close()
  }
}
