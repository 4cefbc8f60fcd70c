import { expect, test, vi } from 'vitest'
import { useWorkbenchStore } from '../../../renderer/stores/workbench.ts'
import { openTinyWorkbench } from '../../electron/backend/tiny-workbench.ts'
import { openTestWindow } from '../window.ts'

const WAIT = { timeout: 20_000 }

test('a window that finds another store is loaded anew, and names the former one until then', async () => {
  const { workbench } = openTinyWorkbench()
  const window = openTestWindow(workbench)
  const store = window.use(useWorkbenchStore)
  await vi.waitFor(() => expect(store.info).not.toBeNull(), WAIT)
  const { storePath } = store.info!
  window.dropConnection()
  await vi.waitFor(() => expect(store.isReady).toBe(true), WAIT)
  await store.refreshInfo()
  expect(window.reloads).toBe(0)

  window.serve(openTinyWorkbench().workbench)
  window.dropConnection()
  await vi.waitFor(() => expect(window.reloads).toBeGreaterThan(0), WAIT)
  expect(store.info!.storePath).toBe(storePath)
})
