import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** 144 random bits, fit for an address. */
export function makeKey(): string {
  return randomBytes(18).toString('base64url')
}

/** Whether a request brings the key; takes the same time for every wrong one. */
export function hasKey(request: IncomingMessage, key: string): boolean {
  const query = (request.url ?? '').split('?', 2)[1] ?? ''
  const given = new URLSearchParams(query).get('key') ?? ''
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(key))
}

/** Whether the request names this server; another name means that a foreign site was pointed at it. */
export function hasLoopbackHost(request: IncomingMessage, port: number): boolean {
  const { host } = request.headers
  // Browsers leave http's own port out.
  return ['127.0.0.1', 'localhost'].some(
    (name) => host === `${name}:${port}` || (port === 80 && host === name),
  )
}

/** Whether a page of this very server asks: a page of another site can open a socket to it as well. */
export function hasOwnOrigin(request: IncomingMessage): boolean {
  return request.headers.origin === `http://${request.headers.host}`
}
