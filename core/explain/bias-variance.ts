/** The share of MNIST's digits that people misread, below which no error is a network's fault. */
const UNAVOIDABLE_ERROR = 0.002

/** So many times larger than the other, one part of the error is named alone. */
const PREDOMINANT = 3

/** The error on the images learned from, split at what is unavoidable, and how much worse it is on others; shares of 1. */
export interface ErrorParts {
  readonly bias: number
  readonly variance: number
  /** Where most of it comes from: the network cannot fit its own images, it fits them alone, or both. */
  readonly kind: 'bias' | 'variance' | 'both'
}

/** Splits the error on unseen images into bias, above what is unavoidable, and variance, above the training error. */
export function splitError(trainingError: number, unseenError: number): ErrorParts {
  const bias = Math.max(0, trainingError - UNAVOIDABLE_ERROR)
  const variance = Math.max(0, unseenError - trainingError)
  const kind = bias > PREDOMINANT * variance ? 'bias' : variance > PREDOMINANT * bias ? 'variance' : 'both'
  return { bias, variance, kind }
}
