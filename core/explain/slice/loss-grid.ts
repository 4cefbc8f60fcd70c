/** A loss over a grid of points of a plane. */
export interface LossGrid {
  /** Points along each side, odd, so that the middle is one. */
  readonly size: number
  /** Coordinates of the columns, `(size)`, evenly spaced. */
  readonly xs: readonly number[]
  /** Coordinates of the rows, `(size)`. */
  readonly ys: readonly number[]
  /** `(size, size)`, a row for each of `ys`; not finite where the network's numbers leave their range. */
  readonly losses: Float64Array
}

/** From where to where a grid goes along one side. */
export interface GridRange {
  readonly from: number
  readonly to: number
}

/** The coarsest grid that is worth looking at. */
const COARSEST = 11

/** What is computed in turn: a point, or, when all of its points are there, a grid. */
export type GridStep =
  | { readonly type: 'point'; readonly done: number; readonly total: number }
  | { readonly type: 'grid'; readonly grid: LossGrid }

/**
 * The sizes of the nested grids that lead to a size, the coarsest first: each has every other point of the next, and the
 * middle. 41 gives 11, 21, 41.
 */
function nestedSizes(size: number): number[] {
  const sizes = [size]
  for (;;) {
    const half = (sizes[0]! - 1) / 2 + 1
    if (half < COARSEST || half % 2 === 0 || !Number.isInteger(half)) return sizes
    sizes.unshift(half)
  }
}

/** `size` evenly spaced coordinates; the middle of a symmetric range is exactly 0. */
function spacedCoordinates({ from, to }: GridRange, size: number): number[] {
  const middle = (from + to) / 2
  const half = (to - from) / 2
  return Array.from({ length: size }, (_, i) => middle + half * ((2 * i) / (size - 1) - 1))
}

/**
 * Measures a loss over a grid: first the points of the coarsest nested grid, then those that the next adds. Each point is
 * measured once.
 * @param lossAt the loss at a point of the plane
 * @returns the finest grid
 */
export function* measureGrid(
  lossAt: (x: number, y: number) => number,
  size: number,
  { x, y }: { readonly x: GridRange; readonly y: GridRange },
): Generator<GridStep, LossGrid> {
  const xs = spacedCoordinates(x, size)
  const ys = spacedCoordinates(y, size)
  const losses = new Float64Array(size * size)
  const isMeasured = new Uint8Array(size * size)
  const total = size * size
  let done = 0
  let grid: LossGrid | undefined
  for (const coarse of nestedSizes(size)) {
    const stride = (size - 1) / (coarse - 1)
    for (let row = 0; row < size; row += stride) {
      for (let column = 0; column < size; column += stride) {
        const at = row * size + column
        if (isMeasured[at] === 1) continue
        losses[at] = lossAt(xs[column]!, ys[row]!)
        isMeasured[at] = 1
        yield { type: 'point', done: ++done, total }
      }
    }
    grid = takeGrid({ size, xs, ys, losses }, stride)
    yield { type: 'grid', grid }
  }
  return grid!
}

/** Every `stride`-th point of a grid. */
function takeGrid({ size, xs, ys, losses }: LossGrid, stride: number): LossGrid {
  const coarse = (size - 1) / stride + 1
  const taken = new Float64Array(coarse * coarse)
  for (let row = 0; row < coarse; row++) {
    for (let column = 0; column < coarse; column++) {
      taken[row * coarse + column] = losses[row * stride * size + column * stride]!
    }
  }
  const every = (values: readonly number[]): number[] => values.filter((_, i) => i % stride === 0)
  return { size: coarse, xs: every(xs), ys: every(ys), losses: taken }
}
