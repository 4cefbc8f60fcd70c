import type { DescentFunction } from '#core/explain/descent/functions.ts'
import { contours } from 'd3-contour'
import { scaleLinear, type ScaleLinear } from 'd3-scale'

/** Room at each side of the picture, in pixels, where the numbers of its axes stand. */
export const MARGIN = { x: 40, y: 28 } as const

/** Of the picture, in pixels. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

export interface Scales {
  readonly x: ScaleLinear<number, number>
  readonly y: ScaleLinear<number, number>
}

/** Where the variables of a function lie in the picture; with one variable the value goes upwards. */
export function scalesOf(fn: DescentFunction, { width, height }: PictureSize): Scales {
  const vertical = fn.domain[1] ?? valueRange(fn)
  return {
    x: scaleLinear(fn.domain[0]!, [MARGIN.x, width - MARGIN.x]),
    y: scaleLinear(vertical, [height - MARGIN.y, MARGIN.y]),
  }
}

/** Points along the curve of a function of one variable, as SVG's `points`. */
export function curvePoints(fn: DescentFunction, { x, y }: Scales): string {
  const [low, high] = fn.domain[0]!
  return samples(low, high, 200)
    .map((u) => `${x(u).toFixed(2)},${y(fn.value([u])).toFixed(2)}`)
    .join(' ')
}

export interface ContourLine {
  readonly value: number
  /** As SVG's `d`. */
  readonly path: string
}

/** Columns and rows of the grid on which contours are worked out. */
const GRID = { columns: 160, rows: 105 } as const

/** Lines of equal value of a function of two variables, lowest first; each is a factor higher than the one before. */
export function contourLines(fn: DescentFunction, scales: Scales): ContourLine[] {
  const [[left, right], [bottom, top]] = [fn.domain[0]!, fn.domain[1]!]
  const { columns, rows } = GRID
  const values: number[] = []
  for (const v of samples(top, bottom, rows - 1))
    for (const u of samples(left, right, columns - 1)) values.push(fn.value([u, v]))
  const lowest = Math.min(...fn.minima.map((minimum) => fn.value(minimum)))
  const highest = Math.max(...values)
  const levels = Array.from({ length: 12 }, (_, k) => lowest + (highest - lowest) * 2 ** (k - 12))
  // A grid point lies in the middle of its cell.
  const x = (column: number): number => scales.x(left + ((column - 0.5) / (columns - 1)) * (right - left))
  const y = (row: number): number => scales.y(top + ((row - 0.5) / (rows - 1)) * (bottom - top))
  return contours()
    .size([columns, rows])
    .thresholds(levels)(values)
    .map(({ value, coordinates }) => ({
      value,
      path: coordinates
        .flat()
        .map((ring) => `M${ring.map(([a, b]) => `${x(a!).toFixed(1)},${y(b!).toFixed(1)}`).join('L')}Z`)
        .join(''),
    }))
}

/** So many steps from one number to another, both included. */
function samples(from: number, to: number, steps: number): number[] {
  return Array.from({ length: steps + 1 }, (_, k) => from + ((to - from) * k) / steps)
}

function valueRange(fn: DescentFunction): [number, number] {
  const values = samples(fn.domain[0]![0], fn.domain[0]![1], 200).map((u) => fn.value([u]))
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return [low - 0.08 * (high - low), high]
}
