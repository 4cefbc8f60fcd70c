import type { Random } from '../random/random.ts'

/**
 * Fills a matrix `(rows, columns)`, row-major, with orthonormal rows, or columns where there are more rows, drawn
 * uniformly (Saxe, McClelland and Ganguli 2013): Gaussian vectors, each made orthogonal to those before it (modified
 * Gram–Schmidt, twice, which is enough for full precision; Giraud et al. 2005).
 */
export function fillOrthogonal(matrix: Float64Array, rows: number, columns: number, random: Random): void {
  const count = Math.min(rows, columns)
  const length = Math.max(rows, columns)
  const vectors = Array.from({ length: count }, () => Float64Array.from({ length }, () => random.normal()))
  vectors.forEach((vector, k) => {
    for (const earlier of [...vectors.slice(0, k), ...vectors.slice(0, k)]) {
      const projection = dot(vector, earlier)
      for (let i = 0; i < length; i++) vector[i]! -= projection * earlier[i]!
    }
    const norm = Math.sqrt(dot(vector, vector))
    for (let i = 0; i < length; i++) vector[i]! /= norm
  })
  const isWide = columns >= rows
  vectors.forEach((vector, k) => {
    for (let i = 0; i < length; i++) matrix[isWide ? k * columns + i : i * columns + k] = vector[i]!
  })
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
