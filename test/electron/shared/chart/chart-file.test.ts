import { describe, expect, it } from 'vitest'
import { axisTicks } from '#shared/chart/axis-ticks.ts'
import type { ChartFileAxis, ChartFileLine, LineChart } from '#shared/chart/line-chart.ts'
import { writeChartCsv } from '#shared/chart/write-chart-csv.ts'
import { writeChartSvg } from '#shared/chart/write-chart-svg.ts'

const axis = (change: Partial<ChartFileAxis> = {}): ChartFileAxis => ({
  ...{ label: 'Value', min: 0, max: 1, isLogarithmic: false, kind: 'number' },
  ...change,
})
const labels = (change: Partial<ChartFileAxis>, count = 5): string[] =>
  axisTicks(axis(change), count).map((tick) => tick.label)

describe('the ticks of an axis', () => {
  it.each<[string, Partial<ChartFileAxis>, string[]]>([
    ['a span of one', {}, ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']],
    [
      'a share',
      { kind: 'share', min: 0.91, max: 0.955 },
      ['91\u00a0%', '92\u00a0%', '93\u00a0%', '94\u00a0%', '95\u00a0%'],
    ],
    ['few epochs', { kind: 'epoch', min: -1, max: 3 }, ['start', '0', '1', '2', '3']],
    ['many epochs', { kind: 'epoch', min: 0, max: 999 }, ['0', '200', '400', '600', '800']],
    [
      'many decades',
      { isLogarithmic: true, min: 1e-4, max: 10 },
      ['0.0001', '0.001', '0.01', '0.1', '1', '10'],
    ],
    ['two decades', { isLogarithmic: true, min: 0.1, max: 10 }, ['0.1', '0.2', '0.5', '1', '2', '5', '10']],
    ['large numbers', { min: 0, max: 5e6 }, ['0', '1e6', '2e6', '3e6', '4e6', '5e6']],
    ['a point', { min: 3, max: 3 }, ['3']],
  ])('%s', (_name, change, expected) => {
    expect(labels(change)).toEqual(expected)
  })

  it('lie within the axis and are never too many', () => {
    for (const min of [-1, 0, 1e-7, 0.3, 17]) {
      for (const span of [1e-9, 0.007, 1, 33, 1e8]) {
        for (const isLogarithmic of [false, true]) {
          const max = min + span
          const ticks = axisTicks(axis({ min, max, isLogarithmic }), 6)
          expect(ticks.length).toBeLessThan(isLogarithmic ? 20 : 15)
          for (const { value } of ticks) {
            expect(value).toBeGreaterThanOrEqual(min - 1e-6 * span)
            expect(value).toBeLessThanOrEqual(max + 1e-6 * span)
          }
        }
      }
    }
  })
})

const line = (change: Partial<ChartFileLine> = {}): ChartFileLine => ({
  ...{ owner: 'a', name: 'first', colour: 'rgb(0, 103, 165)', part: 'validation', smooth: null, band: null },
  points: [0.1, 0.4, 0.3].map((y, x) => ({ x, y })),
  ...change,
})
const chart = (lines: readonly ChartFileLine[], change: Partial<LineChart> = {}): LineChart => ({
  title: 'Loss by epoch',
  x: axis({ label: 'Epoch', kind: 'epoch', max: 2 }),
  y: axis({ label: 'Loss', max: 0.5 }),
  lines,
  ...change,
})
const svgOf = (described: LineChart): string =>
  writeChartSvg(described, {
    ...{ width: 400, height: 300 },
    colours: { text: '#000', muted: '#555', grid: '#ddd', surface: '#fff' },
  })

describe('a chart as SVG', () => {
  it('has title, labelled axes and a legend, and each line where its values are', () => {
    const svg = svgOf(chart([line(), line({ part: 'test' })]))
    for (const text of ['Loss by epoch', 'Epoch', 'Loss', 'first', 'validation', 'test']) {
      expect(svg).toContain(`>${text}</text>`)
    }
    // The plot is 64 to 384 wide; below title and legend 54 to 256 high.
    expect(svg).toContain('d="M64 215.6L224 94.4L384 134.8" stroke-width="2.25"')
    expect(svg).toContain('stroke-dasharray="5 4"')
  })

  it('escapes whatever a name holds', () => {
    const svg = svgOf(
      chart([line({ name: '</text><script>alert(1)</script>&"\u0000', colour: '"><script>' })]),
    )
    expect(svg).not.toContain('<script')
    expect(svg).toContain('&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;<')
  })

  it('leaves gaps, draws a lone point as a dot, and keeps every number finite', () => {
    const gap = svgOf(chart([line({ points: [0.1, 0.2, NaN, 0.3, 0.4].map((y, x) => ({ x, y })) })]))
    expect(/<path d="(M[^"]*)" stroke-width="2.25"/.exec(gap)![1].match(/M/g)).toHaveLength(2)
    const lone = svgOf(chart([line({ points: [{ x: 0, y: 0.2 }] })]))
    expect(lone).toContain('<circle cx="64"')
    const flat = chart([line()], { y: axis({ min: 0.2, max: 0.2 }), x: axis({ min: 1, max: 1 }) })
    const logarithmic = chart([line({ points: [0, -1, 2].map((y, x) => ({ x, y })) })], {
      y: axis({ isLogarithmic: true, min: 0.1, max: 10 }),
    })
    for (const svg of [gap, lone, svgOf(flat), svgOf(logarithmic), svgOf(chart([]))]) {
      expect(svg).not.toMatch(/NaN|Infinity/)
    }
  })

  it('draws a smoothed line over the faint one, and the band of a mean', () => {
    const points = line().points
    const svg = svgOf(chart([line({ smooth: points, band: { low: points, high: points } })]))
    expect(svg).toContain('stroke-opacity:0.35')
    expect(svg).toContain('fill-opacity:0.16')
  })
})

describe('a chart as CSV', () => {
  it('has a line for each point, and columns for what there is', () => {
    expect(
      writeChartCsv(chart([line(), line({ name: 'a, b', part: 'test', points: [{ x: 1, y: NaN }] })])),
    ).toBe(
      'run,part,epoch,loss\r\nfirst,validation,0,0.1\r\nfirst,validation,1,0.4\r\nfirst,validation,2,0.3\r\n"a, b",test,1,\r\n',
    )
    const points = [{ x: 1.5, y: 2, epoch: 0 }]
    const described = chart(
      [line({ part: null, points, smooth: points, band: { low: points, high: points } })],
      {
        x: axis({ label: 'Seconds' }),
        y: axis({ label: 'Weight norm, layer 2' }),
      },
    )
    expect(writeChartCsv(described)).toBe(
      'run,epoch,seconds,weight_norm_layer_2,smoothed,lowest,highest\r\nfirst,0,1.5,2,2,2,2\r\n',
    )
  })
})
