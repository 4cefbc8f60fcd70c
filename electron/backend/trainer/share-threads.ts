/** How a training finds the machine at its start. */
export interface ThreadShares {
  /** Threads that the machine runs in parallel. */
  readonly cores: number
  /** Threads of the trainings that are at work. */
  readonly inUse: number
  /** Trainings that start right after this one. */
  readonly waiting: number
}

/**
 * Threads for a training that starts, where nobody asked for a number: all cores where it is alone, else its share of
 * those that are left, and one at least.
 */
export function shareThreads({ cores, inUse, waiting }: ThreadShares): number {
  return Math.max(1, Math.floor((cores - inUse) / (1 + waiting)))
}
