import { expect, it } from 'vitest'
import { encodeMessage } from '#contract/message-codec.ts'
import { scanMessage } from '#contract/scan-message.ts'

it('lets messages of the contract pass, whatever is in them', () => {
  const nested = Array.from({ length: 20 }).reduce<unknown>((value) => [value], 'x')
  const messages = [
    ...[null, undefined, true, 0, -1, 127, 128, -129, 2 ** 31, 2 ** 40, -(2 ** 40), 0.1, NaN],
    ...['', 'ä'.repeat(40), 'x'.repeat(300), 'x'.repeat(70_000), 12n, nested],
    ...[new Uint8Array(3), new Float64Array(100), new Float32Array(70_000), { a: [], b: {}, c: undefined }],
    {
      t: 'q',
      i: 'abc',
      m: 'runs.edit',
      a: [{ runIds: Array.from({ length: 100_000 }, (_, k) => `run${k}`) }],
    },
    Object.fromEntries(Array.from({ length: 60_000 }, (_, k) => [k, k])),
  ]
  for (const message of messages) expect(scanMessage(encodeMessage(message))).toBeNull()
})

it.each<[string, Uint8Array, string]>([
  [
    'a list of empty maps',
    Buffer.concat([Buffer.from('dd00100000', 'hex'), Buffer.alloc(2 ** 20, 0x80)]),
    'values',
  ],
  ['lists in lists', Buffer.alloc(100_000, 0x91), 'more than 32 levels'],
  ['maps in maps', Buffer.from('81a161'.repeat(1000), 'hex'), 'more than 32 levels'],
  ['a list of four billion', Buffer.from('ddffffffff', 'hex'), 'fewer bytes'],
  ['a map of four billion', Buffer.from('dfffffffff', 'hex'), 'fewer bytes'],
  ['a text of four billion', Buffer.from('dbffffffff61', 'hex'), 'bytes'],
  ['nothing', Buffer.alloc(0), 'fewer bytes'],
  ['half a number', Buffer.from('cb00', 'hex'), 'bytes'],
  ['two values', Buffer.from('0102', 'hex'), 'bytes after its end'],
  ['an error, of which decoders make one', Buffer.from('d46500', 'hex'), 'an unknown kind'],
  ['a regular expression', Buffer.from('d47800', 'hex'), 'an unknown kind'],
  [
    'a number of a million digits',
    Buffer.concat([Buffer.from('c90010000042', 'hex'), Buffer.alloc(2 ** 20)]),
    'unknown',
  ],
])('finds what is made to fill memory before it is decoded: %s', (_name, bytes, found) => {
  const startedAt = performance.now()
  expect(scanMessage(bytes)).toContain(found)
  expect(performance.now() - startedAt).toBeLessThan(2000)
})
