import { describe, expect, it } from 'vitest'
import type { Chart, ChartAxis, ChartMark, LineMark } from '#shared/chart/chart.ts'
import { categoryAxis, numberAxis } from '#shared/chart/chart-axes.ts'
import { writeChartCsv } from '#shared/chart/write-chart-csv.ts'
import { writeChartSvg } from '#shared/chart/write-chart-svg.ts'

const axis = (
  label: string,
  max: number,
  { min = 0, unit = 'number', isLogarithmic = false }: Partial<ChartAxis> & { isLogarithmic?: boolean } = {},
): ChartAxis => numberAxis({ label, unit, isLogarithmic, range: { min, max } })

const line = (change: Partial<LineMark> = {}): LineMark => ({
  ...{
    kind: 'line',
    key: 'a/validation',
    owner: 'a',
    name: 'first',
    colour: 'rgb(0, 103, 165)',
    part: 'validation',
    smooth: null,
    band: null,
  },
  points: [0.1, 0.4, 0.3].map((y, x) => ({ x, y })),
  ...change,
})
const chart = (marks: readonly ChartMark[], change: Partial<Chart> = {}): Chart => ({
  ...{ title: 'Loss by epoch', description: '', names: 'run', stops: [] },
  x: axis('Epoch', 2, { unit: 'epoch' }),
  y: axis('Loss', 0.5),
  marks,
  ...change,
})
const svgOf = (described: Chart): string =>
  writeChartSvg(described, {
    ...{ width: 400, height: 300 },
    colours: { text: '#000', muted: '#555', grid: '#ddd', surface: '#fff' },
  })

describe('a chart as SVG', () => {
  it('cuts a dot at the end of its axis only where a part of the axis is shown', () => {
    const startOf = (min: number): number => {
      const x = { ...axis('Epoch', 2, { min, unit: 'epoch' }), whole: { min: 0, max: 2 } }
      const [, left] = /<clipPath id="chart-plot"><rect x="([\d.]+)"/.exec(svgOf(chart([line()], { x })))!
      return Number(left)
    }
    expect(startOf(0)).toBeLessThanOrEqual(startOf(1) - 4)
  })

  it('has title, labelled axes and a legend, and each line where its values are', () => {
    const svg = svgOf(chart([line(), line({ part: 'test' })]))
    for (const text of ['Loss by epoch', 'Epoch', 'Loss', 'first', 'validation', 'test']) {
      expect(svg).toContain(`>${text}</text>`)
    }
    // The plot is 64 to 376 wide; below title and legend 54 to 256 high.
    expect(svg).toContain('d="M64 215.6L220 94.4L376 134.8" stroke-width="2.25"')
    expect(svg).toContain('stroke-dasharray="5 4"')
  })

  it('draws the dash of an owner in its lines and in the legend, after that of their part', () => {
    const svg = svgOf(
      chart([
        line({ dash: [12, 3] }),
        line({ key: 'b', owner: 'b', name: 'second', part: 'test', dash: [7, 2] }),
      ]),
    )
    expect(svg.match(/stroke-dasharray="12 3"/g)).toHaveLength(2)
    expect(svg).toContain('stroke-dasharray="5 4 7 2"')
    expect(svg).toMatch(/<path d="M[\d.]+ [\d.]+h26"[^>]*stroke-dasharray="7 2"/)
    // Without one, a line is as it was.
    expect(svgOf(chart([line()]))).not.toContain('stroke-dasharray')
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
    expect(/<path d="(M[^"]*)" stroke-width="2.25"/.exec(gap)![1]!.match(/M/g)).toHaveLength(2)
    const lone = svgOf(chart([line({ points: [{ x: 0, y: 0.2 }] })]))
    expect(lone).toContain('<circle cx="64"')
    const flat = chart([line()], { y: axis('', 0.2, { min: 0.2 }), x: axis('', 1, { min: 1 }) })
    const logarithmic = chart([line({ points: [0, -1, 2].map((y, x) => ({ x, y })) })], {
      y: axis('', 10, { isLogarithmic: true, min: 0.1 }),
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

const dots: ChartMark = {
  ...{ kind: 'dots', look: 'ringed', isJoined: true },
  dots: [
    { key: '0', name: 'Run 1', x: 0, y: 0.2, colour: 'red', radius: 4 },
    { key: '1', name: 'Run 2', x: 1, y: 0.3, colour: 'blue', radius: 6 },
  ],
}

describe('dots and signs as SVG', () => {
  it('are where their values are, the first on top, signs over all and reported in the legend', () => {
    const points = [{ key: 'a', x: 2, y: 0.3, colour: 'green' }]
    const svg = svgOf(chart([{ kind: 'signs', sign: 'ring', points }, dots, line()]))
    const order = ['stroke:rgb(0, 103, 165)', 'fill:blue', 'fill:red', 'stroke:green'].map((css) =>
      svg.lastIndexOf(css),
    )
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(svg).toContain('<circle cx="64" cy="175.2" r="4" style="fill:red')
    expect(svg).toContain('>best</text>')
    const crossed = svgOf(chart([{ kind: 'signs', sign: 'cross', points }]))
    expect(crossed).toContain('>diverged</text>')
  })

  it('labels of an axis never run into each other', () => {
    const names = Array.from({ length: 40 }, (_, value) => ({ value, label: `layers ${100 + value}` }))
    const svg = svgOf(chart([dots], { x: categoryAxis('Layers', names, 0) }))
    const at = [...svg.matchAll(/<text x="([\d.]+)" y="\d+" text-anchor="middle">layers/g)].map((each) =>
      Number(each[1]),
    )
    expect(at.length).toBeGreaterThan(2)
    at.slice(1).forEach((x, k) => expect(x - at[k]!).toBeGreaterThan(60))
  })
})

describe('a chart as CSV', () => {
  it('has a row for each dot where there are no lines, with the names of categories', () => {
    const x = categoryAxis(
      'Hidden layers',
      [
        { value: 0, label: 'none' },
        { value: 1, label: '100-50' },
      ],
      0,
    )
    expect(writeChartCsv(chart([dots], { x }))).toBe(
      'run,hidden_layers,loss\r\nRun 1,none,0.2\r\nRun 2,100-50,0.3\r\n',
    )
  })

  it('has no column for names and epochs where there are none', () => {
    const alone = line({ name: '', part: null, points: [{ x: 100, y: 0.5 }] })
    expect(writeChartCsv(chart([alone], { x: axis('Images', 200, { unit: 'count' }) }))).toBe(
      'images,loss\r\n100,0.5\r\n',
    )
  })

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
        x: axis('Seconds', 2, { unit: 'seconds' }),
        y: axis('Weight norm, layer 2', 2),
      },
    )
    expect(writeChartCsv(described)).toBe(
      'run,epoch,seconds,weight_norm_layer_2,smoothed,lowest,highest\r\nfirst,0,1.5,2,2,2,2\r\n',
    )
  })
})
