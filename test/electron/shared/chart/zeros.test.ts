import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { marksOf } from '#shared/chart/chart.ts'
import { isOnAxis, numberAxis, scaleOf } from '#shared/chart/chart-axes.ts'
import { runChart, type RunChartOptions } from '#shared/chart/run-chart.ts'
import { type RunLineOptions, runLines } from '#shared/chart/run-lines.ts'
import { runMeasures } from '#shared/chart/run-measures.ts'
import { writeChartCsv } from '#shared/chart/write-chart-csv.ts'
import { writeChartSvg } from '#shared/chart/write-chart-svg.ts'
import { epochOf } from '../../../renderer/epochs.ts'

/** Of 10 test images, as many right after each epoch. */
const TEST_CORRECT = [8, 9, 9, 10, 9, 10, 10]
const few = TEST_CORRECT.map((testCorrect, epoch) =>
  epochOf(epoch, { testCorrect, testTotal: 10, learningRate: epoch === 6 ? 0 : 0.1 / (epoch + 1) ** 3 }),
)
const parts = { training: false, validation: false, test: true }
const chartOf = (
  key: string,
  {
    epochs = few,
    x = 'epoch',
    ...more
  }: Partial<RunChartOptions & RunLineOptions> & { epochs?: typeof few } = {},
) => {
  const measure = runMeasures(2).find((each) => each.key === key)!
  const run = { ...{ id: 'a', name: 'a', colour: 'red', epochs }, trainSize: 100, group: null }
  const lines = runLines([run], measure, { parts, x, smoothing: 0, isGrouped: false })
  return runChart(lines, { measure, x, isYLogarithmic: true, ...more })
}
const colours = { text: '#000', muted: '#555', grid: '#ddd', surface: '#fff' }
const svgOf = (chart: ReturnType<typeof chartOf>): string =>
  writeChartSvg(chart, { width: 400, height: 300, colours })

describe('errors of 0 on a logarithmic axis', () => {
  const chart = chartOf('error')

  it('lie below the axis, at a tick of their own', () => {
    expect(chart.y).toMatchObject({ kind: 'log', hasZero: true })
    expect(chart.y.ticks[0]).toEqual({ value: 0, label: '0\u00a0%' })
    const shareOf = scaleOf(chart.y, 0, 1)
    expect(shareOf(0)).toBeLessThan(shareOf(chart.y.min) - 0.05)
    // One of ten images wrong is no less than it was.
    expect(shareOf(0.1)).toBeGreaterThanOrEqual(shareOf(chart.y.min))
  })

  it('are drawn there in a file too, and are 0 in its numbers', () => {
    const svg = svgOf(chart)
    expect(svg).toContain('>0\u00a0%</text>')
    expect(svg).toContain('stroke-dasharray="1 4"')
    const heights = [...svg.matchAll(/[ML](\d+(?:\.\d+)?) (\d+(?:\.\d+)?)(?=[^"]*" stroke-width="1.75")/g)]
    const lowest = Math.max(...heights.map(([, , y]) => Number(y)))
    expect(heights.filter(([, , y]) => Number(y) === lowest)).toHaveLength(3)
    expect(writeChartCsv(chart)).toContain('a,test,3,0\r\n')
  })

  it('leave the rest of the line on its axis, however its end was rounded', () => {
    // 1 − 0.7 is 0.30000000000000004.
    const epochs = [7, 10].map((testCorrect, epoch) => epochOf(epoch, { testCorrect, testTotal: 10 }))
    expect(marksOf(chartOf('error', { epochs, marksBest: false }), 'signs')).toEqual([])
  })

  it('are the best ones, and are marked as such', () => {
    const validated = few.map(({ epoch }, k) => epochOf(epoch, { validationAccuracy: TEST_CORRECT[k]! / 10 }))
    const measure = runMeasures(0).find(({ key }) => key === 'error')!
    const run = { ...{ id: 'a', name: 'a', colour: 'red', epochs: validated }, trainSize: 1, group: null }
    const lines = runLines([run], measure, {
      ...{ parts: { ...parts, validation: true }, x: 'epoch', smoothing: 0, isGrouped: false },
    })
    const rings = marksOf(runChart(lines, { measure, isYLogarithmic: true }), 'signs')
    expect(rings).toEqual([
      { kind: 'signs', sign: 'ring', points: [{ key: 'a/validation', colour: 'red', x: 3, y: 0 }] },
    ])
  })

  it('have no tick above 100 %, even where all are wrong', () => {
    for (const correct of [[0], [0, 1], [1, 10]]) {
      const epochs = correct.map((testCorrect, epoch) => epochOf(epoch, { testCorrect, testTotal: 10 }))
      const { y } = chartOf('error', { epochs })
      expect(y.max).toBeLessThanOrEqual(1)
      for (const { value } of y.ticks) expect(value).toBeLessThanOrEqual(1)
    }
  })

  it('are drawn where there is nothing else', () => {
    const { y } = chartOf('error', { epochs: few.slice(3, 4) })
    expect(y.hasZero).toBe(true)
    expect(y.ticks[0]!.label).toBe('0\u00a0%')
  })
})

it.each([
  ['a learning rate that ends at 0', chartOf('learning-rate')],
  [
    'no dead neuron among epochs with some',
    chartOf('dead', {
      epochs: [3, 2, 0].map((dead, epoch) =>
        epochOf(epoch, { layers: [{ weightNorm: 1, gradientNorm: 1, dead, saturated: 0 }] }),
      ),
    }),
  ],
])('%s has its place', (_, { y }) => {
  expect(y.hasZero).toBe(true)
  expect(y.ticks[0]).toEqual({ value: 0, label: '0' })
})

it('imported weights, which have seen no examples, have their place on a logarithmic axis of examples', () => {
  const epochs = [
    epochOf(-1, { testCorrect: 5, testTotal: 10 }),
    ...[7, 8, 9].map((testCorrect, k) => epochOf(k, { testCorrect, testTotal: 10 })),
  ]
  const { x, stops } = chartOf('accuracy', {
    epochs,
    x: 'examples',
    isXLogarithmic: true,
    isYLogarithmic: false,
  })
  expect(x).toMatchObject({ kind: 'log', hasZero: true, min: 100, max: 300 })
  expect(stops).toEqual([0, 100, 200, 300])
})

it('a zoomed part above the lower end shows no zeros', () => {
  const view = { x: null, y: { min: 0.12, max: 0.2 } }
  expect(chartOf('error', { view }).y.hasZero).toBeUndefined()
  const fromTheEnd = { x: null, y: { min: chartOf('error').y.min, max: 0.15 } }
  expect(chartOf('error', { view: fromTheEnd }).y.hasZero).toBe(true)
})

it('a linear axis, and one without zeros, have no break', () => {
  expect(chartOf('error', { isYLogarithmic: false }).y.hasZero).toBeUndefined()
  expect(chartOf('error', { epochs: few.slice(0, 2) }).y.hasZero).toBeUndefined()
  expect(svgOf(chartOf('error', { epochs: few.slice(0, 2) }))).not.toContain('stroke-dasharray="1 4"')
})

it('positions and values of an axis with zeros are each other’s inverse', () => {
  const axis = numberAxis({
    ...{ label: 'Error', unit: 'share', range: { min: 0.001, max: 0.5 }, isLogarithmic: true },
    hasZero: true,
  })
  const scale = scaleOf(axis, 200, 0)
  expect(scale.invert(scale(0))).toBe(0)
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 0.5, noNaN: true }), (value) => {
      expect(scale.invert(scale(value))).toBeCloseTo(value, 9)
      expect(scale(value)).toBeLessThan(scale(0))
    }),
  )
  // What is too small to be seen is not taken for 0.
  expect(scale(1e-6)).toBe(scale(0.001))
  expect(isOnAxis(1e-6, axis)).toBe(false)
})
