import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorkbench, type RunningWorkbench } from '../support.ts'
import type { TrainedHome } from '../trained-home.ts'
import { makeFullHome } from './full-home.ts'
import { titleOf, type Home } from './scene.ts'
import { listScenes } from './scenes.ts'
import { SIZES, THEMES, walk } from './walk.ts'

/**
 * `WALK=Inspect npx vitest run test/e2e/walk` walks only the scenes whose title contains this. `WALK_PICTURES=FOLDER` keeps
 * pictures, and `WALK_REPORT=FILE` the faults as they are found.
 */
const wanted = process.env.WALK
const rows = (['empty', 'full'] as const)
  .flatMap((home) =>
    listScenes()
      .filter((scene) => scene.homes.includes(home))
      .map((scene) => ({
        home,
        scene,
        title: titleOf(scene),
      })),
  )
  .filter(({ title }) => wanted === undefined || title.includes(wanted))

let trained: TrainedHome | undefined
const windows: Partial<Record<Home, RunningWorkbench>> = {}

beforeAll(async () => {
  if (rows.length === 0) return
  trained = await makeFullHome()
  windows.empty = await startWorkbench()
  windows.full = await startWorkbench({ home: trained.home })
  for (const { page } of Object.values(windows)) page.setDefaultTimeout(10_000)
})
afterAll(async () => {
  await windows.empty?.close()
  await windows.full?.close()
  await trained?.remove()
})

test.each(rows)('nothing is in the way, and axe finds nothing: $title, $home', async ({ home, scene }) => {
  expect(await walk(windows[home]!.page, scene, { home, sizes: SIZES, themes: THEMES })).toEqual([])
})
