import { describe, expect, it } from 'vitest'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import type { EpochSummary } from '#core/runs/epoch-metrics.ts'
import { commonRankingPart, groupByImages, type RankedRun } from '#core/runs/measured-images.ts'
import { rankRuns } from '#core/runs/rank-runs.ts'
import { describeMixedImages } from '#shared/words/image-words.ts'
import { describeBest } from '#shared/words/ranking-words.ts'
import { measured } from '../training/measured.ts'

const TITLES: Readonly<Record<string, string>> = { 'pen-digits-2': 'Pen digits', mnist: 'MNIST' }
const titleOf = (name: string): string => TITLES[name] ?? name
const epoch = (change: Partial<EpochSummary>): EpochSummary => ({
  ...measured(0, { validationAccuracy: null }),
  durationMs: 1,
  ...change,
})

function run(
  name: string,
  best: EpochSummary | null,
  data: Partial<typeof LECTURE_RECIPE.data> = {},
  dataSha256: string | null = 'ab',
): RankedRun & { name: string } {
  const recipe = { ...LECTURE_RECIPE, data: { ...LECTURE_RECIPE.data, ...data } }
  return { name, recipe, dataSha256, unknownFields: [], best }
}
const reached = (validationAccuracy: number): EpochSummary => epoch({ validationAccuracy })

describe('runs by the images that their accuracies are of', () => {
  it('are one group where data set, part and count are the same', () => {
    const runs = [run('a', reached(0.9)), run('b', reached(0.8), { trainSize: 500 }), run('c', null)]
    expect(groupByImages(runs)).toEqual([
      { images: { dataSet: 'pen-digits-2', part: 'validation', count: 10000 }, count: 2 },
    ])
    expect(describeMixedImages(groupByImages(runs), titleOf)).toBeNull()
    expect(commonRankingPart(runs)).toBe('validation')
  })

  it('are told apart by data set, part, count and content', () => {
    const tested = epoch({ testCorrect: 90, testTotal: 100 })
    const runs = [
      run('a', reached(0.9)),
      run('b', reached(0.9), { dataSet: 'mnist' }, 'cd'),
      run('c', tested, { testSize: 100 }),
      run('d', reached(0.7), {}, 'ef'),
      run('e', reached(0.6)),
    ]
    expect(describeMixedImages(groupByImages(runs), titleOf)).toBe(
      'These accuracies are of different images, so their order is no ranking: 10,000 validation images of Pen digits (2 runs), ' +
        '10,000 validation images of MNIST (1 run), 100 test images of Pen digits (1 run), other 10,000 validation images of Pen digits (1 run).',
    )
    expect(commonRankingPart(runs)).toBeNull()
    // Of the test part there are figures of one alone.
    expect(groupByImages(runs, 'test')).toHaveLength(1)
  })
})

describe('the best of three or more runs', () => {
  it('is named with its result and its lead', () => {
    const runs = [run('a', reached(0.9)), run('b', reached(0.96)), run('c', reached(0.955)), run('d', null)]
    expect(rankRuns(runs).map(({ name }) => name)).toEqual(['b', 'c', 'a'])
    expect(describeBest(runs, titleOf)).toBe(
      'b is the best of these 3: 96.00\u00a0% of 10,000 validation images of Pen digits, 0.50 points ahead of c.',
    )
    expect(describeBest([...runs, run('e', reached(0.96))], titleOf)).toBe(
      'b and e are equally good, the best of these 4: 96.00\u00a0% of 10,000 validation images of Pen digits.',
    )
  })

  it('leads by the difference of what is shown', () => {
    const lead = (best: number, second: number): string | undefined =>
      /(\S+ \S+|less than \S+ points) ahead/.exec(
        describeBest([run('a', reached(best)), run('b', reached(second)), run('c', reached(0.5))], titleOf)!,
      )?.[1]
    // 97.55 % and 97.38 %.
    expect(lead(3902 / 4000, 3895 / 4000)).toBe('0.17 points')
    // 97.58 % and 97.55 %.
    expect(lead(3903 / 4000, 3902 / 4000)).toBe('0.03 points')
    // 93.71 % both.
    expect(lead(0.937101, 0.9371)).toBe('less than 0.01 points')
  })

  it('is not named among two, or where the images differ', () => {
    expect(describeBest([run('a', reached(0.9)), run('b', reached(0.8))], titleOf)).toBeNull()
    const mixed = [run('a', reached(0.9)), run('b', reached(0.8)), run('c', reached(0.7), {}, 'cd')]
    expect(describeBest(mixed, titleOf)).toBeNull()
  })
})
