import { expect, it } from 'vitest'
import { describeImport } from '#shared/describe-import.ts'
import type { RunImport } from '#contract/types.ts'

const nothing = {
  fileName: 'x.backprop',
  added: 0,
  present: 0,
  extended: 0,
  besides: 0,
  busy: 0,
  hasChecksum: true,
  home: [],
}
const reported = (counts: Partial<RunImport>): string => {
  const result = { ...nothing, ...counts }
  const { added, present, extended, besides, busy } = result
  const runIds = Array.from({ length: added + present + extended + besides + busy }, (_, k) => `run${k}`)
  return describeImport({ ...result, runIds })
}

it.each<[Partial<RunImport>, string]>([
  [{ added: 12, present: 3, extended: 1 }, '12 runs added, 3 already there, 1 replaced by its longer self'],
  [{ added: 1 }, '1 run added'],
  [{ present: 1 }, '1 run: 1 already there'],
  [{ extended: 2 }, '2 runs: 2 replaced by their longer selves'],
  [{ besides: 1, busy: 1 }, '2 runs: 1 kept beside another of the same id, 1 left alone, being trained here'],
  [{ added: 1200, besides: 2 }, '1,200 runs added, 2 kept beside others of the same id'],
  [{ added: 1, hasChecksum: false }, '1 run added (from a file without checksum, of an earlier version)'],
  [
    { present: 2, hasChecksum: false },
    '2 runs: 2 already there (from a file without checksum, of an earlier version)',
  ],
  [{ added: 1, hasChecksum: null }, '1 run added'],
  [
    { added: 3, home: [{ sweepId: 'abcd', name: 'rates', count: 2 }] },
    '3 runs added, 2 of the sweep ‘rates’',
  ],
  [{}, 'The file holds no runs'],
])('what became of a file’s runs is reported in one line: %o', (counts, expected) => {
  expect(reported(counts)).toBe(expected)
})
