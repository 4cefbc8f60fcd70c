import { expect, test, vi } from 'vitest'
import { useNoticesStore } from '../../../renderer/stores/notices.ts'
import { useRunsStore } from '../../../renderer/stores/runs.ts'
import { useSettingsStore } from '../../../renderer/stores/settings.ts'
import { useThinningStore } from '../../../renderer/stores/thinning.ts'
import { openTinyWorkbench, reachStatus, tinyRecipe } from '../../electron/backend/tiny-workbench.ts'
import { openTestWindow } from '../window.ts'

test('a run started here keeps the weights that the settings say, and is thinned out with a word on what that freed', async () => {
  const { workbench, dataSet } = openTinyWorkbench()
  const window = openTestWindow(workbench)
  const [runs, settings] = [window.use(useRunsStore), window.use(useSettingsStore)]
  const [thinning, notices] = [window.use(useThinningStore), window.use(useNoticesStore)]
  await vi.waitFor(() => expect(runs.isLoaded).toBe(true))
  settings.keepEvery = 2
  const { id } = await runs.start(tinyRecipe(dataSet, { epochs: 6 }))
  await reachStatus(workbench, id, 'completed')
  await vi.waitFor(() => expect(runs.byId.get(id)?.status).toBe('completed'))
  const best = runs.byId.get(id)!.best!.epoch
  const { epochs } = (await thinning.listKept([id]))[0]!
  expect(epochs).toEqual([...new Set([1, 3, 5, best])].sort())

  settings.keepEvery = null
  expect(settings.keepEvery).toBe(null)
  const { removed, freedBytes } = await thinning.plan([id], null)
  await thinning.thin([id], null)
  expect(notices.list.map(({ title }) => title)).toEqual([
    `Freed ${(freedBytes / 1000).toFixed(1)}\u00a0kB on the disk`,
  ])
  expect((await thinning.listKept([id]))[0]!.epochs).toHaveLength(epochs.length - removed)
  await vi.waitFor(() => expect(runs.byId.get(id)?.keepEvery).toBe(null))

  await expect(thinning.thin(['zzzz'], null)).rejects.toMatchObject({ code: 'not-found' })
  expect(notices.list).toHaveLength(1)
})
