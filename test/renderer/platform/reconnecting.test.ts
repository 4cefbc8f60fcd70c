import { expect, test, vi } from 'vitest'
import { openTestWindow } from '../window.ts'
import { openTinyWorkbench, tinyRecipe } from '../../electron/backend/tiny-workbench.ts'

test('calls before the connection and after its loss are refused in words, and work again by themselves', async () => {
  const { workbench } = openTinyWorkbench()
  const window = openTestWindow(workbench)
  const states: string[] = []
  window.client.onState((state) => states.push(state))

  await expect(window.client.api.app.getInfo()).rejects.toMatchObject({
    code: 'disconnected',
    message: 'The window is not connected to the workbench yet.',
  })
  await vi.waitFor(() => expect(states.at(-1)).toBe('ready'))
  expect((await window.client.api.app.getInfo()).version).toBe('0.0.0')

  window.isReachable = false
  window.dropConnection()
  await vi.waitFor(() => expect(states.at(-1)).toBe('lost'))
  await expect(window.client.api.app.getInfo()).rejects.toMatchObject({ code: 'disconnected' })

  window.isReachable = true
  await vi.waitFor(() => expect(states.at(-1)).toBe('ready'))
  expect((await window.client.api.app.getInfo()).version).toBe('0.0.0')
  expect(states.filter((state) => state === 'ready')).toHaveLength(2)
})

test('events go on over a reconnection, each reported once', async () => {
  const { workbench, dataSet } = openTinyWorkbench()
  const window = openTestWindow(workbench)
  const epochs: number[] = []
  window.client.subscribe({ epochFinished: ({ metrics }) => epochs.push(metrics.epoch) })
  let isReady = false
  window.client.onState((state) => (isReady = state === 'ready'))
  await vi.waitFor(() => expect(isReady).toBe(true))
  window.dropConnection()
  await vi.waitFor(() => expect(isReady).toBe(false))
  await vi.waitFor(() => expect(isReady).toBe(true))

  await window.client.api.runs.start({ recipe: tinyRecipe(dataSet) })
  await vi.waitFor(() => expect(epochs).toEqual([0, 1, 2, 3]), 20_000)
})
