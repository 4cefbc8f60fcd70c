import type { Chart, ChartMark } from '#shared/chart/chart.ts'
import { writeChartCsv } from '#shared/chart/write-chart-csv.ts'
import { makeFileStem } from '#shared/file-names.ts'
import { writeChartSvg } from '#shared/chart/write-chart-svg.ts'

/** Kinds of files that a chart can be saved as. */
export type ChartFileKind = 'png' | 'svg' | 'csv'

/** Pixels of a picture for each of the chart's. */
const SCALE = 2

/** In CSS pixels. */
const SIZE = { width: 800, height: 480 }

/** A chart as the content of a file. @param colourOf the colour that a CSS expression has where the chart is shown */
export async function writeChart(
  kind: ChartFileKind,
  chart: Chart,
  colourOf: (expression: string) => string,
): Promise<string | Uint8Array> {
  const draw = (): string =>
    writeChartSvg(withPlainColours(chart, colourOf), {
      ...SIZE,
      colours: {
        text: colourOf('var(--text)'),
        muted: colourOf('var(--text-muted)'),
        grid: colourOf('var(--border)'),
        surface: colourOf('var(--surface)'),
      },
    })
  switch (kind) {
    case 'csv':
      return writeChartCsv(chart)
    case 'svg':
      return `${draw()}\n`
    case 'png':
      return drawPng(draw())
  }
}

/** A file knows none of the page's variables. */
function withPlainColours(chart: Chart, colourOf: (expression: string) => string): Chart {
  const plain = <Coloured extends { readonly colour: string }>(thing: Coloured): Coloured => ({
    ...thing,
    colour: colourOf(thing.colour),
  })
  const marks = chart.marks.map((mark): ChartMark => {
    switch (mark.kind) {
      case 'line':
      case 'trace':
        return plain(mark)
      case 'dots':
        return { ...mark, dots: mark.dots.map(plain) }
      case 'signs':
        return { ...mark, points: mark.points.map(plain) }
    }
  })
  const { colours } = chart
  if (colours === undefined) return { ...chart, marks }
  const { scale, names } = colours
  return {
    ...{ ...chart, marks },
    colours: {
      ...colours,
      scale: scale === null ? null : { ...scale, colours: scale.colours.map(colourOf) },
      names: names.map(plain),
    },
  }
}

/** @throws Error where the browser cannot draw it */
async function drawPng(svg: string): Promise<Uint8Array> {
  const { width, height } = SIZE
  const image = new Image(width, height)
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * SCALE
  canvas.height = height * SCALE
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('The picture could not be drawn.')
  context.scale(SCALE, SCALE)
  context.drawImage(image, 0, 0, width, height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (blob === null) throw new Error('The picture could not be drawn.')
  return new Uint8Array(await blob.arrayBuffer())
}

/** `Loss: 784-30-10 #1` as `loss-784-30-10-1`. */
export function fileStem(title: string): string {
  return makeFileStem(title.toLowerCase().replace(/[^\p{Letter}\p{Number}]+/gu, '-')) || 'chart'
}
