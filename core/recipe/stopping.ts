import { z } from 'zod'
import { boundedInteger, boundedNumber, oneOf, positiveNumber } from './bounds.ts'

/** When a training ends before its last epoch; null turns a rule off. */
export const stoppingSchema = z.strictObject({
  /** No improvement of a measure in so many epochs; the best epoch by that measure is the result. */
  patience: z
    .strictObject({
      epochs: boundedInteger('Patience', 1, 100_000),
      measure: oneOf('Measure', ['validation-loss', 'validation-accuracy']),
    })
    .nullable()
    .default(null),
  /** The lecture's convergence: |f(x_{k+1}) − f(x_k)| < ε, f being the training loss of an epoch. */
  convergence: positiveNumber('Convergence ε', 1e6).nullable().default(null),
  /** A validation accuracy (test or training without one) that is enough, 0 to 1. */
  targetAccuracy: boundedNumber('Target accuracy', 0, 1).nullable().default(null),
  /** Seconds of training and evaluation; looked at after each epoch. */
  timeLimitSeconds: positiveNumber('Time limit', 1e9).nullable().default(null),
  /** A mini-batch's mean loss beyond this counts as diverged. */
  lossBound: positiveNumber('Loss bound', 1e300).default(1e6),
})

export type Stopping = z.infer<typeof stoppingSchema>
