import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { Random } from '#core/random/random.ts'
import type { RunStatus } from '#contract/types.ts'
import { Store } from '#backend/store/store.ts'
import { tinyRecipe } from '../electron/backend/tiny-workbench.ts'
import { findProblems } from '../electron/backend/store/filled-store.ts'
import { makeCommandLine } from '../electron/cli/command-line.ts'
import { killAtRandom, listen, type Reported } from './killed-training.ts'

/** `npm run test:crash` kills 200 times, `npm run test:all` a few; the variables say otherwise. */
const { BACKPROP_CRASH_KILLS, BACKPROP_CRASH_SEED, npm_lifecycle_event } = process.env
const KILLS = Number(BACKPROP_CRASH_KILLS ?? (npm_lifecycle_event === 'test:crash' ? 200 : 5))
const SEED = Number(BACKPROP_CRASH_SEED ?? 1)

/** A run that was killed so often is left to train to its end. */
const KILLS_A_RUN = 5

const EPOCHS = 200

interface KeptRun {
  readonly id: string
  readonly status: RunStatus
  readonly epochs: readonly EpochMetrics[]
}

/** What is in the store, read by a program that opens it after the crash. */
function readRuns(storePath: string): KeptRun[] {
  const store = new Store(storePath)
  try {
    return store.runs.list().map(({ id }) => store.runs.get(id))
  } finally {
    store.close()
  }
}

/** Measures without the time they took, which no two trainings share. */
function withoutTime(epochs: readonly EpochMetrics[]): unknown[] {
  return epochs.map((metrics) => ({ ...metrics, durationMs: null }))
}

it(
  `loses no reported epoch and ends in the same bytes when it is killed, ${KILLS} times`,
  // None: each program is watched by itself (`watchProgram`).
  { timeout: 0 },
  async () => {
    const { folder, dataSet, start } = makeCommandLine()
    const recipe = tinyRecipe(dataSet, {
      epochs: EPOCHS,
      optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      layers: [
        { units: 12, activation: 'relu', batchNorm: true, dropout: 0.2 },
        { units: 10, activation: 'sigmoid', batchNorm: false, dropout: 0 },
      ],
    })
    writeFileSync(path.join(folder, 'recipe.json'), JSON.stringify(recipe))
    const storeOf = (name: string): string => path.join(folder, `${name}.sqlite`)
    const train = (store: string) => start('train', '--recipe', 'recipe.json', '--json', '--store', store)
    const resume = (store: string, id: string) => start('resume', id, '--json', '--store', store)

    const undisturbed = await listen(train(storeOf('undisturbed')))
    expect(undisturbed.epochs.size).toBe(EPOCHS)
    const expected = readRuns(storeOf('undisturbed'))[0]!

    const random = new Random(SEED)
    let kills = 0
    for (let run = 0; kills < KILLS; run++) {
      const file = storeOf(`run-${run}`)
      const epochs = new Map<number, Readonly<Record<string, unknown>>>()
      let kept: KeptRun | undefined
      /** Everything that was reported so far must be in the store, and the store must be whole. */
      const examine = (reported: Reported): void => {
        const at = `seed ${SEED}, kill ${kills}, run ${run}`
        reported.epochs.forEach((event, epoch) => epochs.set(epoch, event))
        if (!existsSync(file)) {
          expect(epochs.size, at).toBe(0)
          return
        }
        // First as the crash left it, before any program opens it to write.
        expect(findProblems(file), at).toEqual([])
        const runs = readRuns(file)
        expect(runs.length, at).toBeLessThanOrEqual(1)
        kept = runs.at(0)
        for (const [epoch, { testCorrect, trainLoss }] of epochs) {
          expect(kept?.epochs[epoch], at).toMatchObject({ epoch, testCorrect, trainLoss })
        }
        expect(findProblems(file), at).toEqual([])
      }
      let end: Reported | undefined
      // A kill right after the last epoch finds the run completed, whether that was reported or not.
      const isOpen = (): boolean => end === undefined && kept?.status !== 'completed'
      for (let k = 0; k < KILLS_A_RUN && kills < KILLS && isOpen(); k++) {
        const reported = await killAtRandom(kept === undefined ? train(file) : resume(file, kept.id), random)
        if (reported.weightsSha256 === null) kills++
        else end = reported
        examine(reported)
      }
      if (isOpen()) {
        examine(await listen(kept === undefined ? train(file) : resume(file, kept.id)))
      }
      expect(withoutTime(kept!.epochs), `seed ${SEED}, run ${run}`).toEqual(withoutTime(expected.epochs))
      const store = new Store(file)
      expect(store.runs.summarize(kept!.id).weightsSha256).toBe(undisturbed.weightsSha256)
      store.close()
    }
  },
)
