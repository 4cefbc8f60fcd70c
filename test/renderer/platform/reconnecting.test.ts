import { expect, test, vi } from 'vitest'
import { KeyRefusedError } from '#contract/web-socket-channel.ts'
import { createReconnectingClient } from '../../../renderer/platform/reconnecting.ts'
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

test('a page whose key is refused stops trying, and says where the new address is', async () => {
  const states: [string, string | null][] = []
  let tries = 0
  const client = createReconnectingClient(() => {
    tries++
    return Promise.reject(new KeyRefusedError())
  }, [0])
  client.onState((state, reason) => states.push([state, reason]))
  await vi.waitFor(() => expect(states.at(-1)![0]).toBe('refused'))
  expect(states.at(-1)![1]).toMatch(/started anew.* new address that it printed in its terminal/)
  await expect(client.api.app.getInfo()).rejects.toMatchObject({
    code: 'disconnected',
    message: expect.stringMatching(/started anew/) as string,
  })
  // A further try would have come before this timer.
  await new Promise((resolve) => setTimeout(resolve, 0))
  expect(tries).toBe(1)
  client.close()
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
