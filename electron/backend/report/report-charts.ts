import type { EpochMetrics } from '#core/training/epoch-metrics.ts'
import type { ChartFileLine, ChartFilePoint, LineChart } from '#shared/chart/line-chart.ts'
import { writeChartSvg } from '#shared/chart/write-chart-svg.ts'
import type { RunDetail } from '#contract/types.ts'
import { markup, Markup } from './markup.ts'

interface Measure {
  readonly label: string
  readonly kind: 'share' | 'number'
  readonly read: Readonly<Record<'training' | 'validation' | 'test', (epoch: EpochMetrics) => number | null>>
}

const MEASURES: readonly Measure[] = [
  {
    label: 'Accuracy',
    kind: 'share',
    read: {
      training: (epoch) => epoch.trainAccuracy,
      validation: (epoch) => epoch.validationAccuracy,
      test: ({ testCorrect, testTotal }) =>
        testCorrect === null || !testTotal ? null : testCorrect / testTotal,
    },
  },
  {
    label: 'Loss',
    kind: 'number',
    read: {
      training: (epoch) => epoch.trainLoss,
      validation: (epoch) => epoch.validationLoss,
      test: (epoch) => epoch.testLoss,
    },
  },
]

/** Of more runs than these, training is left out, which would hide the rest. */
const FEW_RUNS = 3

const SIZE = { width: 520, height: 340 }
const COLOURS = { text: 'var(--text)', muted: 'var(--muted)', grid: 'var(--border)', surface: null }

/** Accuracy and loss by epoch, each as one drawing in the page's own colours. */
export function renderCharts(runs: readonly RunDetail[], colours: readonly string[]): Markup {
  const charts = MEASURES.map((measure) => describeChart(measure, runs, colours)).filter(
    (chart) => chart.lines.length > 0,
  )
  if (charts.length === 0) return markup`<p>No epoch is finished yet.</p>`
  return markup`<div class="charts">${charts.map((chart, k) => markup`<figure>${new Markup(writeChartSvg(chart, { ...SIZE, colours: COLOURS, id: `chart-${k}` }))}</figure>`)}</div>`
}

function describeChart(measure: Measure, runs: readonly RunDetail[], colours: readonly string[]): LineChart {
  const parts =
    runs.length > FEW_RUNS ? (['validation', 'test'] as const) : (['training', 'validation', 'test'] as const)
  const lines = runs.flatMap((run, k) =>
    parts.flatMap((part): ChartFileLine[] => {
      const points = run.epochs.map((epoch): ChartFilePoint => ({
        x: epoch.epoch,
        y: measure.read[part](epoch) ?? NaN,
      }))
      if (!points.some(({ y }) => Number.isFinite(y))) return []
      const line = { owner: run.id, name: run.name, colour: colours[k], part, points }
      return [{ ...line, smooth: null, band: null }]
    }),
  )
  const epochs = runs.flatMap((run) => run.epochs.map((epoch) => epoch.epoch))
  const first = epochs.reduce((a, b) => Math.min(a, b), 0)
  const last = epochs.reduce((a, b) => Math.max(a, b), first + 1)
  return {
    title: `${measure.label} by epoch`,
    x: { label: 'Epoch', kind: 'epoch', isLogarithmic: false, min: first, max: last },
    y: { label: measure.label, kind: measure.kind, isLogarithmic: false, ...rangeOf(measure, lines) },
    lines,
  }
}

/** A first few steep epochs need not decide the axis: a twentieth of the values may lie outside of it. */
function rangeOf({ kind }: Measure, lines: readonly ChartFileLine[]): { min: number; max: number } {
  const values = Float64Array.from(
    lines.flatMap(({ points }) => points.map(({ y }) => y)).filter(Number.isFinite),
  ).sort()
  if (values.length === 0) return { min: 0, max: 1 }
  const cut = values.length >= 40 ? Math.round(values.length / 20) : 0
  const low = values[kind === 'share' ? cut : 0]
  const high = values[values.length - 1 - (kind === 'share' ? 0 : cut)]
  const room = Math.max(high - low, Math.abs(high) * 1e-3, 1e-12) * 0.05
  return { min: Math.max(0, low - room), max: kind === 'share' ? Math.min(1, high + room) : high + room }
}
