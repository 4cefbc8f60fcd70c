import type { BatchRaceStep } from '#core/experiments/batch-race.ts'

/** How far a race of mini-batch sizes is. */
export interface BatchRaceProgress {
  /** The size at work. */
  readonly batchSize: number
  /** From 0. */
  readonly round: number
  /** 0 to 1, of this training; the first time at most, as it may arrive before its time is up. */
  readonly share: number
}

/** What a race reports: at most 20 times a second how far it is, each measurement, and each training that is over. */
export type BatchRaceUpdate =
  | { readonly type: 'progressed'; readonly progress: BatchRaceProgress }
  | Exclude<BatchRaceStep, { type: 'progress' }>
