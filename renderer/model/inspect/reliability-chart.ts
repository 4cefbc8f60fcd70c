import type { Calibration, Reliability } from '#core/evaluation/calibration.ts'
import type { Chart, ChartMark } from '#shared/chart/chart.ts'
import { numberAxis } from '#shared/chart/chart-axes.ts'
import { valueRange } from '#shared/chart/chart-ranges.ts'
import { describeCalibration } from '#shared/words/calibration-words.ts'

/**
 * Share right by stated confidence, in ten parts of the validation images, as the outputs are and calibrated, with the line on
 * which both agree.
 * @param colour any CSS colour, as in `var(--run-1)`
 */
export function reliabilityChart(calibration: Calibration, colour: string): Chart {
  const { before, after } = calibration
  const bins = [...before.bins, ...after.bins]
  const range = valueRange([bins.flatMap(({ confidence, right }) => [confidence, right])], {
    ...{ best: 'high', isShare: true, isLogarithmic: false, cutsOutliers: false, startsAtZero: false },
  }) ?? { min: 0, max: 1 }
  const diagonal = [
    { x: range.min, y: range.min },
    { x: range.max, y: range.max },
  ]
  const marks: ChartMark[] = [
    lineOf('calibrated', after, { colour, dash: [] }),
    lineOf('as it is', before, { colour: 'var(--text-muted)', dash: [5, 4] }),
    {
      ...{ kind: 'line', key: 'agree', owner: 'agree', name: 'both agree', colour: 'var(--text-muted)' },
      ...{ part: null, points: diagonal, smooth: null, band: null, width: 1 },
    },
  ]
  return {
    title: 'Share right by stated confidence',
    description: describeCalibration(calibration),
    names: 'outputs',
    x: numberAxis({ label: 'Stated confidence', unit: 'share', range }),
    y: numberAxis({ label: 'Share right', unit: 'share', range }),
    marks,
    stops: after.bins.map(({ confidence }) => confidence),
  }
}

function lineOf(
  name: string,
  { bins }: Reliability,
  look: { readonly colour: string; readonly dash: readonly number[] },
): ChartMark {
  const points = bins.map(({ confidence, right, count }) => ({ x: confidence, y: right, total: count }))
  return {
    ...{ kind: 'line', key: name, owner: name, name, ...look, part: null, points },
    ...{ smooth: null, band: null, radius: 3 },
  }
}
