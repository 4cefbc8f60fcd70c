import { expect, it } from 'vitest'
import { readRunReason, readSweepReason, type RunReason, writeReason } from '#core/runs/reason.ts'

it.each<RunReason>([
  { code: 'lost-patience', measure: 'validation-loss', epochs: 3, best: 7 },
  { code: 'diverged', epoch: 0, loss: 'infinity' },
  { code: 'diverged', epoch: 2, loss: null },
  { code: 'stopped-with-sweep' },
  { code: 'other', text: 'as it was' },
])('a stored reason comes back: $code', (reason) => {
  expect(readRunReason(writeReason(reason))).toEqual(reason)
})

it('what is no reason, or one of a later version, is kept as text', () => {
  const texts = ['Out of luck', '{"code":"from-the-future","x":1}', '{"code":"halved","epochs":1}', '[', '3']
  for (const text of texts) {
    expect(readRunReason(text)).toEqual({ code: 'other', text })
    expect(readSweepReason(text)).toEqual({ code: 'other', text })
  }
  expect(readRunReason(null)).toBeNull()
})

it('a sweep tells the reason of the run that failed last', () => {
  const reason = { code: 'runs-failed', count: 3, last: { code: 'not-stored', message: 'full' } } as const
  expect(readSweepReason(writeReason(reason))).toEqual(reason)
})
