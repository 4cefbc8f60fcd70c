import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChartAxis } from '#shared/chart/chart.ts'
import { axisTicks, categoryAxis, numberAxis, scaleOf, widenAxis } from '#shared/chart/chart-axes.ts'

type Ticked = Pick<ChartAxis, 'kind' | 'unit' | 'min' | 'max'>
const axis = (change: Partial<Ticked> = {}): Ticked => ({
  ...{ kind: 'linear', unit: 'number', min: 0, max: 1 },
  ...change,
})
const labels = (change: Partial<Ticked>, count = 5): string[] =>
  axisTicks(axis(change), count).map((tick) => tick.label)

describe('the ticks of an axis', () => {
  it.each<[string, Partial<Ticked>, string[]]>([
    ['a span of one', {}, ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']],
    [
      'a share',
      { unit: 'share', min: 0.91, max: 0.955 },
      ['91\u00a0%', '92\u00a0%', '93\u00a0%', '94\u00a0%', '95\u00a0%'],
    ],
    ['few epochs', { unit: 'epoch', min: -1, max: 3 }, ['start', '0', '1', '2', '3']],
    ['a single epoch', { unit: 'epoch', min: 0, max: 1 }, ['0', '1']],
    ['many epochs', { unit: 'epoch', min: 0, max: 999 }, ['0', '200', '400', '600', '800']],
    [
      'thousands of examples',
      { unit: 'count', min: 0, max: 8000 },
      ['0', '2,000', '4,000', '6,000', '8,000'],
    ],
    [
      'examples below and above ten thousand',
      { kind: 'log', unit: 'count', min: 1000, max: 50_000 },
      ['1K', '2K', '5K', '10K', '20K', '50K'],
    ],
    ['many examples', { unit: 'count', min: 0, max: 2e6 }, ['0', '500K', '1M', '1.5M', '2M']],
    [
      'a few seconds',
      { kind: 'time', unit: 'seconds', min: 0, max: 2 },
      ['0.0\u00a0s', '0.5\u00a0s', '1.0\u00a0s', '1.5\u00a0s', '2.0\u00a0s'],
    ],
    [
      'less than a second',
      { kind: 'time', unit: 'seconds', min: 0, max: 0.3 },
      ['0\u00a0ms', '50\u00a0ms', '100\u00a0ms', '150\u00a0ms', '200\u00a0ms', '250\u00a0ms', '300\u00a0ms'],
    ],
    [
      'minutes',
      { kind: 'time', unit: 'seconds', min: 0, max: 1500 },
      ['0\u00a0min', '5\u00a0min', '10\u00a0min', '15\u00a0min', '20\u00a0min', '25\u00a0min'],
    ],
    [
      'hours',
      { kind: 'time', unit: 'seconds', min: 0, max: 4 * 3600 },
      ['0\u00a0h', '1\u00a0h', '2\u00a0h', '3\u00a0h', '4\u00a0h'],
    ],
    ['many decades', { kind: 'log', min: 1e-4, max: 10 }, ['0.0001', '0.001', '0.01', '0.1', '1', '10']],
    ['two decades', { kind: 'log', min: 0.1, max: 10 }, ['0.1', '0.2', '0.5', '1', '2', '5', '10']],
    ['a narrow one', { kind: 'log', min: 0.1, max: 0.3 }, ['0.10', '0.15', '0.20', '0.25', '0.30']],
    ['less than a decade', { kind: 'log', min: 0.1, max: 0.6 }, ['0.1', '0.2', '0.3', '0.4', '0.5', '0.6']],
    [
      'milliseconds to seconds',
      { kind: 'log', unit: 'seconds', min: 0.05, max: 5 },
      ['50\u00a0ms', '100\u00a0ms', '200\u00a0ms', '500\u00a0ms', '1\u00a0s', '2\u00a0s', '5\u00a0s'],
    ],
    ['large numbers', { min: 0, max: 5e6 }, ['0', '10⁶', '2·10⁶', '3·10⁶', '4·10⁶', '5·10⁶']],
    [
      'a flat one',
      { min: 0.49991, max: 0.499915 },
      ['0.499910', '0.499911', '0.499912', '0.499913', '0.499914', '0.499915'],
    ],
    [
      'small numbers',
      { min: 0, max: 3e-6 },
      ['0', '5·10⁻⁷', '10⁻⁶', '1.5·10⁻⁶', '2·10⁻⁶', '2.5·10⁻⁶', '3·10⁻⁶'],
    ],
    ['a point', { min: 3, max: 3 }, ['3']],
  ])('%s', (_name, change, expected) => {
    expect(labels(change)).toEqual(expected)
  })

  it('lie within the axis, rise, are never too many, and no two look alike', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-7, max: 1e4, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e8, noNaN: true }),
        fc.boolean(),
        (min, ratio, isLogarithmic) => {
          const max = min * (1 + ratio)
          const ticks = axisTicks(axis({ min, max, kind: isLogarithmic ? 'log' : 'linear' }), 6)
          expect(ticks.length).toBeLessThan(15)
          expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length)
          ticks.forEach(({ value }, k) => {
            expect(value).toBeGreaterThanOrEqual(min * (1 - 1e-9))
            expect(value).toBeLessThanOrEqual(max * (1 + 1e-9))
            if (k > 0) expect(value).toBeGreaterThan(ticks[k - 1]!.value)
          })
        },
      ),
    )
  })
})

describe('an axis', () => {
  const options = { label: 'Loss', unit: 'number' } as const

  it('has no ticks where nothing was measured, and can always be drawn', () => {
    expect(numberAxis({ ...options, range: null })).toMatchObject({
      min: 0,
      max: 1,
      ticks: [],
      kind: 'linear',
    })
    expect(numberAxis({ ...options, range: { min: 2, max: 2 } })).toMatchObject({ min: 2, max: 3 })
    const none = numberAxis({ ...options, range: { min: 0, max: 5 }, isLogarithmic: true })
    expect(none.kind).toBe('linear')
  })

  it('is marked at given values, each with the digits that it needs', () => {
    const { ticks } = numberAxis({
      ...options,
      range: { min: 0.01, max: 30 },
      isLogarithmic: true,
      at: [0.01, 0.3, 30],
    })
    expect(ticks.map(({ label }) => label)).toEqual(['0.01', '0.3', '30'])
  })

  it('places values evenly, by their logarithm, or at their names, and finds them again', () => {
    const log = numberAxis({ ...options, range: { min: 0.1, max: 10 }, isLogarithmic: true })
    const scale = scaleOf(log, 300, 100)
    expect([0.1, 1, 10].map((value) => Math.round(scale(value)))).toEqual([300, 200, 100])
    expect(scale.invert(200)).toBeCloseTo(1, 12)
    const names = categoryAxis(
      'Layers',
      [
        { value: 0, label: '30' },
        { value: 1, label: '100' },
      ],
      0,
    )
    expect(scaleOf(names, 0, 10)(1)).toBe(10)
    expect(widenAxis(names, 0.1)).toMatchObject({ min: -0.1, max: 1.1 })
    expect(widenAxis(log, 0.5).max).toBeCloseTo(100, 9)
  })
})
