import type { RunDetail } from '#contract/types.ts'
import { isEmptyChart, type Chart } from '#shared/chart/chart.ts'
import { runChart } from '#shared/chart/run-chart.ts'
import { runLines, type ChartRun } from '#shared/chart/run-lines.ts'
import { type RunMeasure, runMeasures } from '#shared/chart/run-measures.ts'
import { describeMixedLosses } from '#shared/words/loss-words.ts'
import { writeChartSvg } from '#shared/chart/write-chart-svg.ts'
import { markup, Markup } from './markup.ts'

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

/** By what each run is told from the others. */
export interface RunLooks {
  readonly labels: readonly string[]
  readonly colours: readonly string[]
  /** In pixels of line and gap; empty for full lines. */
  readonly dashes: readonly (readonly number[])[]
}

/** Accuracy and loss by epoch, each as one drawing in the page's own colours. */
export function renderCharts(runs: readonly RunDetail[], { labels, colours, dashes }: RunLooks): Markup {
  const drawn = runs.map(({ id, epochs, recipe }, k) => ({
    ...{ id, name: labels[k]!, epochs, colour: colours[k]!, dash: dashes[k]! },
    ...{ trainSize: recipe.data.trainSize, group: null },
  }))
  const charts = runMeasures(0)
    .filter(({ key }) => DRAWN_MEASURES.includes(key))
    .map((measure) => chartOf(measure, drawn))
    .filter((chart) => !isEmptyChart(chart))
  if (charts.length === 0) return markup`<p>No epoch is finished yet.</p>`
  const mixed = describeMixedLosses(runs.filter(({ epochs }) => epochs.length > 0))
  return markup`${mixed === null ? null : markup`<p class="remark warning">${mixed}</p>`}<div class="charts">${charts.map((chart, k) => markup`<figure>${new Markup(writeChartSvg(chart, { ...SIZE, colours: COLOURS, isTransparent: true, id: `chart-${k}` }))}</figure>`)}</div>`
}

function chartOf(measure: RunMeasure, runs: readonly ChartRun[]): Chart {
  const parts = { training: runs.length <= FEW_RUNS, validation: true, test: true }
  const lines = runLines(runs, measure, { parts, x: 'epoch', smoothing: 0, isGrouped: false })
  return runChart(lines, { measure, marksBest: measure.key === 'accuracy', cutsFarRuns: false })
}
