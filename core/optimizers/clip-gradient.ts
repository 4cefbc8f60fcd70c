import { euclideanNorm } from '../math/norm.ts'

/** Scales a gradient down, in place, to a Euclidean norm where it is longer (Pascanu, Mikolov and Bengio 2013). */
export function clipGradient(gradient: Float64Array, maxNorm: number): void {
  const factor = clippingFactor(euclideanNorm(gradient), maxNorm)
  if (factor === 1) return
  for (let i = 0; i < gradient.length; i++) gradient[i]! *= factor
}

/** What a gradient of this norm is multiplied by. */
export function clippingFactor(norm: number, maxNorm: number): number {
  return norm > maxNorm ? maxNorm / norm : 1
}
