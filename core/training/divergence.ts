import type { Divergence } from '../runs/reason.ts'

/**
 * Whether a training left the range of numbers; undefined while it did not. Guessing costs about 2.3 (ln 10) or less,
 * so a loss far beyond is no longer learning.
 * @param loss mean of a mini-batch
 */
export function findDivergence(loss: number, bound: number, epoch: number): Divergence | undefined {
  if (loss <= bound) return undefined
  if (Number.isNaN(loss)) return { code: 'diverged', epoch, loss: null }
  return { code: 'diverged', epoch, loss: loss === Infinity ? 'infinity' : loss }
}
