import type { DescentPosition, DescentWalk } from '#core/explain/descent/descend.ts'
import type { DescentFunction } from '#core/explain/descent/functions.ts'
import type { AxisRange, Chart, LineMark } from '#shared/chart/chart.ts'
import { numberAxis, POSITION_TICKS, VALUE_TICKS } from '#shared/chart/chart-axes.ts'
import { cursorStops } from '#shared/chart/chart-points.ts'

export interface DescentChartOptions {
  readonly names: readonly string[]
  readonly colours: readonly string[]
  /** The steps that are shown, from 0. */
  readonly steps: number
  /** Value at the lowest points, from which heights are counted. */
  readonly lowest: number
}

/** More points of a line than pixels are of no use. */
const MOST_POINTS = 500

/** The height of each walk above the lowest point, step by step, on a logarithmic axis. */
export function descentChart(walks: readonly DescentWalk[], options: DescentChartOptions): Chart {
  const { names, colours, steps, lowest } = options
  const stride = Math.max(1, Math.ceil(steps / MOST_POINTS))
  const marks = walks.map((walk, k): LineMark => ({
    ...{ kind: 'line', key: String(k), owner: String(k), name: names[k]!, colour: colours[k]! },
    ...{ part: null, smooth: null, band: null },
    points: stepsShown(walk, steps, stride)
      .map((step) => ({ x: step, y: walk.values[step]! - lowest }))
      .filter(({ y }) => y > 0),
  }))
  const heights = marks.flatMap(({ points }) => points.map(({ y }) => y))
  const range = heights.length === 0 ? null : heightRange(heights)
  const ends = marks.map(
    ({ name, points }) => `${name}: ${points.at(-1)?.y.toPrecision(3) ?? 'at the lowest point'}`,
  )
  return {
    title: 'Height above the lowest point by step',
    description: `Height above the lowest point after ${steps} steps. ${ends.join('; ')}`,
    names: 'walk',
    x: numberAxis({
      label: 'Step',
      unit: 'count',
      range: { min: 0, max: Math.max(1, steps) },
      count: POSITION_TICKS,
    }),
    y: numberAxis({ label: 'Height', unit: 'number', range, isLogarithmic: true, count: VALUE_TICKS }),
    marks,
    stops: cursorStops(marks.map(({ points }) => points)),
  }
}

/** More than a power of ten downwards, which the first steps leave empty: over less, round numbers would be too few or odd. */
function heightRange(heights: readonly number[]): AxisRange {
  const max = Math.min(1e6, Math.max(...heights))
  return { min: Math.max(1e-9, Math.min(max / 12, ...heights)), max }
}

/** Every so many steps up to one, and the walk's last where it lies before that. */
function stepsShown(walk: DescentWalk, most: number, stride: number): number[] {
  const shown: number[] = []
  for (let step = 0; step <= Math.min(most, walk.steps); step += stride) shown.push(step)
  if (walk.steps <= most && walk.steps % stride !== 0) shown.push(walk.steps)
  return shown
}

/** Points of a cut, and how far it goes to each side, in units of the variables. */
const CUT = { points: 121, reach: 3 } as const

/** The value along a straight line through where a walk is, in the direction of the dial. @param degrees from u towards v */
export function cutChart(fn: DescentFunction, { point, value }: DescentPosition, degrees: number): Chart {
  const angle = (degrees * Math.PI) / 180
  const direction = [Math.cos(angle), Math.sin(angle)]
  const points = Array.from({ length: CUT.points }, (_, k) => {
    const along = CUT.reach * ((2 * k) / (CUT.points - 1) - 1)
    return { x: along, y: fn.value(direction.map((part, i) => point[i]! + along * part)) }
  })
  const line: LineMark = {
    ...{ kind: 'line', key: 'cut', owner: 'cut', name: `At ${degrees}°`, colour: 'var(--text)' },
    ...{ part: null, smooth: null, band: null, points },
  }
  const values = points.map(({ y }) => y).filter(Number.isFinite)
  const colour = 'var(--run-1)'
  return {
    title: 'Cut through the function',
    description: `The value along a line through the first walk at ${degrees}°, from ${Math.min(...values).toPrecision(3)} to ${Math.max(...values).toPrecision(3)}; the walk is at ${value.toPrecision(3)}.`,
    names: 'cut',
    x: numberAxis({
      ...{ label: 'Along the direction', unit: 'number', count: POSITION_TICKS },
      range: { min: -CUT.reach, max: CUT.reach },
    }),
    y: numberAxis({
      ...{ label: 'f', unit: 'number', count: VALUE_TICKS },
      range: { min: Math.min(...values), max: Math.max(...values) },
    }),
    marks: [
      line,
      {
        ...{ kind: 'dots', look: 'ringed', isJoined: false },
        dots: [{ key: 'walk', name: 'First walk', x: 0, y: value, colour, radius: 5 }],
      },
    ],
    stops: cursorStops([points]),
  }
}
