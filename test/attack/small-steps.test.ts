import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { unpackRuns } from '#contract/packed-runs.ts'
import type { WorkbenchConnection } from '#contract/rpc.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { fetchEpochs } from '#contract/fetch-epochs.ts'
import { makeFolder } from '../electron/backend/tiny-workbench.ts'
import { SLOWNESS } from '../slowness.ts'
import { attackCount } from './attack-size.ts'
import { type MemoryReading, serveStore } from './served-workbench.ts'

/** The attempts of this attack are seconds. */
const SECONDS = attackCount({ few: 20, all: 3600 })

/** A reading each minute, or ten in a short run; the first tenth of them, two at least, warms up. */
const READING_MS = Math.min(60_000, (SECONDS * 1000) / 10)

/** What the second half may use more than the first: a tenth, and in a short run what caches take at first. */
const MOST_GROWTH = SECONDS < 600 ? 1.5 : 1.1

/** Mini-batches of one image, so that most of the time goes into the steps and what is said of them. */
const RECIPE = {
  ...LECTURE_RECIPE,
  data: {
    ...LECTURE_RECIPE.data,
    dataSet: 'pen-digits-2',
    trainSize: 10_000,
    validationSize: 1000,
    testSize: 1000,
  },
  batchSize: 1,
  epochs: 100_000,
  optimizer: { name: 'sgd', learningRate: 0.1 },
} as const

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

/** Figures are printed, whether the test passes or not. */
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

/** What a window asks for that is opened, looks at the run and is closed. @returns epochs that it got */
async function lookAround(connect: () => Promise<WorkbenchConnection>, runId: string): Promise<number> {
  const window = await connect()
  try {
    const { runs } = await window.api.runs.getList({})
    expect(unpackRuns(runs).map(({ id }) => id)).toEqual([runId])
    await window.api.data.list()
    return (await fetchEpochs(window.api, [runId])).get(runId)!.length
  } finally {
    window.close()
  }
}

it(
  `a training in steps of one image keeps its memory for ${SECONDS} seconds`,
  { timeout: (300_000 + SECONDS * 1500) * SLOWNESS },
  async () => {
    const folder = makeFolder()
    const served = await serveStore({ storePath: path.join(folder, 'runs.sqlite'), dataFolder: folder })
    onTestFinished(() => served.close())
    const window = await served.connect()
    const { api } = window
    const heard = { epochs: 0, progress: 0 }
    window.subscribe({
      epochFinished: () => {
        heard.epochs++
      },
      trainingProgressed: () => {
        heard.progress++
      },
    })
    const { id: runId } = await api.runs.start({ recipe: RECIPE, keepEvery: 1000 })
    await expect.poll(() => heard.epochs, { timeout: 120_000 * SLOWNESS }).toBeGreaterThan(0)

    const readings: MemoryReading[] = []
    const startedAt = performance.now()
    let rounds = 0
    for (let k = 0; performance.now() - startedAt < SECONDS * 1000; k++) {
      const until = startedAt + (k + 1) * READING_MS
      while (performance.now() < until) {
        // A window comes and goes, the training pauses, goes one epoch by itself, and goes on.
        await lookAround(() => served.connect(), runId)
        await api.runs.pause({ runId })
        await expect.poll(async () => (await api.runs.get({ runId })).status).toBe('paused')
        await api.runs.step({ runId })
        await expect
          .poll(async () => (await api.runs.get({ runId })).status, { timeout: 60_000 * SLOWNESS })
          .toBe('paused')
        await api.runs.resume({ runId })
        rounds++
        await delay(Math.min(5000, READING_MS / 4))
      }
      readings.push(await served.measure())
      const { rss, heapUsed, external } = readings.at(-1)!
      say(
        `${((k + 1) * READING_MS) / 1000} s: ${heard.epochs} epochs, ${rounds} pauses, memory ${megabytes(rss)}, heap ${megabytes(heapUsed)}, buffers ${megabytes(external)}`,
      )
    }
    expect(await lookAround(() => served.connect(), runId)).toBeGreaterThanOrEqual(heard.epochs)
    await api.runs.stop({ runId })

    const warm = readings.slice(Math.max(2, Math.floor(readings.length / 10)))
    const half = Math.floor(warm.length / 2)
    for (const part of ['rss', 'heapUsed'] as const) {
      const values = warm.map((reading) => reading[part])
      const [first, second] = [median(values.slice(0, half)), median(values.slice(-half))]
      say(`${part}: ${megabytes(first)} in the first half, ${megabytes(second)} in the second`)
      expect(second, part).toBeLessThan(first * MOST_GROWTH)
    }
    expect(heard.progress).toBeGreaterThan(heard.epochs / 10)
  },
)
