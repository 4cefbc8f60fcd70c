import { type Plane, quantile, resampleBox } from './grey-picture.ts'

/** Longer side of the small copy on which the surface is fitted: light changes slowly. */
const GRID_SIDE = 96

/** Powers of x and y of the surface's terms, lowest degree first. */
const TERMS: readonly (readonly [number, number])[] = [
  ...[[0, 0] as const, [1, 0] as const, [0, 1] as const],
  ...[[2, 0] as const, [1, 1] as const, [0, 2] as const],
  ...[[3, 0] as const, [2, 1] as const, [1, 2] as const, [0, 3] as const],
]

/**
 * Terms of the surface in each round. The degree grows as the digit is told better from the background: with all terms
 * at once the surface would bend towards thick strokes.
 */
const ROUNDS = [1, 3, 3, 6, 6, 10, 10, 10]

/** Pixels farther from the surface than this many standard deviations are no background. */
const OUTLIER = 2.5

/** The least standard deviation that is assumed, in shades: that of clean paper is 0. */
const LEAST_NOISE = 1.5

/**
 * Estimates the shade that the background has at each pixel, where light may fall off over the picture: a surface of the
 * third degree, fitted by least squares to the pixels that are background. Those are found by turns: whatever lies far
 * from the surface is left out of the next fit. Digits cover far less than half of a picture.
 * @param shades 0 to 255
 */
export function fitBackground(shades: Plane): Plane {
  const { width, height } = shades
  const shrink = Math.max(1, Math.max(width, height) / GRID_SIDE)
  const grid = resampleBox(
    shades,
    { left: 0, top: 0, right: width, bottom: height },
    Math.max(1, Math.round(width / shrink)),
    Math.max(1, Math.round(height / shrink)),
  )
  let coefficients: Float64Array = new Float64Array(TERMS.length)
  coefficients[0] = quantile(grid.values, 0.5)
  let limit = OUTLIER * spreadOf(grid, coefficients)
  for (const count of ROUNDS) {
    coefficients = fit(grid, count, coefficients, limit)
    limit = OUTLIER * spreadOf(grid, coefficients)
  }
  const values = new Float64Array(width * height)
  eachPixel(shades, (index, x, y) => {
    values[index] = Math.min(255, Math.max(1, surfaceAt(coefficients, x, y)))
  })
  return { width, height, values }
}

/** Standard deviation of the background around a surface, by the median of the distances, which outliers cannot move. */
function spreadOf(grid: Plane, coefficients: Float64Array): number {
  const distances = new Float64Array(grid.values.length)
  eachPixel(grid, (index, x, y) => {
    distances[index] = Math.abs(grid.values[index]! - surfaceAt(coefficients, x, y))
  })
  return Math.max(LEAST_NOISE, 1.4826 * quantile(distances, 0.5))
}

/** Calls with each pixel's index and place, −1 to 1 in both directions. */
function eachPixel({ width, height }: Plane, visit: (index: number, x: number, y: number) => void): void {
  for (let row = 0, index = 0; row < height; row++) {
    const y = (2 * (row + 0.5)) / height - 1
    for (let column = 0; column < width; column++, index++) {
      visit(index, (2 * (column + 0.5)) / width - 1, y)
    }
  }
}

/** All terms of the surface at a place, written to `terms`. */
function setTerms(terms: Float64Array, x: number, y: number): void {
  for (let term = 0; term < TERMS.length; term++) {
    const [powerX, powerY] = TERMS[term]!
    let value = 1
    for (let k = 0; k < powerX; k++) value *= x
    for (let k = 0; k < powerY; k++) value *= y
    terms[term] = value
  }
}

/** @param c coefficients of as many terms, the others being 0 */
function surfaceAt(c: Float64Array, x: number, y: number): number {
  return (
    c[0]! +
    x * (c[1]! + y * c[4]! + x * (c[3]! + x * c[6]! + y * c[7]!)) +
    y * (c[2]! + y * (c[5]! + y * c[9]! + x * c[8]!))
  )
}

/** The surface of so many terms through the pixels that lie near the last one. */
function fit(grid: Plane, count: number, last: Float64Array, limit: number): Float64Array {
  const matrix = Array.from({ length: count }, () => new Array<number>(count + 1).fill(0))
  const terms = new Float64Array(TERMS.length)
  eachPixel(grid, (index, x, y) => {
    const shade = grid.values[index]!
    if (Math.abs(shade - surfaceAt(last, x, y)) > limit) return
    setTerms(terms, x, y)
    for (let row = 0; row < count; row++) {
      const line = matrix[row]!
      for (let column = 0; column < count; column++) line[column]! += terms[row]! * terms[column]!
      line[count]! += terms[row]! * shade
    }
  })
  const coefficients = new Float64Array(TERMS.length)
  coefficients.set(solve(matrix))
  return coefficients
}

/** Solves a linear system, each line with its right side at the end, by Gauss-Jordan with pivots. */
function solve(matrix: number[][]): number[] {
  const count = matrix.length
  for (let column = 0; column < count; column++) {
    // A term that no pixel decides, as in a picture of one row, stays without effect.
    matrix[column]![column]! += 1e-6
    let pivot = column
    for (let row = column + 1; row < count; row++) {
      if (Math.abs(matrix[row]![column]!) > Math.abs(matrix[pivot]![column]!)) pivot = row
    }
    const line = matrix[pivot]!
    matrix[pivot] = matrix[column]!
    matrix[column] = line
    for (let row = 0; row < count; row++) {
      if (row === column) continue
      const factor = matrix[row]![column]! / line[column]!
      for (let k = column; k <= count; k++) matrix[row]![k]! -= factor * line[k]!
    }
  }
  return matrix.map((line, row) => line[count]! / line[row]!)
}
