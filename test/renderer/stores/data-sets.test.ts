import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { useDataSetsStore } from '../../../renderer/stores/data-sets.ts'
import { openTinyWorkbench } from '../../electron/backend/tiny-workbench.ts'
import { openTestWindow } from '../window.ts'

const WAIT = { timeout: 20_000 }

/** The data sets of a window whose only mirror sends the first bytes of what it is asked for, and then nothing. */
async function openStalled() {
  const mirror = createServer((_request, response) => {
    response.writeHead(200)
    response.write('the first bytes')
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    mirror.closeAllConnections()
    mirror.close()
  })
  await once(mirror, 'listening')
  const { port } = mirror.address() as AddressInfo
  const { workbench } = openTinyWorkbench({ mnistMirrors: [`http://127.0.0.1:${port}/`] })
  const window = openTestWindow(workbench)
  const dataSets = window.use(useDataSetsStore)
  await vi.waitFor(() => expect(dataSets.isLoaded).toBe(true), WAIT)
  const begin = async () => {
    const asked = once(mirror, 'request')
    const ended = dataSets.startDownload()
    await asked
    await vi.waitFor(() => expect(dataSets.download?.progress).not.toBeNull(), WAIT)
    return { ended }
  }
  return { window, dataSets, begin }
}

test('a download shows how far it is, and is cancelled and begun again', async () => {
  const { dataSets, begin } = await openStalled()
  for (let round = 0; round < 2; round++) {
    const { ended } = await begin()
    expect(dataSets.isDownloading).toBe(true)
    expect(dataSets.download?.progress).toMatchObject({
      file: 'train-images-idx3-ubyte.gz',
      mirror: expect.stringContaining('127.0.0.1') as string,
    })
    dataSets.cancelDownload()
    await ended
    expect(dataSets.download).toEqual({ state: 'cancelled', progress: null, problem: null })
  }
})

test('a lost connection ends a download with the reason', async () => {
  const { window, dataSets, begin } = await openStalled()
  const { ended } = await begin()
  window.dropConnection()
  await ended
  expect(dataSets.download).toMatchObject({
    state: 'failed',
    problem: 'The connection to the workbench is lost.',
  })
})

test('a download that fails says why', async () => {
  const { workbench } = openTinyWorkbench({ mnistMirrors: ['http://127.0.0.1:9/'] })
  const dataSets = openTestWindow(workbench).use(useDataSetsStore)
  await vi.waitFor(() => expect(dataSets.isLoaded).toBe(true), WAIT)
  await dataSets.startDownload()
  expect(dataSets.download).toMatchObject({ state: 'failed', progress: null })
  expect(dataSets.download?.problem).toContain('127.0.0.1')
})
