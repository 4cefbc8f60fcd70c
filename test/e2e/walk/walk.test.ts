import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorkbench, type RunningWorkbench } from '../support.ts'
import type { TrainedHome } from '../trained-home.ts'
import { SLOWNESS } from '../../slowness.ts'
import { removeAssignments } from './assignment-scenes.ts'
import { makeDamagedHome, makeFullHome } from './full-home.ts'
import { titleOf, type Home } from './scene.ts'
import { listScenes } from './scenes.ts'
import { SIZES, THEMES, walk } from './walk.ts'

/**
 * `WALK=Inspect npx vitest run test/e2e/walk` walks only the scenes whose title matches this. `WALK_PICTURES=FOLDER` keeps
 * pictures, and `WALK_REPORT=FILE` the faults as they are found.
 */
const wanted = new RegExp(process.env.WALK ?? '')
const rows = (['empty', 'full', 'damaged', 'training'] as const)
  .flatMap((home) =>
    listScenes()
      .filter((scene) => scene.homes.includes(home))
      .map((scene) => ({
        home,
        scene,
        title: titleOf(scene),
      })),
  )
  .filter(({ title }) => wanted.test(title))

const homes: TrainedHome[] = []
const windows: Partial<Record<Home, RunningWorkbench>> = {}

beforeAll(async () => {
  if (rows.length === 0) return
  const [full, damaged] = [await makeFullHome(), await makeDamagedHome()]
  homes.push(full, damaged)
  windows.empty = await startWorkbench()
  windows.full = await startWorkbench({ home: full.home })
  windows.training = await startWorkbench()
  windows.damaged = await startWorkbench({ home: damaged.home })
  for (const { page } of Object.values(windows)) page.setDefaultTimeout(10_000 * SLOWNESS)
})
afterAll(async () => {
  for (const window of Object.values(windows)) await window.close()
  for (const home of homes) await home.remove()
  await removeAssignments()
})

test.each(rows)('nothing is in the way, and axe finds nothing: $title, $home', async ({ home, scene }) => {
  expect(await walk(windows[home]!.page, scene, { home, sizes: SIZES, themes: THEMES })).toEqual([])
})
