import { expect, it } from 'vitest'
import { explainNoCurves } from '../../../../renderer/model/runs/explain-no-curves.ts'

const shown = { training: false, validation: true, test: false }

it.each([
  [[{ status: 'imported', epochsDone: 0 }], /^An imported network has no curve/],
  [[{ status: 'training', epochsDone: 0 }], /^The curve appears with the first/],
  [[{ status: 'failed', epochsDone: 0 }], /^It ended before/],
  [
    [
      { status: 'failed', epochsDone: 0 },
      { status: 'training', epochsDone: 0 },
    ],
    /^None of these runs/,
  ],
  [[{ status: 'training', epochsDone: 1 }], /^$/],
] as const)('says why %j has no curves', (runs, words) => {
  expect(explainNoCurves(runs, shown)).toMatch(words)
})

it('asks for a part where none is chosen', () => {
  expect(explainNoCurves([], { ...shown, validation: false })).toBe(
    'Choose training, validation or test above.',
  )
})
