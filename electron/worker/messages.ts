import type { Divergence, Failure, StopReason } from '#core/runs/reason.ts'
import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import type { LookBackState } from '#core/training/look-back.ts'
import type { DataExamination } from '#core/data/examine-parts.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { Checkpoint } from '#core/training/checkpoint.ts'
import type { DataFolders } from '../data/data-source.ts'
import type { ErrorCode, TrainingProgress } from '#contract/types.ts'
import type { FusingLock } from './fusing-lock.ts'
import type { Task, TaskResults, TaskUpdate } from './task-messages.ts'

/** What a worker is started with. */
export interface WorkerOptions extends DataFolders {
  /** Whether the data set that was read last stays in memory for the next training; it takes as much as its files. */
  readonly keepsData: boolean
  /** See `fuseKernels`. */
  readonly fusingLock: FusingLock
}

export interface TrainCommand {
  readonly type: 'train'
  readonly recipe: Recipe
  /** Where to go on; null: from the initializer's parameters. */
  readonly start: Checkpoint | null
  /** What of the epochs up to it the training looks back on; null where there are none. */
  readonly past: LookBackState | null
  /** Whether to pause after the first epoch. */
  readonly isStep: boolean
  /** Pauses when this many of the recipe's epochs are done; null: only when asked to. */
  readonly pauseAfter: number | null
  /** Threads to compute with, 1 or more; the results never depend on it. */
  readonly threads: number
}

/** The commands that a worker takes. A worker does one training at a time, and tasks while it does none. */
export type WorkerCommand =
  | TrainCommand
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** Trains to the end of the current epoch, then pauses; a paused training resumes for it. */
  | { readonly type: 'step' }
  | { readonly type: 'stop' }
  /** An epoch's weights are in the store; see `MAX_UNSTORED_EPOCHS`. */
  | { readonly type: 'stored' }
  | { readonly type: 'task'; readonly id: number; readonly task: Task }

/** A worker waits when this many epochs are reported and not yet stored, so that small epochs do not pile up. */
export const MAX_UNSTORED_EPOCHS = 4

/** What ended a training. */
export type TrainingOutcome =
  /** With the reason where a stopping rule ended it before its last epoch. */
  | { readonly outcome: 'completed'; readonly reason?: StopReason | undefined }
  | { readonly outcome: 'stopped' }
  | { readonly outcome: 'diverged'; readonly reason: Divergence }
  | { readonly outcome: 'failed'; readonly reason: Failure }

/** What a worker reports. */
export type WorkerReport =
  | {
      readonly type: 'loaded'
      readonly dataSha256: string
      /** How the parts are made up, for a training that begins; null for one that goes on. */
      readonly examination: DataExamination | null
    }
  | { readonly type: 'progressed'; readonly progress: Omit<TrainingProgress, 'runId'> }
  | { readonly type: 'epochFinished'; readonly metrics: EpochMetrics; readonly checkpoint: Checkpoint }
  | { readonly type: 'paused' }
  | { readonly type: 'resumed' }
  | ({ readonly type: 'ended' } & TrainingOutcome)
  | { readonly type: 'taskUpdated'; readonly id: number; readonly update: TaskUpdate }
  | { readonly type: 'taskDone'; readonly id: number; readonly result: TaskResults[Task['type']] }
  | { readonly type: 'taskFailed'; readonly id: number; readonly code: ErrorCode; readonly failure: Failure }
