import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { encodeMessage } from '#contract/message-codec.ts'
import type { OpenedFile } from '#contract/types.ts'
import { serveWindow, type ServedWindow, type Visitor } from './served-window.ts'

let served: ServedWindow
beforeAll(async () => {
  served = await serveWindow()
})
afterAll(() => served.close())

const NETWORK = { sizes: [2, 10], weights: [zeros(10, 2)], biases: [zeros(10, 1)], cost: 'QuadraticCost' }

describe('the socket', () => {
  it('carries the contract', async () => {
    const { api } = await served.connect()
    expect(await api.app.getInfo()).toMatchObject({
      version: '1.2.3',
      storePath: join(served.home, 'workbench.sqlite'),
    })
    await expect(api.runs.get({ runId: 'zzzzzzzzzz' })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('serves several windows, and tells each of them what another did', async () => {
    const [first, second] = [await served.connect(), await served.connect()]
    const heard = new Promise((resolve) => second.subscribe({ runChanged: (run) => resolve(run.id) }))
    const bytes = JSON.stringify(NETWORK)
    const { fileId } = (await served.upload('net.json', bytes).then((answer) => answer.json())) as OpenedFile
    const imported = await first.api.files.importFile({ fileId })
    expect(imported).toMatchObject({ kind: 'network', run: { name: 'net' } })
    expect(imported.kind === 'network' && imported.run.id).toBe(await heard)
    await first.api.files.drop({ fileId })
  })

  it.each<[string, Visitor, number]>([
    ['a wrong key', { key: 'wrong' }, 403],
    ['no key', { key: '' }, 403],
    ['a page of another site', { origin: 'https://evil.example' }, 403],
    ['a page of another local server', { origin: 'http://127.0.0.1:1' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['a foreign name', { host: 'evil.example', origin: 'http://evil.example' }, 403],
    ['another path', { path: '/other' }, 404],
  ])('refuses %s', async (_name, visitor, status) => {
    expect(await served.openSocket(visitor)).toBe(status)
  })

  it('tells a page why it is refused when asked by HTTP', async () => {
    expect((await served.ask('/rpc?key=wrong')).status).toBe(403)
    expect((await served.ask(`/rpc?key=${served.key}`)).status).toBe(426)
  })

  it('refuses every spelling of its address without the key', async () => {
    for (const path of ['//rpc', '/%72pc', '/./rpc']) expect(await served.openSocket({ path })).toBe(403)
    expect(await served.openSocket({ path: `//rpc?key=${served.key}` })).toBeInstanceOf(WebSocket)
  })

  it.each<[string, Uint8Array, number]>([
    [
      '32 MB of empty maps',
      Buffer.concat([Buffer.from('dd02000000', 'hex'), Buffer.alloc(2 ** 25, 0x80)]),
      1007,
    ],
    ['lists in lists', Buffer.alloc(1_000_000, 0x91), 1007],
    ['more than any message has', Buffer.alloc(40 * 2 ** 20), 1009],
    [
      'a long text in a call that takes none',
      encodeMessage({ t: 'q', i: 'a', m: 'runs.get', a: [{ runId: 'x'.repeat(5 * 2 ** 20) }] }),
      1009,
    ],
  ])('is closed, with a reason, on %s, and serves the others meanwhile', async (_name, bytes, expected) => {
    const [hostile, sound] = [await served.connect(), await served.connect()]
    const closed = new Promise<[number, string]>((resolve) => {
      hostile.socket.on('close', (code: number, reason: Buffer) => resolve([code, reason.toString()]))
    })
    const before = process.memoryUsage().rss
    hostile.socket.send(bytes)
    expect(await sound.api.app.getInfo()).toBeDefined()
    const [code, reason] = await closed
    expect(code).toBe(expected)
    if (bytes.length < 2 ** 25) expect(reason).toMatch(/^The window sent /)
    // This process has client and server, with a copy of the message each, and what the sockets hold of it.
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6)
  })

  it('ends the connection of a window that never reads, with words for when it does', async () => {
    const [frozen, sound] = [await served.connect(), await served.connect()]
    const closed = new Promise<[number, string]>((resolve) => {
      frozen.socket.on('close', (code: number, reason: Buffer) => resolve([code, reason.toString()]))
    })
    const { fileId } = (await served
      .upload('large.txt', 'x'.repeat(15 * 2 ** 20))
      .then((answer) => answer.json())) as OpenedFile
    frozen.socket.pause()
    const calls = Array.from({ length: 20 }, () => frozen.api.files.readText({ fileId }).catch(() => null))
    // Those of others are answered meanwhile, after what was read for the one that does not.
    for (let k = 0; k < 20; k++) expect(await sound.api.app.getInfo()).toBeDefined()
    await sound.api.files.readText({ fileId })
    frozen.socket.resume()
    expect(await closed).toEqual([1013, expect.stringContaining('too slow to read')])
    expect((await Promise.all(calls)).filter((answer) => answer !== null).length).toBeLessThan(20)
    await sound.api.files.drop({ fileId })
  })

  it('answers a limited number of calls of one window at once', async () => {
    const { api } = await served.connect()
    const { fileId } = (await served.upload('text.txt', 'x').then((answer) => answer.json())) as OpenedFile
    const answers = await Promise.allSettled(
      Array.from({ length: 1000 }, () => api.files.readText({ fileId })),
    )
    const refused = answers.filter(({ status }) => status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.length).toBeLessThan(1000)
    expect((refused[0] as PromiseRejectedResult).reason).toMatchObject({
      message: 'files.readText: expected at most 200 calls at once, got more',
    })
    expect(await api.files.readText({ fileId })).toBe('x')
    await api.files.drop({ fileId })
  })

  it('closes on bytes that are no message, and serves the others on', async () => {
    const [broken, sound] = [await served.connect(), await served.connect()]
    const closed = new Promise((resolve) => broken.socket.on('close', (code) => resolve(code)))
    broken.socket.send(new Uint8Array([0x81]))
    expect(await closed).toBe(1007)
    await expect(broken.api.runs.list()).rejects.toMatchObject({ code: 'disconnected' })
    expect(await sound.api.app.getInfo()).toBeDefined()
  })
})

function zeros(rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0))
}
