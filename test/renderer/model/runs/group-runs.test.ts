import { describe, expect, it } from 'vitest'
import type { RunSummary } from '#contract/types.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import {
  formatShareSpread,
  groupAccuracies,
  groupRows,
  spreadOf,
  type Grouping,
} from '../../../../renderer/model/runs/group-runs.ts'
import { epochOf, runOf } from '../../epochs.ts'

const of = (
  id: string,
  seed: number,
  validationAccuracy: number,
  more: Partial<RunSummary> = {},
): RunSummary => {
  const measured = epochOf(4, { validationAccuracy })
  return runOf(id, { recipe: { ...LECTURE_RECIPE, seed }, best: measured, last: measured, ...more })
}
const runs = [
  of('a', 1, 0.9, { tags: ['Deep', 'old'] }),
  of('b', 2, 0.94, { sweep: { id: 's1', name: 'Sweep of seeds', index: 0 }, tags: ['deep'] }),
  of('c', 3, 0.92, { sweep: { id: 's1', name: 'Sweep of seeds', index: 0 } }),
  of('wide', 1, 0.97, { recipe: { ...LECTURE_RECIPE, batchSize: 100 } }),
]
const titleOf = (name: string): string => name.toUpperCase()
/** Rows in a few letters: a group as its label and number, its runs behind a dash. */
const rows = (by: Grouping, isUnfolded: (key: string) => boolean = () => true): string[] =>
  groupRows(runs, by, isUnfolded, titleOf).map((row) =>
    row.kind === 'group'
      ? `${row.group.label} ${row.group.runs.length}`
      : `${row.isInGroup ? '- ' : ''}${row.run.id}`,
  )

describe('groups of runs', () => {
  it('are none without a grouping', () => {
    expect(rows('none')).toEqual(['a', 'b', 'c', 'wide'])
  })

  it('are sweeps, and the runs of none last', () => {
    expect(rows('sweep')).toEqual(['Sweep of seeds 2', '- b', '- c', 'No sweep 2', '- a', '- wide'])
  })

  it('are tags, whatever their case; a run with two is in both', () => {
    expect(rows('tag')).toEqual(['Deep 2', '- a', '- b', 'old 1', '- a', 'No tag 2', '- c', '- wide'])
    const keys = groupRows(runs, 'tag', () => true, titleOf).map((row) => row.key)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('are recipes that differ in the seed alone, and a recipe of one run stands alone', () => {
    const [head, ...rest] = rows('recipe')
    expect(head).toMatch(/^784-30-10 · Sigmoid · .*batch 10.* 3$/)
    expect(head).not.toContain('seed')
    expect(rest).toEqual(['- a', '- b', '- c', 'wide'])
  })

  it('are data sets by their titles', () => {
    expect(rows('dataSet', () => false)).toEqual([`${LECTURE_RECIPE.data.dataSet.toUpperCase()} 4`])
  })

  it('show the runs of unfolded groups alone', () => {
    expect(rows('sweep', (key) => key === 'sweep s1')).toEqual([
      'Sweep of seeds 2',
      '- b',
      '- c',
      'No sweep 2',
    ])
  })

  it('have mean and standard deviation of what was measured on the same images', () => {
    const group = { key: 'g', label: 'g', runs: runs.slice(0, 3) }
    // Of 90, 94 and 92 per cent: 92, and √((4 + 4 + 0) / 2) = 2.
    expect(formatShareSpread(groupAccuracies(group).best)).toBe('92.00 ± 2.00\u00a0%')
    const one = { ...group, runs: runs.slice(0, 1) }
    expect(formatShareSpread(groupAccuracies(one).last)).toBe('90.00\u00a0%')
    const mixed = { ...group, runs: [...group.runs, of('mnist', 1, 0.5, { dataSha256: 'f'.repeat(64) })] }
    expect(groupAccuracies(mixed)).toEqual({ best: null, last: null })
    expect(formatShareSpread(null)).toBe('–')
  })

  it('leave out what was not measured', () => {
    expect(spreadOf([null, 1, null, 3])).toEqual({ mean: 2, deviation: Math.SQRT2, count: 2 })
    expect(spreadOf([null])).toBeNull()
  })
})
