import type { Chart, ChartAxis } from '#shared/chart/chart.ts'

/**
 * The chart as it is drawn below a heading: a title of an axis that the heading says already would take room from the
 * lines. Files keep the titles of both axes.
 */
export function untitledChart(chart: Chart, heading: string): Chart {
  const said = heading.toLowerCase()
  const untitled = (axis: ChartAxis): ChartAxis =>
    said.includes(axis.label.toLowerCase()) ? { ...axis, label: '' } : axis
  return { ...chart, x: untitled(chart.x), y: untitled(chart.y) }
}
