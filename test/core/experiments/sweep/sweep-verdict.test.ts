import { describe, expect, it } from 'vitest'
import { Random } from '#core/random/random.ts'
import type { SpacedValue } from '#core/experiments/sweep/spaced-values.ts'
import { judgeSweep, readSweep, type SweptResult } from '#core/experiments/sweep/sweep-verdict.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { describeSweepVerdict } from '#shared/words/sweep-verdict-words.ts'

const RATE = 'optimizer.learningRate'
const UNITS = 'layers.0.units'

/** Results of a grid: values of the fields, then the accuracy. */
function resultsOf(
  paths: readonly string[],
  rows: readonly (readonly [...SpacedValue[], number | null])[],
): SweptResult[] {
  return rows.map((row, index) => ({
    index,
    changes: paths.map((path, k) => ({ path, value: row[k]! })),
    accuracy: row[paths.length] as number | null,
  }))
}

const NAMES = {
  titleOf: (path: string) => (path === RATE ? 'Learning rate' : 'Units'),
  formatValue: (_path: string, value: unknown) => String(value),
  dataTitleOf: () => 'Pen digits',
}
const say = (results: readonly SweptResult[], count = 1000): string[] =>
  describeSweepVerdict(
    {
      isRanked: true,
      images: { dataSet: 'pen-digits', part: 'validation', count },
      verdict: readSweep(results, count),
    },
    NAMES,
  )

describe('the verdict of a sweep', () => {
  it('names the best setting over its seeds, what mattered, and a best value at the end of its range', () => {
    const results = resultsOf(
      [RATE, UNITS, 'seed'],
      [
        [0.1, 10, 1, 0.6],
        [0.1, 10, 2, 0.62],
        [0.1, 30, 1, 0.61],
        [0.1, 30, 2, 0.63],
        [3, 10, 1, 0.9],
        [3, 10, 2, 0.92],
        [3, 30, 1, 0.93],
        [3, 30, 2, 0.95],
      ],
    )
    expect(say(results)).toEqual([
      'Best: learning rate 3, units 30: 94.00\u00a0% ± 1.41\u00a0% over 2 seeds, 95.00\u00a0% at the best, of 1,000 validation images of Pen digits right.',
      // 3 points, but two seeds of each that are 2 points apart tell no less than 6 from chance.
      'Learning rate 3, units 10 is about as good; over these seeds and validation images the difference may be chance.',
      'Learning rate mattered most: on average 61.50\u00a0% with 0.1, 92.50\u00a0% with 3.',
      'Units made no clear difference.',
      '3 is the largest learning rate that was tried: a better one may lie beyond.',
    ])
  })

  it('tells a single run from a mean, and runs that were not measured', () => {
    const results = resultsOf(
      [RATE],
      [
        [0.3, 0.7],
        [3, 0.95],
        [30, null],
      ],
    )
    expect(say(results)).toEqual([
      'Best: learning rate 3: 95.00\u00a0% of 1,000 validation images of Pen digits right.',
      'Learning rate matters: 70.00\u00a0% with 0.3, 95.00\u00a0% with 3.',
      '1 run was not measured.',
    ])
  })

  it('takes no difference for clear that few images make', () => {
    const results = resultsOf(
      [RATE],
      [
        [1, 0.9],
        [3, 0.95],
      ],
    )
    expect(readSweep(results, 100)!.close).toHaveLength(1)
    expect(readSweep(results, 100)!.effects[0]!.isClear).toBe(false)
    expect(readSweep(results, 10_000)!.close).toHaveLength(0)
    expect(readSweep(results, 10_000)!.effects[0]!.isClear).toBe(true)
  })

  it.each([2, 3])('calls at most one field in 20 clear that %i seeds of each value alone make', (seeds) => {
    const random = new Random(1, 'sweeps', seeds)
    const clear = Array.from({ length: 2000 }, () => {
      const rows = [0.1, 3].flatMap((rate) =>
        Array.from({ length: seeds }, (_, seed) => [rate, seed, 0.9 + 0.02 * random.normal()] as const),
      )
      const { effects, close } = readSweep(resultsOf([RATE, 'seed'], rows), 100_000)!
      expect(effects[0]!.isClear).toBe(close.length === 0)
      return effects[0]!.isClear
    }).filter(Boolean).length
    expect(clear / 2000).toBeLessThan(0.055)
  })

  it.each(['validation', 'test'] as const)(
    'names the %s images on which a difference may be chance',
    (part) => {
      const results = resultsOf(
        [RATE],
        [
          [0.1, 0.95],
          [0.3, 0.951],
          [0.03, 0.9505],
        ],
      )
      const images = { dataSet: 'pen-digits', part, count: 1000 }
      const say = (of: typeof results): string[] =>
        describeSweepVerdict({ isRanked: true, images, verdict: readSweep(of, 1000) }, NAMES)
      expect(say(results)[1]).toBe(
        `About as good, so that on these ${part} images the differences may be chance: learning rate 0.03; learning rate 0.1.`,
      )
      expect(say(results.slice(0, 2))[1]).toBe(
        `Learning rate 0.1 is about as good; on these ${part} images the difference may be chance.`,
      )
    },
  )

  it('reads a fine range in three parts', () => {
    const results = resultsOf(
      [RATE],
      Array.from({ length: 12 }, (_, k) => [k + 1, k < 4 ? 0.5 : k < 8 ? 0.9 : 0.7] as const),
    )
    expect(readSweep(results, 1000)!.effects[0]!.groups).toEqual([
      { low: 1, high: 4, mean: 0.5, runCount: 4 },
      { low: 5, high: 8, mean: expect.closeTo(0.9) as number, runCount: 4 },
      { low: 9, high: 12, mean: expect.closeTo(0.7) as number, runCount: 4 },
    ])
  })

  it('says of seeds alone how far they spread', () => {
    expect(
      say(
        resultsOf(
          ['seed'],
          [
            [1, 0.9],
            [2, 0.92],
          ],
        ),
      ),
    ).toEqual([
      'All seeds: 91.00\u00a0% ± 1.41\u00a0% over 2 seeds, 92.00\u00a0% at the best, of 1,000 validation images of Pen digits right.',
    ])
  })

  it('ranks nothing that was measured on different images, and nothing where no run was measured', () => {
    const best = (validationAccuracy: number) => ({
      ...{ epoch: 0, trainLoss: 1, trainAccuracy: 0.5, validationLoss: 1, validationAccuracy },
      ...{ testLoss: null, testCorrect: null, testTotal: null, durationMs: 1, learningRate: 3 },
    })
    const run = (validationSize: number) => ({
      recipe: { ...LECTURE_RECIPE, data: { ...LECTURE_RECIPE.data, validationSize } },
      ...{ dataSha256: 'aa', unknownFields: [], best: best(0.9) },
    })
    const rows = [1000, 2000].map((size, index) => ({
      index,
      changes: [{ path: 'data.validationSize', value: size }],
      run: run(size),
    }))
    expect(judgeSweep(rows)).toEqual({ isRanked: false, images: null, verdict: null })
    expect(judgeSweep(rows.slice(0, 1)).images).toEqual({
      ...{ dataSet: LECTURE_RECIPE.data.dataSet, part: 'validation', count: 1000 },
    })
    expect(judgeSweep(rows.map((row) => ({ ...row, run: null })))).toEqual({
      isRanked: true,
      images: null,
      verdict: null,
    })
    expect(describeSweepVerdict(judgeSweep(rows), NAMES)).toEqual([
      'The runs were measured on different images, so their accuracies are no ranking.',
    ])
  })
})
