import type { LineChart } from '#shared/chart/line-chart.ts'
import { writeChartCsv } from '#shared/chart/write-chart-csv.ts'
import { type ChartColours, writeChartSvg } from '#shared/chart/write-chart-svg.ts'

/** Kinds of files that a chart can be saved as. */
export const CHART_FILE_KINDS = ['png', 'svg', 'csv'] as const
export type ChartFileKind = (typeof CHART_FILE_KINDS)[number]

/** Pixels of a picture for each of the chart's. */
const SCALE = 2

export interface ChartPicture {
  readonly width: number
  readonly height: number
  readonly colours: ChartColours
}

/** A chart as the content of a file. Colours of its lines must be plain ones, not a page's variables. */
export async function writeChart(
  kind: ChartFileKind,
  chart: LineChart,
  picture: ChartPicture,
): Promise<string | Uint8Array> {
  switch (kind) {
    case 'csv':
      return writeChartCsv(chart)
    case 'svg':
      return `${writeChartSvg(chart, picture)}\n`
    case 'png':
      return drawPng(writeChartSvg(chart, picture), picture)
  }
}

/** @throws Error where the browser cannot draw it */
async function drawPng(svg: string, { width, height }: ChartPicture): Promise<Uint8Array> {
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
