import { z } from 'zod'

/** Successive halving (Jamieson and Talwalkar 2016): at each rung the best go on, the others are stopped. */
export const halvingSchema = z.strictObject({
  /** At a rung, one of so many goes on. */
  eta: z.int('Eta: expected a whole number').min(2, 'Eta: expected 2 or more').max(100),
  /** Epochs before the first rung; null: so many that the last rungs leave one run for the last stretch. */
  minEpochs: z.int('First rung: expected a whole number of epochs').min(1).max(100_000).nullable(),
})

export type Halving = z.infer<typeof halvingSchema>

/** Epochs after which runs are compared, rising; none where there is nothing to halve. */
export function listRungs({ eta, minEpochs }: Halving, epochs: number, runCount: number): number[] {
  const rungs: number[] = []
  if (minEpochs !== null) {
    for (let rung = minEpochs, left = runCount; rung < epochs && left > 1; rung *= eta) {
      rungs.push(rung)
      left = Math.ceil(left / eta)
    }
    return rungs
  }
  // From the end: the last rung lies at an eta-th of the epochs, the one before at an eta-th of that.
  for (let rung = epochs / eta, left = runCount; rung >= 0.5 && left > 1; rung /= eta) {
    const whole = Math.max(1, Math.round(rung))
    if (whole < epochs && whole !== rungs[0]) rungs.unshift(whole)
    left = Math.ceil(left / eta)
  }
  return rungs
}

/** How a run of the sweep stands. */
export interface Contender {
  /** Of each finished epoch, in order: the accuracy that ranks epochs, 0 to 1; null where it was not measured. */
  readonly accuracies: readonly (number | null)[]
  /** Whether it trains no further, whatever the rungs say: it has done all its epochs, or something ended it. */
  readonly hasEnded: boolean
  /** Whether it diverged, failed or was taken out: it ranks last at the rungs that it did not reach. */
  readonly isOut: boolean
}

/** That a run was not among the best at a rung. */
export interface HalvingStop {
  /** Of the contender. */
  readonly index: number
  /** Epochs of the rung. */
  readonly epochs: number
  /** From 1, the best. */
  readonly place: number
  /** Runs that were compared. */
  readonly of: number
}

export interface HalvingState {
  readonly stops: readonly HalvingStop[]
  /** Epochs up to which the others may train now; null: to their end. */
  readonly limit: number | null
}

/**
 * Decides the rungs, each only when all its runs have reached it or ended, and by their epochs up to it alone: so the
 * outcome does not depend on which run came first. Of n runs the ⌈n / eta⌉ best go on, ties by their order. A run's
 * accuracy at a rung is its best so far.
 * @param contenders all runs of the sweep, in order; those not started yet have no epochs
 */
export function decideHalving(
  eta: number,
  rungs: readonly number[],
  contenders: readonly Contender[],
): HalvingState {
  const stops: HalvingStop[] = []
  let alive = contenders.map((_, index) => index)
  for (const epochs of rungs) {
    const isReached = (index: number): boolean =>
      contenders[index]!.hasEnded || contenders[index]!.accuracies.length >= epochs
    if (alive.length > 1 && !alive.every(isReached)) return { stops, limit: epochs }
    const ranked = alive
      .map((index) => ({ index, score: scoreAt(contenders[index]!, epochs) }))
      .sort((a, b) => b.score - a.score || a.index - b.index)
    const kept = Math.ceil(ranked.length / eta)
    ranked.slice(kept).forEach(({ index }, k) => {
      stops.push({ index, epochs, place: kept + k + 1, of: ranked.length })
    })
    alive = ranked.slice(0, kept).map(({ index }) => index)
  }
  return { stops, limit: null }
}

/** The best accuracy up to a rung; −1 for a run that was out before, so that it is below all others. */
function scoreAt({ accuracies, isOut }: Contender, epochs: number): number {
  // What became of it after the rung does not count there.
  if (isOut && accuracies.length < epochs) return -1
  return accuracies
    .slice(0, epochs)
    .reduce<number>((best, accuracy) => Math.max(best, accuracy ?? -0.5), -0.5)
}

/**
 * Epochs that all runs of a sweep train together, where none ends early.
 * @param epochs of each run
 */
export function countEpochs(epochs: readonly number[], eta: number, rungs: readonly number[]): number {
  let total = 0
  let left = epochs.length
  let before = 0
  const mean = epochs.reduce((sum, one) => sum + one, 0) / Math.max(1, epochs.length)
  for (const rung of rungs) {
    total += left * (Math.min(rung, mean) - before)
    before = Math.min(rung, mean)
    left = Math.ceil(left / eta)
  }
  return total + left * (mean - before)
}
