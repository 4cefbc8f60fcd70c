import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { type Channel, ChannelListeners } from '#contract/channel.ts'
import { decodeMessage, encodeMessage } from '#contract/message-codec.ts'
import { connectWorkbench, type WorkbenchConnection } from '#contract/rpc.ts'
import { openWorkbench } from '#backend/workbench.ts'
import { startBrowserServer, type BrowserServer } from '../../../electron/browser/server.ts'

/** The id that a window calls itself by when it brings files. */
export const WINDOW = '01234567-89ab-4cde-8f01-23456789abcd'

export interface Answer {
  status: number | undefined
  headers: IncomingHttpHeaders
  body: string
}

/** Who asks, where that is not the window itself. */
export interface Visitor {
  key?: string
  origin?: string
  host?: string
  path?: string
}

export interface FileRequest extends Visitor {
  readonly method?: string
  readonly window?: string
  readonly body?: BodyInit
}

/** A server of browser mode over a small window of its own, and ways to ask it for something. */
export interface ServedWindow {
  readonly home: string
  readonly port: number
  readonly origin: string
  readonly key: string
  /** Another server over the same window and workbench. */
  start(port?: number, mayMovePort?: boolean): Promise<BrowserServer>
  /** A request whose path goes out as it is written, `..` and all. */
  ask(path: string, options?: { method?: string; headers?: object }): Promise<Answer>
  /** Opens a socket as a browser would; gives it or the status of its refusal. */
  openSocket(visitor?: Visitor): Promise<WebSocket | number>
  connect(): Promise<WorkbenchConnection & { readonly socket: WebSocket }>
  /** Asks for something on files as the window does, or a little otherwise. */
  askForFile(path: string, name: string | null, given?: FileRequest): Promise<Response>
  upload(name: string, body: BodyInit, given?: FileRequest): Promise<Response>
  /** Files that the server keeps on their way. */
  listPassed(): Promise<string[]>
  /** Ends the server, and holds that it met no defect. */
  close(): Promise<void>
}

/** Serves a window of three files with a workbench of its own. */
export async function serveWindow(): Promise<ServedWindow> {
  const home = await mkdtemp(join(tmpdir(), 'workbench-'))
  const folder = join(home, 'window')
  const storePath = join(home, 'workbench.sqlite')
  const defects: unknown[] = []
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>window</title>')
  await writeFile(join(folder, 'assets', 'app-1a2b.js'), 'export {}')
  await writeFile(join(folder, 'notes.md'), 'not part of a window')
  await writeFile(join(home, 'secret.html'), 'secret')
  const workbench = openWorkbench({
    storePath,
    dataFolder: join(home, 'data-sets'),
    version: '1.2.3',
  })
  const start: ServedWindow['start'] = (port = 0, mayMovePort = true) =>
    startBrowserServer({
      host: { workbench, storePath, onChange: () => () => undefined },
      logError: (_message, error) => defects.push(error),
      windowFolder: folder,
      port,
      mayMovePort,
    })
  const server = await start()
  const { port } = server
  const address = new URL(server.address)
  const { origin } = address
  const key = address.searchParams.get('key')!

  const openSocket: ServedWindow['openSocket'] = (visitor = {}) => {
    const path = visitor.path ?? `/rpc?key=${visitor.key ?? key}`
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, {
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
  const askForFile: ServedWindow['askForFile'] = (path, name, given = {}) => {
    const query = new URLSearchParams({ key: given.key ?? key, window: given.window ?? WINDOW })
    if (name !== null) query.set('name', name)
    return fetch(`${origin}${path}?${query}`, {
      method: given.method ?? 'POST',
      headers: { origin: given.origin ?? origin },
      body: given.body,
    })
  }
  return {
    ...{ home, port, origin, key, start, openSocket, askForFile },
    ask: (path, { method = 'GET', headers = {} } = {}) =>
      new Promise((resolve, reject) => {
        const asked = { host: '127.0.0.1', port, path, method, headers: { ...headers } }
        const request = httpRequest(asked, (response) => {
          let body = ''
          response.setEncoding('utf8').on('data', (text: string) => (body += text))
          response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
        })
        request.on('error', reject).end()
      }),
    connect: async () => {
      const socket = (await openSocket()) as WebSocket
      return { socket, ...connectWorkbench(channelOf(socket)) }
    },
    upload: (name, body, given = {}) => askForFile('/files', name, { ...given, body }),
    listPassed: async () => {
      const folders = (await readdir(home)).filter((name) => name.startsWith('.backprop-'))
      const all = await Promise.all(folders.map((name) => readdir(join(home, name))))
      return all.flat()
    },
    close: async () => {
      await server.close()
      await workbench.close()
      await rm(home, { recursive: true })
      expect(defects).toEqual([])
    },
  }
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
