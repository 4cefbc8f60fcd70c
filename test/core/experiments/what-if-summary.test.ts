import { expect, it } from 'vitest'
import { readWhatIf } from '#core/experiments/what-if-summary.ts'
import type { WhatIfLine } from '#core/experiments/what-if.ts'

const line = (value: number, correct: number | null): WhatIfLine => ({
  value,
  divergence: correct === null ? { code: 'diverged', epoch: 0, loss: null } : null,
  points: [{ epochs: 3, trainLoss: 1, trainAccuracy: 0.5, loss: 1, correct: correct ?? 0, total: 1000 }],
})

it('tells the best value from those that are as good, worse, guessing or gone', () => {
  const lines = [line(1, 905), line(0.1, 500), line(3, 910), line(0.01, 104), line(10, 700), line(100, null)]
  expect(readWhatIf(lines, 10)).toEqual({
    best: 3,
    close: [1],
    low: [0.1],
    high: [10],
    guessing: [0.01],
    diverged: [100],
    end: null,
  })
})

it('tells where a better value may lie beyond those that were tried', () => {
  expect(readWhatIf([line(1, 500), line(3, 900)], 10)).toMatchObject({ best: 3, end: 'high' })
  expect(readWhatIf([line(1, 900), line(3, 500)], 10)).toMatchObject({ best: 1, end: 'low' })
})

it('says nothing of one value alone, or where all diverged', () => {
  expect(readWhatIf([line(1, 500)], 10)).toBeNull()
  expect(readWhatIf([line(1, null), line(2, null)], 10)).toBeNull()
})
