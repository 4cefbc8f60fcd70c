import { unpackEpochs } from '#contract/packed-runs.ts'
import { drawReportCharts } from '#shared/chart/draw-report-charts.ts'
import type { DrawChartsTask, TaskResults } from './task-messages.ts'

/** Draws the charts of a report. */
export function drawCharts({ runs }: DrawChartsTask): TaskResults['drawCharts'] {
  return drawReportCharts(
    runs.map(({ parts, ...run }) => ({ ...run, group: null, epochs: parts.flatMap(unpackEpochs) })),
  )
}
