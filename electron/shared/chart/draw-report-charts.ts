import { isEmptyChart, type Chart } from './chart.ts'
import { runChart } from './run-chart.ts'
import { type ChartRun, runLines } from './run-lines.ts'
import { type RunMeasure, runMeasures } from './run-measures.ts'
import { writeChartSvg } from './write-chart-svg.ts'

const DRAWN_MEASURES = ['accuracy', 'loss']

/** Of more runs than these, training is left out, which would hide the rest. */
const FEW_RUNS = 3

const SIZE = { width: 520, height: 340 }
const COLOURS = {
  text: 'var(--text)',
  muted: 'var(--muted)',
  grid: 'var(--border)',
  surface: 'var(--surface)',
}

/** Accuracy and loss of runs by epoch, each as one SVG element in the colours of a report's page; none of runs without epochs. */
export function drawReportCharts(runs: readonly ChartRun[]): string[] {
  return runMeasures(0)
    .filter(({ key }) => DRAWN_MEASURES.includes(key))
    .map((measure) => chartOf(measure, runs))
    .filter((chart) => !isEmptyChart(chart))
    .map((chart, k) =>
      writeChartSvg(chart, { ...SIZE, colours: COLOURS, isTransparent: true, id: `chart-${k}` }),
    )
}

function chartOf(measure: RunMeasure, runs: readonly ChartRun[]): Chart {
  const parts = { training: runs.length <= FEW_RUNS, validation: true, test: true }
  const lines = runLines(runs, measure, { parts, x: 'epoch', smoothing: 0, isGrouped: false })
  return runChart(lines, { measure, marksBest: measure.key === 'accuracy', cutsFarRuns: false })
}
