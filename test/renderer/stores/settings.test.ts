import { expect, test, vi } from 'vitest'
import { useRunsStore } from '../../../renderer/stores/runs.ts'
import { useSettingsStore } from '../../../renderer/stores/settings.ts'
import { nextEvent, openTinyWorkbench, tinyRecipe } from '../../electron/backend/tiny-workbench.ts'
import { openTestWindow } from '../window.ts'

test('the threads that are set go with every run that starts or goes on; automatic is the backend’s choice', async () => {
  const { workbench, dataSet } = openTinyWorkbench({
    workerUrl: new URL('../../electron/backend/trainer/reporting-worker.ts', import.meta.url),
    cores: 8,
  })
  const window = openTestWindow(workbench)
  const runs = window.use(useRunsStore)
  const settings = window.use(useSettingsStore)
  const threadsOf = async (start: () => Promise<unknown>): Promise<number> => {
    const reported = nextEvent(workbench, 'trainingProgressed')
    await start()
    return (await reported).batches
  }
  await vi.waitFor(() => expect(runs.isLoaded).toBe(true), { timeout: 20_000 })
  expect(settings.threads).toBeUndefined()
  expect(await threadsOf(() => runs.start(tinyRecipe(dataSet)))).toBe(8)
  const { id } = (await workbench.api.runs.list())[0]!
  await runs.stop(id)
  settings.threads = 3
  expect(await threadsOf(() => runs.resume(id))).toBe(3)
  await runs.stop(id)
  settings.threads = 2
  expect(await threadsOf(() => runs.step(id))).toBe(2)
  settings.threads = undefined
  expect(await threadsOf(() => runs.start(tinyRecipe(dataSet)))).toBe(6)
})

test.each([0, -1, 1.5, NaN, 100_000])('a number of threads that cannot be, %d, is as none', (count) => {
  const { workbench } = openTinyWorkbench()
  const settings = openTestWindow(workbench).use(useSettingsStore)
  settings.threads = count
  expect(settings.threads).toBeUndefined()
})
