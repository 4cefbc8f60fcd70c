import { describe, expect, it } from 'vitest'
import { augmentationSchema } from '#core/recipe/augmentation.ts'
import { TRAINING_FIELDS } from '#core/recipe/unknown-fields.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { filterRuns, readFilter } from '../../../../renderer/model/runs/filter-runs.ts'
import {
  describeSettings,
  formatDate,
  formatDuration,
  formatSizes,
} from '../../../../renderer/model/runs/run-format.ts'
import { runOf } from '../../epochs.ts'

describe('filterRuns', () => {
  const runs = [
    runOf('1', { name: 'Lecture', status: 'stopped' }),
    runOf('2', { name: 'lecture again' }),
    runOf('3', {
      name: 'deep',
      recipe: { ...LECTURE_RECIPE, data: { ...LECTURE_RECIPE.data, dataSet: 'mnist' } },
    }),
  ]
  const titles: Record<string, string> = { mnist: 'MNIST', 'pen-digits': 'Pen digits' }
  const idsFor = (filter: string): string[] =>
    filterRuns(runs, readFilter(filter, (name) => titles[name]!).filter!).map((run) => run.id)

  it.each([
    ['', ['1', '2', '3']],
    ['lecture', ['1', '2']],
    ['  LECTURE stopped ', ['1']],
    ['mnist', ['3']],
    ['pen digits', ['1', '2']],
    ['784-30-10', ['1', '2', '3']],
    ['lecture mnist', []],
    ['status = stopped or data = mnist', ['1', '3']],
  ])('finds for %j the runs %j', (filter, ids) => {
    expect(idsFor(filter)).toEqual(ids)
  })

  it('hides archived runs until they are shown or asked for', () => {
    const some = [runOf('here'), runOf('away', { isArchived: true })]
    const found = (text: string, showsArchived?: boolean): string[] =>
      filterRuns(some, readFilter(text, String).filter!, showsArchived).map((run) => run.id)
    expect([found(''), found('', true), found('archived'), found('not archived')]).toEqual([
      ['here'],
      ['here', 'away'],
      ['away'],
      ['here'],
    ])
  })

  it('says what is wrong with a filter', () => {
    expect(readFilter('epochs > many', String)).toEqual({
      filter: null,
      problem: "epochs: expected a number after >, got 'many'",
    })
  })
})

describe('run-format', () => {
  it.each([
    [0.4, '0\u00a0ms'],
    [850, '850\u00a0ms'],
    [1000, '1.0\u00a0s'],
    [59_940, '59.9\u00a0s'],
    [59_960, '1\u00a0min 00\u00a0s'],
    [192_000, '3\u00a0min 12\u00a0s'],
    [3_840_000, '1\u00a0h 04\u00a0min'],
  ])('writes %d ms as %s', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text)
  })

  it.each([
    ['2026-01-02T03:04:00Z', 'just now'],
    ['2026-01-02T03:01:00Z', '3 min ago'],
    ['2026-01-02T01:04:00Z', '2 hr ago'],
    ['2026-01-01T03:04:00Z', 'yesterday'],
    ['2025-12-20T03:04:00Z', '20 Dec 2025'],
    // A clock that was set back must not speak of the future.
    ['2026-01-02T04:00:00Z', 'just now'],
  ])('writes %s as %s', (iso, text) => {
    expect(formatDate(iso, Date.parse('2026-01-02T03:04:30Z'))).toBe(text)
  })

  it('tells runs apart in one line', () => {
    expect(formatSizes(LECTURE_RECIPE)).toBe('784-30-10')
    expect(describeSettings(runOf('r'))).toBe('Sigmoid · MSE · SGD 3 · batch 10 · seed 1 · Standard normal')
    expect(describeSettings(runOf('r', { recipe: { ...LECTURE_RECIPE, engine: 'wasm-relaxed' } }))).toBe(
      'Sigmoid · MSE · SGD 3 · batch 10 · seed 1 · Standard normal · Fastest (32-bit, relaxed)',
    )
    const modern = describeSettings(
      runOf('r', {
        recipe: {
          ...LECTURE_RECIPE,
          data: { ...LECTURE_RECIPE.data, augmentation: augmentationSchema.parse({ shift: 2 }) },
          layers: [
            { ...LECTURE_RECIPE.layers[0]!, batchNorm: true, dropout: 0.2 },
            LECTURE_RECIPE.layers[1]!,
          ],
          schedule: { name: 'cosine', minimum: 0, reaches: 'after-last-epoch' },
          l1: { lambda: 0.1, convention: 'pytorch' },
        },
      }),
    )
    expect(modern).toBe(
      'Sigmoid · MSE · SGD 3 · cosine schedule · batch 10 · batch norm · dropout 0.2 · augmented · L1 0.1 · seed 1 · Standard normal',
    )
  })

  it('says of an imported network what its file tells, and that its training is unknown', () => {
    const imported = { recipe: LECTURE_RECIPE, unknownFields: TRAINING_FIELDS }
    expect(describeSettings(imported)).toBe('Sigmoid · MSE · training unknown')
    expect(describeSettings({ ...imported, unknownFields: [...TRAINING_FIELDS, 'loss'] })).toBe(
      'Sigmoid · training unknown',
    )
  })
})
