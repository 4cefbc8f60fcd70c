import { expect, it } from 'vitest'
import type { RunSummary } from '#contract/types.ts'
import { sortRuns, type RunsSorting } from '../../../../renderer/model/runs/runs-sorting.ts'
import { epochOf, runOf } from '../../epochs.ts'

const RUNS: readonly RunSummary[] = [
  runOf('c', { name: 'run 10', durationMs: 5, createdAt: '2026-01-03T00:00:00.000Z' }),
  runOf('b', { name: 'run 9', durationMs: 5, createdAt: '2026-01-02T00:00:00.000Z' }),
  runOf('a', { name: 'Run 1', durationMs: 7, createdAt: '2026-01-01T00:00:00.000Z' }),
]

const order = (sorting: RunsSorting | undefined): string =>
  sortRuns(RUNS, sorting, (name) => name)
    .map((run) => run.id)
    .join('')

it.each([
  ['as a person counts', { id: 'name', desc: false }, 'abc'],
  ['the other way', { id: 'name', desc: true }, 'cba'],
  ['equal ones as they are', { id: 'duration', desc: true }, 'acb'],
  ['equal ones as they are, either way', { id: 'duration', desc: false }, 'cba'],
  ['newest first', { id: 'date', desc: true }, 'cba'],
  ['oldest first', { id: 'date', desc: false }, 'abc'],
  ['by nothing as they come', undefined, 'cba'],
  ['by a column that is gone as they come', { id: 'gone', desc: false }, 'cba'],
])('sorts runs %s', (_, sorting, expected) => {
  expect(order(sorting)).toBe(expected)
})

it('puts runs without a value last, either way', () => {
  const measured = (id: string, validationAccuracy: number): RunSummary =>
    runOf(id, { best: epochOf(0, { validationAccuracy }) })
  const runs = [runOf('none'), measured('low', 0.8), measured('high', 0.9)]
  const byBest = (desc: boolean): string[] =>
    sortRuns(runs, { id: 'best', desc }, (name) => name).map((run) => run.id)
  expect(byBest(true)).toEqual(['high', 'low', 'none'])
  expect(byBest(false)).toEqual(['low', 'high', 'none'])
})
