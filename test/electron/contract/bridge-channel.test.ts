import { expect, it } from 'vitest'
import { openBridgeChannel } from '#contract/bridge-channel.ts'

it('sends what structured cloning accepts, whatever proxies the message holds', () => {
  const sent: unknown[] = []
  const channel = openBridgeChannel({
    send: (message) => sent.push(structuredClone(message)),
    onMessage: () => () => undefined,
  })
  const proxyOf = <Value extends object>(value: Value): Value => new Proxy(value, {})
  const pixels = new Uint8Array([1, 2])
  channel.send({
    m: 'analysis.checkGradient',
    a: [proxyOf({ indices: proxyOf([3, 4]), pixels, note: null })],
  })
  expect(sent).toEqual([{ m: 'analysis.checkGradient', a: [{ indices: [3, 4], pixels, note: null }] }])
})
