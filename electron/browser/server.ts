import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { serveWorkbench, type ServeOptions } from '#contract/rpc-server.ts'
import { MOST_MESSAGE_BYTES } from '#contract/limits.ts'
import type { WorkbenchHost } from '#backend/host/workbench-host.ts'
import { securityHeaders } from '../serving/security-headers.ts'
import { normalizePath, readWindowFile } from '../serving/window-files.ts'
import { hasKey, hasLoopbackHost, hasOwnOrigin, makeKey } from './access.ts'
import { keyPage } from './key-page.ts'
import { answerFileRequest } from './file-routes.ts'
import { PassedFiles } from './passed-files.ts'
import { createSocketChannel } from './socket-channel.ts'

export interface BrowserServerOptions extends ServeOptions {
  readonly host: Pick<WorkbenchHost, 'workbench' | 'storePath' | 'onChange'>
  /** Folder of the built window. */
  readonly windowFolder: string
  readonly port: number
  /** Takes the next free port where `port` is taken; else that is an error. */
  readonly mayMovePort: boolean
}

export interface BrowserServer {
  /** What to open, with the key. */
  readonly address: string
  readonly port: number
  close(): Promise<void>
}

interface Reply {
  readonly status: number
  readonly body: string | Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

/** How many ports after the asked one are tried. */
const portTries = 20

/** The port cannot be had; the message says why and what to do. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError'
}

/**
 * Serves the window and its workbench on 127.0.0.1, to anyone who has the key.
 *
 * @throws PortInUseError
 */
export async function startBrowserServer(options: BrowserServerOptions): Promise<BrowserServer> {
  const key = makeKey()
  const server = createServer()
  // A large upload takes its time.
  server.requestTimeout = 0
  const port = await listen(server, options.port, options.mayMovePort)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE_BYTES })

  const { host } = options
  const openFiles = (): PassedFiles =>
    new PassedFiles({ handles: host.workbench.handles, storePath: host.storePath })
  let files = openFiles()
  const endListening = host.onChange(() => {
    const former = files
    files = openFiles()
    former.close().catch((error: unknown) => options.logError('Files on their way were not removed.', error))
    // A window that connects again finds another store and loads itself anew.
    for (const socket of sockets.clients) socket.close(1012, 'another store is open')
  })

  server.on('request', (request, response) => {
    const routes = { files, key, logError: options.logError, headers: headersFor(request) }
    if (hasLoopbackHost(request, port) && answerFileRequest(request, response, pathOf(request) ?? '', routes))
      return
    answer(request).then(
      (reply) => send(response, reply),
      (error: unknown) => {
        options.logError(`The file ${rawPath(request)} could not be served.`, error)
        send(response, { status: 500, body: 'The file could not be read.\n', headers: {} })
      },
    )
  })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    if (!isRpc(request)) {
      refuseUpgrade(socket, '404 Not Found')
    } else if (!hasLoopbackHost(request, port) || !hasOwnOrigin(request) || !hasKey(request, key)) {
      refuseUpgrade(socket, '403 Forbidden')
    } else {
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const { workbench } = host
        const owner = new URLSearchParams(request.url?.split('?', 2)[1]).get('window')
        if (owner !== null) webSocket.on('close', () => void workbench.handles.dropOwner(owner))
        serveWorkbench(workbench, createSocketChannel(webSocket), options)
      })
    }
  })

  async function answer(request: IncomingMessage): Promise<Reply> {
    if (!hasLoopbackHost(request, port)) {
      return { status: 403, body: 'Not a name of this server.\n', headers: {} }
    }
    const headers = headersFor(request)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return { status: 405, body: 'Only GET and HEAD.\n', headers: { ...headers, Allow: 'GET, HEAD' } }
    }
    if (isRpc(request)) {
      return hasKey(request, key)
        ? {
            status: 426,
            body: 'A WebSocket is expected here.\n',
            headers: { ...headers, Upgrade: 'websocket' },
          }
        : { status: 403, body: 'The key is missing or wrong.\n', headers }
    }
    // Some disks do not tell small letters from capitals.
    const pathname = pathOf(request)?.toLowerCase()
    if ((pathname === '/' || pathname === '/index.html') && !hasKey(request, key)) {
      return {
        status: 403,
        body: keyPage,
        headers: { ...headers, 'Content-Type': 'text/html; charset=utf-8' },
      }
    }
    const file = await readWindowFile(options.windowFolder, rawPath(request))
    if (file === null) return { status: 404, body: 'There is no such file.\n', headers }
    const caching = file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache'
    return {
      status: 200,
      body: file.body,
      headers: { ...headers, 'Content-Type': file.type, 'Cache-Control': caching },
    }
  }

  return {
    address: `http://127.0.0.1:${port}/?key=${key}`,
    port,
    close: async () => {
      endListening()
      for (const socket of sockets.clients) socket.close(1001, 'the workbench ends')
      sockets.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // A window that does not answer the farewell must not keep the program alive.
      const timer = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate()
        server.closeAllConnections()
      }, 300)
      server.closeIdleConnections()
      await closed
      clearTimeout(timer)
      await files.close()
    },
  }
}

function headersFor(request: IncomingMessage): Record<string, string> {
  return securityHeaders([`'self'`, `ws://${request.headers.host}`])
}

function isRpc(request: IncomingMessage): boolean {
  return pathOf(request) === '/rpc'
}

/** The path in the one way to write it; null for one that no route has. */
function pathOf(request: IncomingMessage): string | null {
  return normalizePath(rawPath(request))
}

/** The path as it was sent: URL would fold `..` away before the file's reader can refuse it. */
function rawPath(request: IncomingMessage): string {
  return (request.url ?? '/').split(/[?#]/, 1)[0]!
}

function send(response: ServerResponse, { status, body, headers }: Reply): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

async function listen(server: Server, wanted: number, mayMovePort: boolean): Promise<number> {
  const last = mayMovePort && wanted !== 0 ? Math.min(wanted + portTries, 65_535) : wanted
  for (let port = wanted; ; port++) {
    try {
      return await listenOn(server, port)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error
      if (port < last) continue
      if (mayMovePort) return listenOn(server, 0)
      throw new PortInUseError(
        code === 'EACCES'
          ? `Port ${port} may not be used by this account. Choose one from 1024 on with --port.`
          : `Port ${port} is in use. Choose another with --port, or leave --port out to take a free one.`,
      )
    }
  }
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
