import { readFileSync, writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Recipe } from '#core/recipe/recipe.ts'
import { openWorkbench } from '#backend/workbench.ts'
import { readJob, reply } from './child-support.ts'

/** A child process that imports a file of runs while it trains, as the window's program does. */
export interface ImportRunsJob {
  readonly storePath: string
  readonly dataFolder: string
  readonly file: string
  readonly recipe: Recipe
}

export interface ImportMeasured {
  readonly seconds: number
  readonly runs: number
  /** Longest time in which the main thread did nothing else, in milliseconds, while the import went on. */
  readonly longestPauseMs: number
  /** The same while only the training went on, for as long a time at most. */
  readonly trainingPauseMs: number
  /** Resident memory of the process with all threads, in megabytes: before the import, and at most while it went on. */
  readonly megabytesBefore: number
  readonly peakMegabytes: number
  /** Epochs that the training finished meanwhile, and how it stood after that. */
  readonly epochs: number
  readonly status: string
}

/** Seconds for which the training alone is watched, so that what the import adds can be measured. */
const WATCHED_SECONDS = 5

const { storePath, dataFolder, file, recipe } = readJob() as ImportRunsJob
const workbench = openWorkbench({
  ...{ storePath, dataFolder, version: 'bench' },
})
const { api } = workbench
/** Resolution of 1 ms: the measure itself sleeps that long, which is taken off. */
const delay = monitorEventLoopDelay({ resolution: 1 })
const longestPause = (): number => Math.max(0, delay.max / 1e6 - 1)

let epochs = 0
const isTraining = Promise.withResolvers<undefined>()
workbench.subscribe({
  epochFinished: () => {
    epochs++
    if (epochs === 3) isTraining.resolve(undefined)
  },
})
const { id: runId } = await api.runs.start({ recipe, threads: 1, keepEvery: null })
await isTraining.promise

delay.enable()
await new Promise((resolve) => setTimeout(resolve, 1000 * WATCHED_SECONDS))
const trainingPauseMs = longestPause()
delay.reset()
resetPeak()
const megabytesBefore = megabytes('VmRSS')
const epochsBefore = epochs
const startedAt = performance.now()
const { added } = await workbench.exchange.importRuns(file)
const seconds = (performance.now() - startedAt) / 1000
const longestPauseMs = longestPause()
const peakMegabytes = megabytes('VmHWM')
const { status } = await api.runs.get({ runId })
const measured = {
  seconds,
  runs: added,
  longestPauseMs,
  trainingPauseMs,
  megabytesBefore,
  peakMegabytes,
  status,
}
await workbench.close()
reply({ ...measured, epochs: epochs - epochsBefore } satisfies ImportMeasured)

/** The kernel's own record; where there is none, memory is not reported. */
function megabytes(name: 'VmRSS' | 'VmHWM'): number {
  if (process.platform !== 'linux') return NaN
  const found = new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))
  return found === null ? NaN : Number(found[1]) / 1024
}

/** Lets the record of the highest memory begin anew. */
function resetPeak(): void {
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5')
}
