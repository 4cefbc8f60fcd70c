import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Recipe } from '#core/recipe/recipe.ts'
import { openWorkbench } from '#backend/workbench.ts'
import { readJob, reply } from './child-support.ts'

/** A child process that trains recipes as the window's program does, and pauses them now and then. */
export interface PauseJob {
  readonly recipes: readonly Recipe[]
  readonly threads: number
  /** Of each recipe. */
  readonly pauses: number
}

export interface Pauses {
  /** From the call to the pause, of each recipe. */
  readonly ms: readonly (readonly number[])[]
}

const { recipes, threads, pauses } = readJob() as PauseJob
const home = await mkdtemp(path.join(tmpdir(), 'workbench-bench-'))
const folder = process.env.BACKPROP_MNIST!
const workbench = openWorkbench({
  storePath: path.join(home, 'workbench.sqlite'),
  dataFolder: folder,
  mnistFolder: folder,
  version: 'bench',
})
const { api } = workbench

async function measurePauses(recipe: Recipe): Promise<number[]> {
  const started = Promise.withResolvers<unknown>()
  const unsubscribe = workbench.subscribe({
    trainingProgressed: ({ phase }) => phase === 'training' && started.resolve(undefined),
  })
  const { id: runId } = await api.runs.start({ recipe, threads })
  await started.promise
  unsubscribe()
  const ms: number[] = []
  for (let k = 0; k < pauses; k++) {
    // At another place of the work each time.
    await setTimeout(200 + 37 * k)
    const startedAt = performance.now()
    await api.runs.pause({ runId })
    ms.push(performance.now() - startedAt)
    await api.runs.resume({ runId })
  }
  await api.runs.stop({ runId })
  return ms
}

const ms: number[][] = []
for (const recipe of recipes) ms.push(await measurePauses(recipe))
await workbench.close()
await rm(home, { recursive: true })
reply({ ms } satisfies Pauses)
