import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  buildSeries,
  epochRange,
  readOut,
  summarize,
  valueAxis,
  type ChartRun,
} from '../../../renderer/charts/chart-series.ts'
import { epochOf } from '../epochs.ts'

const all = { training: true, validation: true, test: true } as const

function chartRun(id: string, epochs: ChartRun['epochs']): ChartRun {
  return { id, name: id, colour: 'black', epochs }
}

/** A run with these validation accuracies, from epoch 0 on. */
function accuracyRun(id: string, values: readonly (number | null)[]): ChartRun {
  return chartRun(
    id,
    values.map((validationAccuracy, epoch) => epochOf(epoch, { validationAccuracy })),
  )
}

describe('buildSeries', () => {
  it('draws one line for each part that was measured', () => {
    const run = chartRun('a', [
      epochOf(0, { trainLoss: 0.5, testLoss: 0.6, testCorrect: 900, testTotal: 1000 }),
      epochOf(1, { trainLoss: 0.4, testLoss: 0.5, testCorrect: 950, testTotal: 1000 }),
    ])
    expect(buildSeries([run], 'loss', all).map((line) => line.key)).toEqual(['a/training', 'a/test'])
    expect(buildSeries([run], 'accuracy', all).map((line) => line.points)).toEqual([
      [
        { x: 0, y: 0.9 },
        { x: 1, y: 0.95 },
      ],
    ])
  })

  it('leaves a gap where a value is missing or no number', () => {
    const run = accuracyRun('a', [0.5, null, Number.NaN, 0.8])
    const [line] = buildSeries([run], 'accuracy', all)
    expect(line.points.map((point) => point.y)).toEqual([0.5, Number.NaN, Number.NaN, 0.8])
  })

  it('falls back to test only for runs without a validation part', () => {
    const withValidation = chartRun('a', [
      epochOf(0, { validationAccuracy: 0.9, testCorrect: 9, testTotal: 10 }),
    ])
    const without = chartRun('b', [epochOf(0, { testCorrect: 8, testTotal: 10 })])
    const shown = { training: true, validation: true, test: 'fallback' } as const
    expect(buildSeries([withValidation, without], 'accuracy', shown).map((line) => line.key)).toEqual([
      'a/validation',
      'b/test',
    ])
  })

  it('shows an epoch that was added to the same array', () => {
    const epochs = [epochOf(0, { validationAccuracy: 0.5 })]
    const run = chartRun('a', epochs)
    expect(buildSeries([run], 'accuracy', all)[0].points).toHaveLength(1)
    epochs.push(epochOf(1, { validationAccuracy: 0.6 }))
    expect(buildSeries([run], 'accuracy', all)[0].points).toHaveLength(2)
  })
})

describe('valueAxis', () => {
  const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 19 })

  it('holds every accuracy of a short run, within 0 to 1, in few whole steps', () => {
    fc.assert(
      fc.property(values, (accuracies) => {
        const axis = valueAxis(
          buildSeries([accuracyRun('a', accuracies)], 'accuracy', all),
          'accuracy',
          false,
        )!
        expect(axis.min).toBeGreaterThanOrEqual(0)
        expect(axis.max).toBeLessThanOrEqual(1)
        expect(axis.min).toBeLessThanOrEqual(Math.min(...accuracies) + 1e-8)
        expect(axis.max).toBeGreaterThanOrEqual(Math.max(...accuracies) - 1e-8)
        expect((axis.max - axis.min) / axis.step!).toBeLessThanOrEqual(7.001)
        expect(axis.max).toBeGreaterThan(axis.min)
      }),
    )
  })

  it('holds every loss of a short run, from 0 or on a logarithmic axis from above 0', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 19 }),
        (losses) => {
          const run = chartRun(
            'a',
            losses.map((trainLoss, epoch) => epochOf(epoch, { trainLoss })),
          )
          const series = buildSeries([run], 'loss', all)
          const linear = valueAxis(series, 'loss', false)!
          expect(linear.min).toBe(0)
          expect(linear.max).toBeGreaterThanOrEqual(Math.max(...losses) * (1 - 1e-8))
          const logarithmic = valueAxis(series, 'loss', true)!
          expect(logarithmic.min).toBeGreaterThan(0)
          expect(logarithmic.min).toBeLessThanOrEqual(Math.min(...losses) * (1 + 1e-8))
          expect(logarithmic.max).toBeGreaterThanOrEqual(Math.max(...losses) * (1 - 1e-8))
        },
      ),
    )
  })

  it('looks at where a long run settled, not at its first epochs', () => {
    const settled = Array.from({ length: 60 }, (_, epoch) => (epoch === 0 ? 0.1 : 0.95 + epoch / 6000))
    expect(
      valueAxis(buildSeries([accuracyRun('a', settled)], 'accuracy', all), 'accuracy', false)!.min,
    ).toBeGreaterThan(0.9)
  })

  it('keeps a run in sight that never learned, beside one that did', () => {
    const learned = accuracyRun('a', Array<number>(60).fill(0.95))
    const stuck = accuracyRun('b', Array<number>(60).fill(0.1))
    expect(
      valueAxis(buildSeries([learned, stuck], 'accuracy', all), 'accuracy', false)!.min,
    ).toBeLessThanOrEqual(0.1)
  })

  it('is null without values', () => {
    expect(valueAxis([], 'loss', false)).toBeNull()
  })
})

describe('what the cursor reads out', () => {
  const imported = chartRun('imported', [
    epochOf(-1, { validationAccuracy: 0.7 }),
    epochOf(0, { trainAccuracy: 0.8, validationAccuracy: 0.75 }),
  ])
  const fresh = accuracyRun('fresh', [0.5, 0.6, 0.65])

  it('spans the epochs of all runs', () => {
    expect(epochRange([imported, fresh, chartRun('new', [])])).toEqual({ first: -1, last: 2 })
    expect(epochRange([chartRun('new', [])])).toBeNull()
  })

  it('names each run that has the epoch, with the values that it has', () => {
    const series = buildSeries([imported, fresh], 'accuracy', all)
    expect(readOut(series, -1)).toEqual([
      { run: imported, values: { training: null, validation: 0.7, test: null } },
    ])
    expect(readOut(series, 0)).toEqual([
      { run: imported, values: { training: 0.8, validation: 0.75, test: null } },
      { run: fresh, values: { training: null, validation: 0.5, test: null } },
    ])
    expect(readOut(series, 9)).toEqual([])
  })

  it('tells last and best in words', () => {
    const run = accuracyRun('lecture', [0.9, 0.9512, 0.94])
    expect(summarize([run], buildSeries([run], 'accuracy', all), 'accuracy')).toBe(
      'Accuracy by epoch. lecture: validation 94.00\u00a0% (epoch 2), best 95.12\u00a0% (epoch 1).',
    )
    expect(summarize([], [], 'loss')).toBe('Loss by epoch: no finished epoch yet.')
  })
})
