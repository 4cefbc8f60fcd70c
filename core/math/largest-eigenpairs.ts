import { EigenvalueDecomposition, type Matrix } from 'ml-matrix'

/** An eigenvalue and its vector, `(n)`, of length 1 and of either sign. */
export interface Eigenpair {
  readonly value: number
  readonly vector: readonly number[]
}

/** The eigenvalues of a symmetric matrix `(n, n)` that are largest, with their vectors, the largest first; fewer where n is. */
export function largestEigenpairs(matrix: Matrix, count: number): Eigenpair[] {
  const { realEigenvalues: values, eigenvectorMatrix: vectors } = new EigenvalueDecomposition(matrix, {
    assumeSymmetric: true,
  })
  return values
    .map((value, k) => ({ value, k }))
    .sort((a, b) => b.value - a.value)
    .slice(0, count)
    .map(({ value, k }) => ({ value, vector: vectors.getColumn(k) }))
}
