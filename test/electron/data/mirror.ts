import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** How a mirror answers: what it holds, by file name, and what it does to a request. */
export type Answer = (request: IncomingMessage, response: ServerResponse, content: Buffer) => void

/** A real server on a loopback address that stands for a mirror. */
export interface Mirror {
  /** Ends in a slash. */
  readonly url: string
  readonly host: string
  /** What was asked for, as in `a.gz` or `a.gz from 10`, in order. */
  readonly requests: string[]
  /** Cuts every connection. */
  cut(): void
}

/** Starts a mirror that holds the files and answers in the given way; it ends with the test. */
export async function startMirror(
  files: ReadonlyMap<string, Buffer>,
  answer: Answer = whole,
): Promise<Mirror> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    const name = (request.url ?? '').replace('/mnist/', '')
    requests.push(name + (request.headers.range?.replace(/^bytes=(\d+)-$/, ' from $1') ?? ''))
    const content = files.get(name)
    if (content === undefined) response.writeHead(404).end('no such file')
    else answer(request, response, content)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const host = `127.0.0.1:${port}`
  return { url: `http://${host}/mnist/`, host, requests, cut: () => server.closeAllConnections() }
}

/** Gives the file, or the range of it that was asked for. */
export const whole: Answer = (request, response, content) => {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  if (from === 0) response.writeHead(200, { 'content-length': content.length }).end(content)
  else if (from >= content.length) response.writeHead(416).end()
  else {
    response
      .writeHead(206, {
        'content-length': content.length - from,
        'content-range': `bytes ${from}-${content.length - 1}/${content.length}`,
      })
      .end(content.subarray(from))
  }
}

/** Knows no ranges: gives the whole file whatever was asked for. */
export const withoutRanges: Answer = (_, response, content) => {
  response.writeHead(200, { 'content-length': content.length }).end(content)
}

/** Sends a head that promises the file, then cuts the connection. */
export const cutAtOnce: Answer = (_, response, content) => {
  response.writeHead(200, { 'content-length': content.length })
  response.write(content.subarray(0, 1), () => response.destroy())
}

/** Sends so many bytes of what was asked for, then nothing more until the mirror is cut. */
export const holdAfter =
  (bytes: number): Answer =>
  (request, response, content) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': content.length - from,
      'content-range': `bytes ${from}-${content.length - 1}/${content.length}`,
    })
    const piece = content.subarray(from, from + bytes)
    if (from + bytes < content.length) response.write(piece)
    else response.end(piece)
  }

/** Sends the first byte, then nothing more. */
export const stalled: Answer = (_, response, content) => {
  response.writeHead(200, { 'content-length': content.length })
  response.write(content.subarray(0, 1))
}

/** Never answers. */
export const silent: Answer = () => undefined

export const status =
  (code: number): Answer =>
  (_, response) => {
    response.writeHead(code).end('no')
  }

/** Gives other bytes of the same length. */
export const wrongBytes: Answer = (request, response, content) => {
  whole(request, response, Buffer.from(content.map((byte) => byte ^ 1)))
}

/** A page in the place of the file, as the door of a hotel's network sends it. */
export const page: Answer = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>')
}

/** Bytes without end. */
export const endless: Answer = (_, response, content) => {
  response.writeHead(200)
  const send = (): void => {
    if (!response.destroyed) response.write(content, send)
  }
  send()
}
