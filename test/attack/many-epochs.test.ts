import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { unpackRuns } from '#contract/packed-runs.ts'
import { fetchEpochs } from '#contract/fetch-epochs.ts'
import { makeFolder, tinyRecipe, writeTinyDataSet } from '../electron/backend/tiny-workbench.ts'
import { SLOWNESS } from '../slowness.ts'
import { attackCount } from './attack-size.ts'
import { type MemoryReading, serveStore } from './served-workbench.ts'

/** The attempts of this attack are epochs. */
const EPOCHS = attackCount({ few: 2000, all: 100_000 })

/** Epochs between two readings. */
const STEP = EPOCHS / 20

/** Within which each call of the window is answered, on a machine that does nothing else, in milliseconds. */
const MOST_MS = 100

/** Figures are printed, whether the test passes or not. */
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

it(
  `a training of ${EPOCHS} epochs takes as long for the last as for the first, and the window is answered`,
  { timeout: (120_000 + EPOCHS * 30) * SLOWNESS },
  async () => {
    const folder = makeFolder()
    const dataSet = writeTinyDataSet(path.join(folder, 'tiny'))
    const served = await serveStore({ storePath: path.join(folder, 'runs.sqlite'), dataFolder: folder })
    onTestFinished(() => served.close())
    const { api } = await served.connect()
    const recipe = tinyRecipe(dataSet, { epochs: EPOCHS })
    const { id: runId } = await api.runs.start({ recipe, keepEvery: 1000 })

    const longest = { list: 0, epochs: 0, turn: 0 }
    const timed = async <T>(name: keyof typeof longest, call: Promise<T>): Promise<T> => {
      const startedAt = performance.now()
      const answer = await call
      longest[name] = Math.max(longest[name], performance.now() - startedAt)
      return answer
    }
    const readings: (MemoryReading & { readonly trainedMs: number })[] = []
    let last = { epochs: 0, durationMs: 0, at: performance.now() }
    for (let done = 0; done < EPOCHS;) {
      const { runs } = await timed('list', api.runs.getList({}))
      const run = unpackRuns(runs)[0]!
      done = run.epochsDone
      expect(['queued', 'training', 'completed']).toContain(run.status)
      if (done < (readings.length + 1) * STEP) {
        await new Promise((resolve) => setTimeout(resolve, 100))
        continue
      }
      // As the window fetches them: the longest of its calls counts.
      const getEpochs: typeof api.runs.getEpochs = (input) => timed('epochs', api.runs.getEpochs(input))
      const fetched = await fetchEpochs({ runs: { ...api.runs, getEpochs } }, [runId])
      expect(fetched.get(runId)!.length).toBeGreaterThanOrEqual(done)
      const now = performance.now()
      const perThousand = (now - last.at) / ((done - last.epochs) / 1000)
      last = { epochs: done, durationMs: run.durationMs, at: now }
      const memory = await served.measure()
      longest.turn = Math.max(longest.turn, memory.longestTurnMs)
      readings.push({ ...memory, trainedMs: perThousand })
      say(
        `${done} epochs: ${(perThousand / 1000).toFixed(2)} s per 1,000, memory ${(memory.rss / 1e6).toFixed(0)} MB, heap ${(memory.heapUsed / 1e6).toFixed(1)} MB; longest so far: list ${longest.list.toFixed(0)} ms, epochs ${longest.epochs.toFixed(0)} ms; longest turn ${longest.turn.toFixed(0)} ms of computing`,
      )
    }
    const half = Math.floor(readings.length / 2)
    const pace = readings.map(({ trainedMs }) => trainedMs)
    const [first, second] = [median(pace.slice(1, half)), median(pace.slice(-half))]
    say(
      `seconds per 1,000 epochs: ${(first / 1000).toFixed(2)} in the first half, ${(second / 1000).toFixed(2)} in the second`,
    )
    // A short training is over before its times mean something.
    if (EPOCHS < 20_000) return
    expect(longest.turn).toBeLessThan(MOST_MS)
    const memoryOf = (part: typeof readings): number => median(part.map(({ rss }) => rss))
    expect(memoryOf(readings.slice(-half))).toBeLessThan(memoryOf(readings.slice(1, half)) * 1.1)
    // Quadratic work would take thrice as long in the second half; other programs on the machine take less.
    expect(second).toBeLessThan(first * 1.5)
    expect(longest.list).toBeLessThan(MOST_MS)
    expect(longest.epochs).toBeLessThan(MOST_MS)
  },
)
