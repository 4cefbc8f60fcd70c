import { updateRatio, type EpochMetrics } from '#core/runs/epoch-metrics.ts'
import type { Chart, LineMark } from '#shared/chart/chart.ts'
import { numberAxis, POSITION_TICKS, VALUE_TICKS } from '#shared/chart/chart-axes.ts'
import { cursorStops } from '#shared/chart/chart-points.ts'
import { formatSmall, layerName } from './inside-words.ts'

/** The usual size of a step beside the weights. */
export const USUAL_RATIO = 1e-3

/** How large each epoch's last step was beside the weights, a line for each layer; null where no epoch has it recorded. */
export function updateChart(epochs: readonly EpochMetrics[], layers: number): Chart | null {
  const marks = Array.from({ length: layers }, (_, k): LineMark => ({
    ...{ kind: 'line', key: String(k), owner: String(k), name: layerName(k, layers) },
    ...{ colour: `var(--run-${(k % 20) + 1})`, part: null, smooth: null, band: null },
    points: epochs.flatMap(({ epoch, layers: measured }) => {
      const layer = measured?.at(k)
      const ratio = layer === undefined ? null : updateRatio(layer)
      return ratio === null || ratio <= 0 ? [] : [{ x: epoch, y: ratio }]
    }),
  }))
  const ratios = marks.flatMap(({ points }) => points.map(({ y }) => y))
  if (ratios.length === 0) return null
  const ends = marks.map(({ name, points }) => {
    const last = points.at(-1)
    return `${name}: ${last === undefined ? 'not recorded' : formatSmall(last.y)}`
  })
  const last = epochs.at(-1)!.epoch
  return {
    title: 'Last step of each epoch, as a share of the weights',
    description: `Length of each epoch’s last step as a share of the length of the weights, by layer. At epoch ${last}, ${ends.join('; ')}. About ${USUAL_RATIO} is usual`,
    names: 'layer',
    x: numberAxis({
      label: 'Epoch',
      unit: 'epoch',
      range: { min: 0, max: Math.max(1, last) },
      count: POSITION_TICKS,
    }),
    y: numberAxis({
      label: 'Step / weights',
      unit: 'number',
      range: {
        min: Math.min(USUAL_RATIO / 2, ...ratios),
        max: Math.max(USUAL_RATIO * 2, ...ratios),
      },
      isLogarithmic: true,
      count: VALUE_TICKS,
    }),
    marks,
    stops: cursorStops(marks.map(({ points }) => points)),
  }
}
