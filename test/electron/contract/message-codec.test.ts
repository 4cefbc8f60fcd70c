import { describe, expect, it } from 'vitest'
import { decodeMessage, encodeMessage } from '#contract/message-codec.ts'

describe('a message', () => {
  it.each([
    ['NaN and infinities', [Number.NaN, Infinity, -Infinity]],
    ['undefined in an array', [undefined, null]],
    ['large and small numbers', [2 ** 53, -(2 ** 40), 1e-300, 0.1]],
    ['text', 'σ ≤ 1 — 28 × 28 🖊'],
    ['bytes', new Uint8Array([0, 255])],
    ['numbers', new Float64Array([Number.NaN, 0.1, -1e300])],
    ['nested', { a: [{ b: { c: [1, [2, [3]]] } }], 'key with space': true }],
  ])('keeps %s', (_name, message) => {
    expect(decodeMessage(encodeMessage(message))).toEqual(message)
  })

  it('keeps bytes apart from the buffer they came in', () => {
    const bytes = encodeMessage({ image: new Uint8Array([1, 2, 3]) })
    const { image } = decodeMessage(bytes) as { image: Uint8Array }
    expect(image.constructor).toBe(Uint8Array)
    bytes.fill(0)
    expect(image).toEqual(new Uint8Array([1, 2, 3]))
  })

  it.each([[[]], [[0x81]], [[0xd9, 200, 65]], [[0x01, 0x02]]])('refuses the bytes %j', (bytes) => {
    expect(() => decodeMessage(new Uint8Array(bytes))).toThrow()
  })

  it('cannot reach prototypes', () => {
    // {"__proto__": {"polluted": 1}}
    const bytes = new Uint8Array([
      0x81,
      0xa9,
      ...Buffer.from('__proto__'),
      0x81,
      0xa8,
      ...Buffer.from('polluted'),
      1,
    ])
    const message = decodeMessage(bytes) as object
    expect(Object.getPrototypeOf(message)).toBe(Object.prototype)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })
})
