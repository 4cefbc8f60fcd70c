import type { DepthLayer, DepthProfile } from '#core/explain/depth.ts'
import type { Chart, LineMark } from '#shared/chart/chart.ts'
import { numberAxis, VALUE_TICKS } from '#shared/chart/chart-axes.ts'
import { cursorStops } from '#shared/chart/chart-points.ts'
import { significantNumber } from './significant-number.ts'

/** A profile as a line. */
export interface DepthLine {
  readonly key: string
  readonly name: string
  readonly colour: string
  /** Whether it is there to be compared with. */
  readonly isOther: boolean
  readonly profile: DepthProfile
}

/** What of each layer is drawn. */
export type DepthMeasure = 'output' | 'gradient'

const MEASURES: Record<DepthMeasure, { title: string; label: string; what: string }> = {
  output: {
    title: 'Signal by layer',
    label: 'Spread of outputs',
    what: 'Standard deviation of the outputs',
  },
  gradient: {
    title: 'Gradient by layer',
    label: 'Size of gradient',
    what: 'Root mean square of the weights’ gradients',
  },
}

/** A measure of the hidden layers from the first to the last, on a logarithmic axis, where a 0 is a gap. */
export function depthChart(lines: readonly DepthLine[], measure: DepthMeasure): Chart {
  const { title, label, what } = MEASURES[measure]
  const marks = lines.map(({ key, name, colour, isOther, profile }): LineMark => ({
    ...{ kind: 'line', key, owner: key, name, colour, part: null, smooth: null, band: null },
    ...(isOther ? { dash: [3, 3], width: 1.5, radius: 2 } : { radius: 3, isFront: true }),
    points: profile.layers.map((layer: DepthLayer, k) => ({
      x: k + 1,
      y: layer[measure] > 0 ? layer[measure] : NaN,
    })),
  }))
  const values = marks.flatMap(({ points }) => points.map(({ y }) => y)).filter(Number.isFinite)
  const ends = lines.map(({ name, profile: { layers } }) => {
    const [first, last] = [layers[0]!, layers.at(-1)!]
    return `${name}: ${significantNumber(first[measure])} in layer 1, ${significantNumber(last[measure])} in layer ${layers.length}`
  })
  const count = lines[0]?.profile.layers.length ?? 1
  return {
    title,
    description: `${what}. ${ends.join('; ')}.`,
    names: 'network',
    x: numberAxis({ label: 'Hidden layer', unit: 'count', range: { min: 1, max: count }, count }),
    y: numberAxis({
      ...{ label, unit: 'number', isLogarithmic: true, count: VALUE_TICKS },
      range: values.length === 0 ? null : decades(values),
    }),
    marks,
    stops: cursorStops(marks.map(({ points }) => points)),
  }
}

/** Whole powers of ten around the values, so that the axis stays where it is while a slider moves a little. */
function decades(values: readonly number[]): { min: number; max: number } {
  const min = 10 ** Math.floor(Math.log10(Math.min(...values)))
  return { min, max: Math.max(10 * min, 10 ** Math.ceil(Math.log10(Math.max(...values)))) }
}
