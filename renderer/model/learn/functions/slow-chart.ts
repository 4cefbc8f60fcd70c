import type { SlowLoss, SlowStep } from '#core/explain/functions/slow-start.ts'
import type { Chart, LineMark } from '#shared/chart/chart.ts'
import { numberAxis, POSITION_TICKS } from '#shared/chart/chart-axes.ts'
import { cursorStops } from '#shared/chart/chart-points.ts'
import { shortNumber } from '../microscope/numbers.ts'

/** A run of the slow neuron as a line. */
export interface SlowLine {
  readonly loss: SlowLoss
  readonly name: string
  readonly colour: string
  readonly steps: readonly SlowStep[]
}

/** The output over the updates, up to the step that is shown. */
export function slowChart(lines: readonly SlowLine[], step: number, last: number): Chart {
  const marks = lines.map(({ loss, name, colour, steps }): LineMark => ({
    ...{ kind: 'line', key: loss, owner: loss, name, colour, part: null, smooth: null, band: null },
    points: steps.slice(0, step + 1).map((each) => ({ x: each.step, y: each.output })),
  }))
  const ends = lines.map(({ name, steps }) => `${name}: ${shortNumber(steps[step]!.output)}`)
  return {
    title: 'Output of the neuron by updates',
    description: `Output after ${step} updates. ${ends.join('; ')}`,
    names: 'loss',
    x: numberAxis({ label: 'Update', unit: 'count', range: { min: 0, max: last }, count: POSITION_TICKS }),
    y: numberAxis({ label: 'Output y', unit: 'number', range: { min: 0, max: 1 } }),
    marks,
    stops: cursorStops(marks.map(({ points }) => points)),
  }
}
