import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resolvePaths } from '#backend/paths.ts'
import { openWorkbench, type Workbench } from '#backend/workbench.ts'
import type { RunDetail } from '#contract/types.ts'
import { parseVariation } from '#core/experiments/sweep/variation.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { readRun } from '../electron/backend/read-run.ts'
import { givePenDigits } from './kept-digits.ts'

export interface TrainedHome {
  /** Folder of the store and the data sets. */
  readonly home: string
  /** In the order of the recipes. */
  readonly runs: readonly RunDetail[]
  remove(): Promise<void>
}

/** The lecture's network on so few pen digits that an epoch takes milliseconds. */
export function smallRecipe(epochs: number): Recipe {
  const data = { ...LECTURE_RECIPE.data, trainSize: 500, validationSize: 100, testSize: 100 }
  return { ...LECTURE_RECIPE, data, epochs }
}

/** The workbench of a home without a window, to put into it what a window is to find. */
export function openHome(home: string): Workbench {
  return openWorkbench({
    ...resolvePaths({ home }),
    version: 'test',
  })
}

/** Trains recipes to their end in a new home, so that a window can be opened over finished runs. */
export async function makeTrainedHome(recipes: Readonly<Record<string, Recipe>>): Promise<TrainedHome> {
  const home = await mkdtemp(join(tmpdir(), 'workbench-trained-'))
  await givePenDigits(home)
  const workbench = openHome(home)
  try {
    const runs = await trainRuns(workbench, recipes)
    return { home, runs, remove: () => rm(home, { recursive: true, force: true }) }
  } finally {
    await workbench.close()
  }
}

/** Trains recipes to their end, one after the other. @throws for a run that does not complete */
export async function trainRuns(
  workbench: Workbench,
  recipes: Readonly<Record<string, Recipe>>,
): Promise<RunDetail[]> {
  const runs: RunDetail[] = []
  for (const [name, recipe] of Object.entries(recipes)) {
    const { promise: ended, resolve, reject } = Promise.withResolvers<string>()
    const unsubscribe = workbench.subscribe({
      runChanged(run) {
        if (run.name !== name) return
        if (run.status === 'completed') resolve(run.id)
        else if (run.reason !== null) reject(new Error(JSON.stringify(run.reason)))
      },
    })
    await workbench.api.runs.start({ recipe, name })
    const runId = await ended
    unsubscribe()
    runs.push(await readRun(workbench, runId))
  }
  return runs
}

/** Trains all combinations of the variations, such as `seed=1,2`, to their end. */
export async function trainSweep(
  workbench: Workbench,
  name: string,
  recipe: Recipe,
  variations: readonly string[],
): Promise<void> {
  const { promise: ended, resolve } = Promise.withResolvers<string>()
  const unsubscribe = workbench.subscribe({
    sweepChanged(sweep) {
      if (sweep.status === 'completed') resolve(sweep.id)
    },
  })
  await workbench.api.sweeps.start({
    ...{ name, recipe, variations: variations.map((text) => parseVariation(text, recipe)) },
    ...{ search: { kind: 'grid' }, halving: null, workers: null, keepEvery: 1 },
  })
  await ended
  unsubscribe()
}
