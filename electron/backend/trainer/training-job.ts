import type { Failure, RunReason } from '#core/runs/reason.ts'
import type { LookBackState } from '#core/training/look-back.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { Checkpoint } from '#core/training/checkpoint.ts'
import type { TrainingReport, WorkerThread } from './worker-thread.ts'

/** The status of a run that was asked to end, and the reason where the status does not say it. */
export interface TrainingEnd {
  readonly status: 'stopped' | 'interrupted'
  readonly reason: RunReason | null
}

/** What a person's stop makes of a run. */
export const STOPPED: TrainingEnd = { status: 'stopped', reason: null }

/** What the end of the program makes of a run. */
export const PROGRAM_ENDED: TrainingEnd = { status: 'interrupted', reason: { code: 'program-ended' } }

/** A run that this program trains, or will. */
export interface TrainingJob {
  readonly runId: string
  readonly recipe: Recipe
  /** Where to go on; null: from the beginning. */
  readonly start: Checkpoint | null
  /** What of the epochs up to it the training looks back on; null where there are none. */
  readonly past: LookBackState | null
  /** The data that its earlier epochs saw; null before the first start. */
  readonly dataSha256: string | null
  /** Pauses when this many of its epochs are done; null: only when asked to. */
  readonly pauseAfter: number | null
  /** Requested threads; undefined: its share of the cores at its start. */
  readonly wantedThreads: number | undefined
  state: 'queued' | 'training' | 'paused'
  /** Whether to pause after the epoch at work. */
  isStep: boolean
  /** Holds the training from its first start on, also while it is paused. */
  thread: WorkerThread | null
  /** Threads that it computes with; 0 before its start. */
  threadCount: number
  /** Whether its end was asked for. */
  isEnding: boolean
  /** Its status and reason once it has ended as it was asked to. */
  end: TrainingEnd
  /** Reports of its thread that came while something of the run is being written; null while nothing is. */
  unheard: TrainingReport[] | null
  /** Whether an epoch could not be stored because the program ends; those after it must not be stored either. */
  isCutOff: boolean
  /** Why it must end as failed, whatever the thread says. */
  failure: Failure | null
  /** Resolved when it is paused, goes on, or ends. */
  settled: PromiseWithResolvers<undefined>
  /** Resolved when it has ended and its status is written. */
  readonly ended: PromiseWithResolvers<undefined>
}

export function makeJob(
  given: Pick<
    TrainingJob,
    'runId' | 'recipe' | 'start' | 'past' | 'dataSha256' | 'isStep' | 'wantedThreads'
  > &
    Partial<Pick<TrainingJob, 'pauseAfter'>>,
): TrainingJob {
  return {
    ...given,
    pauseAfter: given.pauseAfter ?? null,
    state: 'queued',
    thread: null,
    threadCount: 0,
    isEnding: false,
    end: STOPPED,
    unheard: null,
    isCutOff: false,
    failure: null,
    settled: Promise.withResolvers(),
    ended: Promise.withResolvers(),
  }
}
