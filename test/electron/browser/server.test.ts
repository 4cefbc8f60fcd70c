import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { KeyRefusedError, openWebSocketChannel } from '#contract/web-socket-channel.ts'
import { serveWindow, type ServedWindow } from './served-window.ts'

let served: ServedWindow
beforeAll(async () => {
  served = await serveWindow()
})
afterAll(() => served.close())

describe('its end', () => {
  it('closes the windows and frees the port', async () => {
    const other = await served.start()
    const address = new URL(other.address)
    const socket = new WebSocket(`ws://${address.host}/rpc${address.search}`, {
      headers: { origin: address.origin },
    })
    await new Promise((resolve) => socket.on('open', resolve))
    const closed = new Promise((resolve) => socket.on('close', (code) => resolve(code)))
    await other.close()
    expect(await closed).toBe(1001)
    const again = await served.start(other.port, false)
    await again.close()
  })
})

describe('the port', () => {
  it('is the next free one where the usual one is taken', async () => {
    const taken = createServer()
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port))
    })
    onTestFinished(() => void taken.close())
    const moved = await served.start(port, true)
    expect(moved.port).not.toBe(port)
    await moved.close()
    await expect(served.start(port, false)).rejects.toThrow(`Port ${port} is in use`)
  })
})

it('has a new key at every start', async () => {
  const other = await served.start()
  expect(new URL(other.address).searchParams.get('key')).not.toBe(served.key)
  await other.close()
})

it('tells a page with the key of an earlier start that trying again does not help', async () => {
  const other = await served.start()
  const former = `ws://127.0.0.1:${other.port}/rpc?key=${served.key}`
  await expect(openWebSocketChannel(former)).rejects.toBeInstanceOf(KeyRefusedError)
  await expect(openWebSocketChannel(former)).rejects.toThrow(/new address .* terminal/)
  await other.close()
  await expect(openWebSocketChannel(former)).rejects.toThrow('The workbench does not answer')
})
