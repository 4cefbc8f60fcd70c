import { KeyRefusedError, openWebSocketChannel } from '#contract/web-socket-channel.ts'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { createServer } from 'node:net'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { type Channel, ChannelListeners } from '#contract/channel.ts'
import { decodeMessage, encodeMessage } from '#contract/message-codec.ts'
import { connectWorkbench } from '#contract/rpc.ts'
import type { OpenedFile, SaveTarget } from '#contract/types.ts'
import { openWorkbench, type Workbench } from '#backend/workbench.ts'
import { startBrowserServer, type BrowserServer } from '../../../electron/browser/server.ts'

const workerUrl = new URL('../../../electron/worker/training-worker.ts', import.meta.url)

let home: string
let workbench: Workbench
let server: BrowserServer
let origin: string
let key: string
const defects: unknown[] = []

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'workbench-'))
  await mkdir(join(home, 'window', 'assets'), { recursive: true })
  await writeFile(join(home, 'window', 'index.html'), '<!doctype html><title>window</title>')
  await writeFile(join(home, 'window', 'assets', 'app-1a2b.js'), 'export {}')
  await writeFile(join(home, 'window', 'notes.md'), 'not part of a window')
  await writeFile(join(home, 'secret.html'), 'secret')
  workbench = openWorkbench({
    storePath: join(home, 'workbench.sqlite'),
    dataFolder: join(home, 'data-sets'),
    workerUrl,
    version: '1.2.3',
  })
  server = await start()
  const address = new URL(server.address)
  origin = address.origin
  key = address.searchParams.get('key')!
})
afterAll(async () => {
  await server.close()
  await workbench.close()
  await rm(home, { recursive: true })
  expect(defects).toEqual([])
})

function start(port = 0, mayMovePort = true): Promise<BrowserServer> {
  return startBrowserServer({
    host: { workbench, storePath: join(home, 'workbench.sqlite'), onChange: () => () => undefined },
    logError: (_message, error) => defects.push(error),
    windowFolder: join(home, 'window'),
    port,
    mayMovePort,
  })
}

interface Answer {
  status: number | undefined
  headers: IncomingHttpHeaders
  body: string
}

/** A request whose path goes out as it is written, `..` and all. */
function ask(
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: object } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port } = server
    const request = httpRequest(
      { host: '127.0.0.1', port, path, method, headers: { ...headers } },
      (response) => {
        let body = ''
        response.setEncoding('utf8').on('data', (text: string) => (body += text))
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
      },
    )
    request.on('error', reject).end()
  })
}

describe('the window', () => {
  it('is served to whoever has the key, under a strict policy', async () => {
    const { status, headers, body } = await ask(`/?key=${key}`)
    expect({ status, body }).toEqual({ status: 200, body: '<!doctype html><title>window</title>' })
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    })
    const policy = headers['content-security-policy']
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /)
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${server.port};`)
    expect(policy).toContain("frame-ancestors 'none'")
  })

  it.each([
    ...[
      '/',
      '/?key=',
      '/?key=wrong',
      '/index.html',
      '//index.html',
      '/index%2ehtml',
      '/%69ndex.html',
      '/./index.html',
    ],
    ...['//', '/INDEX.html', '/./', '///.//index.html', '/%2e/index.html', '//?key=wrong'],
  ])('is not served without it, but says what to do: %s', async (path) => {
    const { status, headers, body } = await ask(path)
    expect(status).toBe(403)
    expect(headers['content-type']).toContain('text/html')
    expect(body).toContain('lacks its key')
    expect(body).not.toContain(key)
  })

  it('has files of known types, kept for good where their name changes with them', async () => {
    const { status, headers } = await ask('/assets/app-1a2b.js')
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(headers['cache-control']).toContain('immutable')
    expect((await ask('/assets/app-1a2b.js', { method: 'HEAD' })).body).toBe('')
  })

  it.each([
    '/../secret.html',
    '/%2e%2e/secret.html',
    '/assets/..%2f..%2fsecret.html',
    '/assets/%2e%2e/%2e%2e/secret.html',
    '/..\\secret.html',
    '//secret.html',
    '/%',
    '/index.html%00.js',
    '/assets',
    '/assets/',
    '/notes.md',
    '/absent.js',
    `/${'a'.repeat(300)}.js`,
    `/${'a/'.repeat(5000)}`,
    `/assets/${'a'.repeat(255)}`,
    '/index.html%0a',
    '/index.html%c0%80',
  ])('has no file %s', async (path) => {
    const { status, body } = await ask(path)
    expect(status).toBe(404)
    expect(body).not.toContain('secret')
  })

  it('answers to GET and HEAD alone', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await ask(`/?key=${key}`, { method })).status).toBe(405)
    }
  })

  it('is not served under a foreign name', async () => {
    for (const host of ['evil.example', `evil.example:${server.port}`, '127.0.0.1', '0.0.0.0']) {
      expect((await ask(`/?key=${key}`, { headers: { host } })).status, host).toBe(403)
    }
    const host = `localhost:${server.port}`
    expect((await ask(`/?key=${key}`, { headers: { host } })).status).toBe(200)
  })
})

interface Visitor {
  key?: string
  origin?: string
  host?: string
  path?: string
}

/** Opens a socket as a browser would; gives it or the status of its refusal. */
function openSocket(visitor: Visitor = {}): Promise<WebSocket | number> {
  const path = visitor.path ?? `/rpc?key=${visitor.key ?? key}`
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, {
    headers: {
      origin: visitor.origin ?? origin,
      ...(visitor.host === undefined ? {} : { host: visitor.host }),
    },
  })
  onTestFinished(() => socket.terminate())
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(socket))
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.on('error', reject)
  })
}

/** A window's end of a socket, which takes whatever the server sends. */
function channelOf(socket: WebSocket): Channel {
  const listeners = new ChannelListeners()
  socket.on('message', (data: Buffer) => listeners.received(decodeMessage(new Uint8Array(data))))
  socket.on('close', () => listeners.ended())
  return {
    send: (message) => socket.send(encodeMessage(message)),
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    close: () => socket.close(),
  }
}

async function connect() {
  const socket = (await openSocket()) as WebSocket
  return { socket, ...connectWorkbench(channelOf(socket)) }
}

describe('the socket', () => {
  it('carries the contract', async () => {
    const { api } = await connect()
    expect(await api.app.getInfo()).toMatchObject({
      version: '1.2.3',
      storePath: join(home, 'workbench.sqlite'),
    })
    await expect(api.runs.get({ runId: 'zzzzzzzzzz' })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('serves several windows, and tells each of them what another did', async () => {
    const [first, second] = [await connect(), await connect()]
    const heard = new Promise((resolve) => second.subscribe({ runChanged: (run) => resolve(run.id) }))
    const bytes = JSON.stringify(NETWORK)
    const { fileId } = (await upload('net.json', bytes).then((answer) => answer.json())) as OpenedFile
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
    expect(await openSocket(visitor)).toBe(status)
  })

  it('tells a page why it is refused when asked by HTTP', async () => {
    expect((await ask('/rpc?key=wrong')).status).toBe(403)
    expect((await ask(`/rpc?key=${key}`)).status).toBe(426)
  })

  it('refuses every spelling of its address without the key', async () => {
    for (const path of ['//rpc', '/%72pc', '/./rpc']) expect(await openSocket({ path })).toBe(403)
    expect(await openSocket({ path: `//rpc?key=${key}` })).toBeInstanceOf(WebSocket)
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
    const [hostile, sound] = [await connect(), await connect()]
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
    const [frozen, sound] = [await connect(), await connect()]
    const closed = new Promise<[number, string]>((resolve) => {
      frozen.socket.on('close', (code: number, reason: Buffer) => resolve([code, reason.toString()]))
    })
    const { fileId } = (await upload('large.txt', 'x'.repeat(15 * 2 ** 20)).then((answer) =>
      answer.json(),
    )) as OpenedFile
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
    const { api } = await connect()
    const { fileId } = (await upload('text.txt', 'x').then((answer) => answer.json())) as OpenedFile
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
    const [broken, sound] = [await connect(), await connect()]
    const closed = new Promise((resolve) => broken.socket.on('close', (code) => resolve(code)))
    broken.socket.send(new Uint8Array([0x81]))
    expect(await closed).toBe(1007)
    await expect(broken.api.runs.list()).rejects.toMatchObject({ code: 'disconnected' })
    expect(await sound.api.app.getInfo()).toBeDefined()
  })
})

const NETWORK = { sizes: [2, 10], weights: [zeros(10, 2)], biases: [zeros(10, 1)], cost: 'QuadraticCost' }
const WINDOW = '01234567-89ab-4cde-8f01-23456789abcd'

interface FileRequest extends Visitor {
  readonly method?: string
  readonly window?: string
  readonly body?: BodyInit
}

/** Asks for something on files as the window does, or a little otherwise. */
function askForFile(path: string, name: string | null, given: FileRequest = {}): Promise<Response> {
  const query = new URLSearchParams({ key: given.key ?? key, window: given.window ?? WINDOW })
  if (name !== null) query.set('name', name)
  return fetch(`${origin}${path}?${query}`, {
    method: given.method ?? 'POST',
    headers: { origin: given.origin ?? origin },
    body: given.body,
  })
}

const upload = (name: string, body: BodyInit, given: FileRequest = {}): Promise<Response> =>
  askForFile('/files', name, { ...given, body })

/** Files that the server keeps on their way. */
async function listPassed(): Promise<string[]> {
  const folders = (await readdir(home)).filter((name) => name.startsWith('.backprop-'))
  const all = await Promise.all(folders.map((name) => readdir(join(home, name))))
  return all.flat()
}

describe('files', () => {
  it('come up and go down whole, and are gone after that', async () => {
    const { api } = await connect()
    const before = await listPassed()
    const bytes = new Uint8Array(3_000_000).map((_, k) => k * k)
    const opened = (await upload('some größe.bin', bytes).then((answer) => answer.json())) as OpenedFile
    expect(opened).toMatchObject({ name: 'some größe.bin', sizeBytes: bytes.length })
    await expect(api.files.importFile({ fileId: opened.fileId })).rejects.toMatchObject({ code: 'invalid' })
    await api.files.drop({ fileId: opened.fileId })
    expect(await listPassed()).toEqual(before)

    const target = (await askForFile('/targets', 'größe.txt').then((answer) => answer.json())) as SaveTarget
    expect((await askForFile(`/files/${target.fileId}`, null, { method: 'GET' })).status).toBe(404)
    const again = (await askForFile('/targets', 'größe.txt').then((answer) => answer.json())) as SaveTarget
    await api.files.write({ fileId: again.fileId, content: 'written' })
    const answer = await askForFile(`/files/${again.fileId}`, null, { method: 'GET' })
    expect(answer.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''gr%C3%B6%C3%9Fe.txt")
    expect(await answer.text()).toBe('written')
    await expect.poll(listPassed).toEqual(before)
    expect((await askForFile(`/files/${again.fileId}`, null, { method: 'GET' })).status).toBe(404)
  })

  it('are gone when the window that brought them leaves', async () => {
    const before = await listPassed()
    const leaving = (await openSocket({ path: `/rpc?key=${key}&window=${WINDOW}` })) as WebSocket
    const opened = (await upload('a.json', '{}').then((answer) => answer.json())) as OpenedFile
    const other = (await upload('b.json', '{}', { window: WINDOW.replace('0', '1') }).then((answer) =>
      answer.json(),
    )) as OpenedFile
    expect(await listPassed()).toHaveLength(before.length + 2)
    leaving.close()
    await expect.poll(listPassed).toHaveLength(before.length + 1)
    const { api } = await connect()
    await expect(api.files.readText({ fileId: opened.fileId })).rejects.toMatchObject({ code: 'not-found' })
    expect(await api.files.readText({ fileId: other.fileId })).toBe('{}')
    await api.files.drop({ fileId: other.fileId })
  })

  it.each<[string, () => Promise<Response>, number]>([
    ['a wrong key', () => upload('a', 'x', { key: 'wrong' }), 403],
    ['a page of another site', () => upload('a', 'x', { origin: 'https://evil.example' }), 403],
    ['a page without an origin', () => upload('a', 'x', { origin: 'null' }), 403],
    ['no window', () => upload('a', 'x', { window: '../x' }), 400],
    ['no name', () => upload('', 'x'), 400],
    ['another method', () => askForFile('/files', 'a', { method: 'DELETE' }), 405],
    [
      'a download without the key',
      () => askForFile(`/files/${WINDOW}`, null, { method: 'GET', key: '' }),
      403,
    ],
    ['a download of nothing', () => askForFile(`/files/${WINDOW}`, null, { method: 'GET' }), 404],
  ])('are refused to %s', async (_name, ask, status) => {
    const before = await listPassed()
    expect((await ask()).status).toBe(status)
    expect(await listPassed()).toEqual(before)
  })

  it('that have no room are refused before they are sent', async () => {
    const status = await new Promise((resolve, reject) => {
      const asked = httpRequest(`${origin}/files?key=${key}&window=${WINDOW}&name=huge`, {
        method: 'POST',
        headers: { origin, 'content-length': String(2 ** 52) },
      })
      asked.on('response', (response) => resolve(response.statusCode)).on('error', reject)
      asked.flushHeaders()
      onTestFinished(() => void asked.destroy())
    })
    expect(status).toBe(507)
  })

  it('are gone with the server', async () => {
    const other = await start()
    const address = new URL(other.address)
    await fetch(`${address.origin}/files${address.search}&window=${WINDOW}&name=a`, {
      method: 'POST',
      headers: { origin: address.origin },
      body: 'x',
    })
    const folders = await readdir(home)
    await other.close()
    expect(await readdir(home)).toHaveLength(folders.length - 1)
  })
})

describe('its end', () => {
  it('closes the windows and frees the port', async () => {
    const other = await start()
    const address = new URL(other.address)
    const socket = new WebSocket(`ws://${address.host}/rpc${address.search}`, {
      headers: { origin: address.origin },
    })
    await new Promise((resolve) => socket.on('open', resolve))
    const closed = new Promise((resolve) => socket.on('close', (code) => resolve(code)))
    await other.close()
    expect(await closed).toBe(1001)
    const again = await start(other.port, false)
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
    const moved = await start(port, true)
    expect(moved.port).not.toBe(port)
    await moved.close()
    await expect(start(port, false)).rejects.toThrow(`Port ${port} is in use`)
  })
})

it('has a new key at every start', async () => {
  const other = await start()
  expect(new URL(other.address).searchParams.get('key')).not.toBe(key)
  await other.close()
})

it('tells a page with the key of an earlier start that trying again does not help', async () => {
  const other = await start()
  const former = `ws://127.0.0.1:${other.port}/rpc?key=${key}`
  await expect(openWebSocketChannel(former)).rejects.toBeInstanceOf(KeyRefusedError)
  await expect(openWebSocketChannel(former)).rejects.toThrow(/new address .* terminal/)
  await other.close()
  await expect(openWebSocketChannel(former)).rejects.toThrow('The workbench does not answer')
})

function zeros(rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0))
}
