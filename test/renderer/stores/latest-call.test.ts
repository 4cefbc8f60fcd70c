import { expect, it } from 'vitest'
import { createLatestCall } from '../../../renderer/stores/latest-call.ts'

it('keeps one call under way, and of those that wait only the newest', async () => {
  const calls: { input: number; end: () => void }[] = []
  const ask = createLatestCall(
    (input: number) => new Promise<void>((resolve) => calls.push({ input, end: resolve })),
  )
  ask(1)
  ask(2)
  ask(3)
  expect(calls.map((call) => call.input)).toEqual([1])
  calls[0]!.end()
  await Promise.resolve()
  expect(calls.map((call) => call.input)).toEqual([1, 3])
  calls[1]!.end()
  await Promise.resolve()
  ask(4)
  await Promise.resolve()
  expect(calls.map((call) => call.input)).toEqual([1, 3, 4])
})
