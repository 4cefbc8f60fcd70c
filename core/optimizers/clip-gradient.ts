import { euclideanNorm } from '../math/norm.ts'

/** Scales a gradient down, in place, to a Euclidean norm where it is longer (Pascanu, Mikolov and Bengio 2013). */
export function clipGradient(gradient: Float64Array, maxNorm: number): void {
  const norm = euclideanNorm(gradient)
  if (!(norm > maxNorm)) return
  const factor = maxNorm / norm
  for (let i = 0; i < gradient.length; i++) gradient[i] *= factor
}
