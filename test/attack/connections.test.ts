import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { encodeMessage } from '#contract/message-codec.ts'
import { Random } from '#core/random/random.ts'
import { startBrowserServer } from '../../electron/browser/server.ts'
import { makeFolder, openTinyWorkbench } from '../electron/backend/tiny-workbench.ts'
import { SLOWNESS } from '../slowness.ts'
import { ATTACK_SEED, attackCount } from './attack-size.ts'
import { mutate } from './mutate.ts'

const COUNT = attackCount({ few: 400, all: 2000 })

/** Milliseconds within which an opening is answered or ended. */
const MOST_MS = 20_000 * SLOWNESS

const PAGE = '<!doctype html><title>window</title>'
const SECRET = 'the secret beside the window'

const pick = <T>(values: readonly T[], random: Random): T => values[random.integer(values.length)]!

interface Address {
  readonly port: number
  readonly key: string
}

const ID = '01234567-89ab-4cde-8f01-23456789abcd'

const PATHS = [
  ...Array<string>(8).fill('/'),
  ...[
    '/',
    '/index.html',
    '//index.html',
    '/index%2ehtml',
    '/%2e%2e/secret.html',
    '/../secret.html',
    '/rpc',
    '//rpc',
  ],
  ...['/files', '/targets', `/files/${ID}`, '/assets/..%5c..%5csecret.html', '*', '%'],
  ...[
    `/${'a'.repeat(300)}`,
    `/${'a/'.repeat(3000)}`,
    '/%00',
    '/index.html%00',
    '/.%2f/secret.html',
    'http://x/',
    '',
  ],
]

/** What stands behind the key: of a window and the name of a file that it brings, right and wrong. */
const TAILS = [
  ...['', '&window=x', '&name=../x', '#', '', '&window=x', '&name=../x', '#'],
  ...['a.png', '..%2fx', 'a'.repeat(300), '%00', '%e2%80%ae', ''].map((name) => `&window=${ID}&name=${name}`),
]

/** A request as bytes: of a known path, often changed, with headers of which some are wrong. */
function drawRequest({ port, key }: Address, random: Random): { text: Buffer; hasKey: boolean } {
  const hasKey = random.integer(2) === 0
  const method = pick(
    ['GET', 'GET', 'GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT', 'OPTIONS'],
    random,
  )
  const query = hasKey
    ? `?key=${key}`
    : pick(['', '?key=', '?key=x', `?key=${key.slice(1)}`, `?${'&'.repeat(500)}`], random)
  const lines = [
    `${method} ${pick(PATHS, random)}${query}${pick(TAILS, random)} HTTP/1.1`,
    `Host: ${pick([`127.0.0.1:${port}`, `127.0.0.1:${port}`, `localhost:${port}`, 'evil.example', ''], random)}`,
    `Origin: ${pick([`http://127.0.0.1:${port}`, 'https://evil.example', 'null'], random)}`,
    ...pick(
      [
        [],
        [],
        [],
        ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: x'],
      ],
      random,
    ),
    ...pick(
      [
        [],
        [],
        [],
        [],
        ['Content-Length: 5'],
        ['Content-Length: 99999999999999'],
        ['Transfer-Encoding: chunked'],
      ],
      random,
    ),
    ...pick(
      [[], [], [], [], [`X: ${'a'.repeat(20_000)}`], ['Content-Length: -1'], ['Range: bytes=0-999999']],
      random,
    ),
    ...['Connection: close', '', pick(['', 'hello', 'zz\r\n', '5\r\nhello\r\n0\r\n\r\n'], random)],
  ]
  const text = Buffer.from(lines.join('\r\n'), 'latin1')
  // A changed one may have a key that is right by chance in no case.
  return random.integer(3) === 0 ? { text: Buffer.from(mutate(text, random)), hasKey } : { text, hasKey }
}

/** Sends bytes and ends. @returns all that came until the server or a moment of silence ended it */
function ask(port: number, text: Buffer, silenceMs = 300): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.setEncoding('latin1').on('data', (piece: string) => (answer += piece))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
    socket.setTimeout(silenceMs, () => socket.destroy())
  })
}

const CALL = { t: 'q', i: 'a', m: 'runs.list', a: [] }

/** A message: one of a call that is changed, or made to fill memory. */
function drawMessage(random: Random): Uint8Array | string {
  switch (random.integer(6)) {
    case 0:
      return Buffer.alloc(
        1 + random.integer(200_000),
        pick([0x80, 0x90, 0x91, 0xc1, 0xd4, 0xdf, 0xff], random),
      )
    case 1:
      return pick(['', 'text', '\0', '[[['], random)
    case 2:
      return encodeMessage({
        ...CALL,
        [pick(['t', 'i', 'm', 'a'], random)]: pick([null, 7n, [], {}, '__proto__', 1e9], random),
      })
    case 3:
      return encodeMessage({
        ...CALL,
        m: pick(['constructor', 'runs.', '.', 'cancel', 'events', 'runs.__proto__'], random),
      })
    default:
      return mutate(encodeMessage({ ...CALL, a: [{ runId: 'abcdefgh' }] }), random)
  }
}

/** Opens a socket with the key and sends messages. @returns once the server has closed it, or answered or ignored all */
async function talk({ port, key }: Address, random: Random): Promise<void> {
  const origin = `http://127.0.0.1:${port}`
  const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc?key=${key}`, { headers: { origin } })
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.on('open', resolve).on('close', resolve))
  for (let k = 0; k < 3 && socket.readyState === WebSocket.OPEN; k++) socket.send(drawMessage(random))
  // A pong comes behind all that was taken.
  const settled = new Promise((resolve) => socket.on('pong', resolve).on('close', resolve))
  if (socket.readyState === WebSocket.OPEN) socket.ping()
  await settled
  socket.terminate()
}

it(
  `the server survives ${COUNT} hostile openings and shows nothing without the key`,
  { timeout: (120_000 + COUNT * 300) * SLOWNESS },
  async () => {
    const folder = makeFolder()
    mkdirSync(path.join(folder, 'window'))
    writeFileSync(path.join(folder, 'window', 'index.html'), PAGE)
    writeFileSync(path.join(folder, 'secret.html'), SECRET)
    const { workbench, storePath } = openTinyWorkbench()
    const defects: string[] = []
    const statuses = new Map<string, number>()
    let at = ''
    const server = await startBrowserServer({
      host: { workbench, storePath, onChange: () => () => undefined },
      logError: (message, error) => void defects.push(`${at}: ${message} ${String(error)}`),
      windowFolder: path.join(folder, 'window'),
      port: 0,
      mayMovePort: true,
    })
    onTestFinished(() => server.close())
    const address = { port: server.port, key: new URL(server.address).searchParams.get('key')! }
    for (let k = 0; k < COUNT; k++) {
      const random = new Random(ATTACK_SEED, 'connections', k)
      at = `seed ${ATTACK_SEED}, attempt ${k}`
      const startedAt = performance.now()
      if (random.integer(2) === 0) {
        const { text, hasKey } = drawRequest(address, random)
        const answer = await ask(address.port, text)
        const status = answer.slice(9, 12)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        expect(answer, at).not.toContain(SECRET)
        expect(answer, at).not.toMatch(/^HTTP\/1\.1 500/)
        if (!hasKey) expect(answer, `${at}: ${text.toString('latin1').slice(0, 200)}`).not.toContain(PAGE)
      } else {
        await talk(address, random)
      }
      expect(performance.now() - startedAt, at).toBeLessThan(MOST_MS)
    }
    expect(defects).toEqual([])
    // The attack reaches what it is made for.
    for (const status of COUNT < 400 ? [] : ['400', '403', '404', '405'])
      expect([...statuses.keys()]).toContain(status)
    const sound = `GET /?key=${address.key} HTTP/1.1\r\nHost: 127.0.0.1:${address.port}\r\nConnection: close\r\n\r\n`
    expect(await ask(address.port, Buffer.from(sound), MOST_MS)).toContain(PAGE)
  },
)
