import { describe, expect, it } from 'vitest'
import { type Chart, marksOf } from '#shared/chart/chart.ts'
import { isOnAxis, scaleOf } from '#shared/chart/chart-axes.ts'
import { describeCut, findFarRuns } from '#shared/chart/far-runs.ts'
import { runChart } from '#shared/chart/run-chart.ts'
import { runLines, type ChartRun } from '#shared/chart/run-lines.ts'
import { runMeasures } from '#shared/chart/run-measures.ts'
import { writeChartSvg } from '#shared/chart/write-chart-svg.ts'
import { epochOf } from '../../../renderer/epochs.ts'

const linesOf = (runs: Readonly<Record<string, readonly number[] | undefined>>) =>
  Object.entries(runs).map(([name, values = []]) => ({ owner: name, name, values }))
const high = { best: 'high', isLogarithmic: false } as const
const low = { best: 'low', isLogarithmic: false } as const

describe('few runs far from the others', () => {
  it.each([
    { name: 'one stuck', rule: high, runs: { a: [0.9, 0.97], b: [0.91, 0.96], stuck: [0.1] }, is: ['stuck'] },
    { name: 'one diverged', rule: low, runs: { a: [0.1, 0.2], b: [0.15], wild: [30, 90] }, is: ['wild'] },
    {
      name: 'two of eight',
      rule: high,
      runs: { a: [0.9], b: [0.91], c: [0.92], d: [0.93], e: [0.94], f: [0.95], bad: [0.2], worse: [0.1] },
      is: ['worse', 'bad'],
    },
    {
      name: 'on a logarithmic axis by decades',
      rule: { best: 'low', isLogarithmic: true } as const,
      runs: { a: [0.1, 0.2], b: [0.15], wild: [1e6] },
      is: ['wild'],
    },
  ])('are found: $name', ({ rule, runs, is }) => {
    expect(findFarRuns(linesOf(runs), rule)?.names).toEqual(is)
  })

  it.each([
    { name: 'two runs', rule: high, runs: { a: [0.97], stuck: [0.1] } },
    { name: 'as many bad as good ones', rule: high, runs: { a: [0.97], b: [0.96], c: [0.1], d: [0.11] } },
    { name: 'a run that got there', rule: high, runs: { a: [0.9, 0.97], b: [0.96], late: [0.1, 0.96] } },
    { name: 'an even spread', rule: high, runs: { a: [0.9], b: [0.6], c: [0.3] } },
    { name: 'one far better', rule: high, runs: { a: [0.97], b: [0.1], c: [0.11] } },
    { name: 'no bad end', rule: { ...high, best: null }, runs: { a: [1], b: [1.1], c: [90] } },
    {
      name: 'a logarithm of hardly a decade',
      rule: { ...low, isLogarithmic: true },
      runs: { a: [1], b: [2], c: [3] },
    },
    { name: 'nothing measured', rule: high, runs: { a: [], b: [NaN], c: [] } },
  ])('are none: $name', ({ rule, runs }) => {
    expect(findFarRuns(linesOf(runs), rule)).toBeNull()
  })

  it('are those of which every line is far', () => {
    const lines = [...linesOf({ a: [0.97], b: [0.96], c: [0.1] }), { owner: 'c', name: 'c', values: [0.95] }]
    expect(findFarRuns(lines, high)).toBeNull()
  })
})

const accuracy = runMeasures(0).find(({ key }) => key === 'accuracy')!
const runOf = (name: string, accuracies: readonly number[]): ChartRun => ({
  ...{ id: name, name, colour: `var(--${name})`, trainSize: 1000, group: null },
  epochs: accuracies.map((validationAccuracy, k) => epochOf(k, { validationAccuracy })),
})
const runs = [
  runOf('good', [0.9, 0.95, 0.97]),
  runOf('better', [0.91, 0.96, 0.98]),
  runOf('stuck', [0.1, 0.1, 0.1]),
]
const parts = { training: false, validation: true, test: false }
const chartOf = (cutsOutliers: boolean, cutsFarRuns?: boolean): Chart =>
  runChart(runLines(runs, accuracy, { parts, x: 'epoch', smoothing: 0, isGrouped: false }), {
    ...{ measure: accuracy, cutsOutliers, cutsFarRuns },
  })

describe('a chart with a run far below the others', () => {
  it('is fitted to the others, marks it on its edge, and says so', () => {
    const chart = chartOf(true)
    expect(chart.y.min).toBeGreaterThan(0.8)
    expect(chart.cut).toEqual({ side: 'below', names: ['stuck'] })
    expect(describeCut(chart.cut!)).toBe('1 run below the axis')
    expect(chart.description).toMatch(/ 1 run below the axis: stuck\.$/)
    const below = marksOf(chart, 'signs').find(({ sign }) => sign === 'below')!
    expect(below.points).toMatchObject([{ colour: 'var(--stuck)', y: chart.y.min }])
    // The cursor still reads out what is out of sight.
    expect(marksOf(chart, 'line').map(({ name }) => name)).toContain('stuck')
  })

  it.each([
    { name: 'where that is asked for', chart: chartOf(false) },
    { name: 'where it cannot be asked for', chart: chartOf(true, false) },
  ])('shows all of them $name', ({ chart }) => {
    expect(chart.y.min).toBeLessThanOrEqual(0.1)
    expect(chart).not.toHaveProperty('cut')
    expect(marksOf(chart, 'signs').some(({ sign }) => sign === 'below')).toBe(false)
  })

  it.each([
    { axis: 'a linear', isYLogarithmic: false },
    { axis: 'a logarithmic', isYLogarithmic: true },
  ])('spreads the others over nearly all of $axis axis', ({ isYLogarithmic }) => {
    const lines = runLines(runs, accuracy, { parts, x: 'epoch', smoothing: 0, isGrouped: false })
    const { y } = runChart(lines, { measure: accuracy, isYLogarithmic })
    const shareOf = scaleOf(y, 0, 1)
    expect(shareOf(0.98) - shareOf(0.9)).toBeGreaterThan(0.88)
    expect(y.ticks.length).toBeGreaterThanOrEqual(3)
    for (const { value } of y.ticks) expect(isOnAxis(value, y)).toBe(true)
  })

  it('names it in a saved picture', () => {
    const colours = { text: '#000', muted: '#666', grid: '#ccc', surface: '#fff' }
    const svg = writeChartSvg(chartOf(true), { width: 800, height: 480, colours })
    expect(svg).toContain('below the axis: stuck')
    expect(writeChartSvg(chartOf(false), { width: 800, height: 480, colours })).not.toContain(
      'below the axis',
    )
  })
})
