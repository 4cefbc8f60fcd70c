/** What a status says of a run, and what it allows a person to do with it. */
interface StatusRules {
  /** Some program holds the run: a worker trains it, or it waits for one or for a person. */
  readonly isActive: boolean
  /** Nothing goes on with it by itself. An interrupted run is not among these: its sweep or a person takes it up. */
  readonly hasEnded: boolean
  readonly canPause: boolean
  /** Whether it can go on as the same run, to the same weights as without a break. */
  readonly canResume: boolean
  readonly canStop: boolean
}

/**
 * - `queued`: waits for a free training worker
 * - `training`, `paused`: a worker holds it
 * - `completed`: ran all its epochs, or a stopping rule ended it
 * - `stopped`: a person or its sweep stopped it
 * - `diverged`: loss or weights left the range of numbers
 * - `failed`: an error ended it
 * - `interrupted`: ended before it was finished, by the end of its program or while it waits for the rest of its sweep
 * - `imported`: weights read from a file, not trained here (yet)
 *
 * Where the status alone does not say why, the run's reason does.
 */
const RUN_STATUSES = {
  queued: { isActive: true, hasEnded: false, canPause: true, canResume: false, canStop: true },
  training: { isActive: true, hasEnded: false, canPause: true, canResume: false, canStop: true },
  paused: { isActive: true, hasEnded: false, canPause: false, canResume: true, canStop: true },
  completed: { isActive: false, hasEnded: true, canPause: false, canResume: false, canStop: false },
  stopped: { isActive: false, hasEnded: true, canPause: false, canResume: true, canStop: false },
  diverged: { isActive: false, hasEnded: true, canPause: false, canResume: false, canStop: false },
  failed: { isActive: false, hasEnded: true, canPause: false, canResume: true, canStop: false },
  interrupted: { isActive: false, hasEnded: false, canPause: false, canResume: true, canStop: false },
  imported: { isActive: false, hasEnded: true, canPause: false, canResume: false, canStop: false },
} as const satisfies Record<string, StatusRules>

export type RunStatus = keyof typeof RUN_STATUSES

interface WithStatus {
  readonly status: RunStatus
}

/** All statuses. */
export const RUN_STATUS_NAMES = Object.keys(RUN_STATUSES) as RunStatus[]

/** Statuses of runs that some program holds. */
export const ACTIVE_STATUSES: readonly RunStatus[] = RUN_STATUS_NAMES.filter(
  (status) => RUN_STATUSES[status].isActive,
)

/** Statuses from which a run that no program holds can go on. */
export const CLAIMABLE_STATUSES: readonly RunStatus[] = RUN_STATUS_NAMES.filter(
  (status) => RUN_STATUSES[status].canResume && !RUN_STATUSES[status].isActive,
)

/** Whether some program holds the run. */
export function isActive({ status }: WithStatus): boolean {
  return RUN_STATUSES[status].isActive
}

/** Whether nothing goes on with the run by itself. */
export function hasEnded({ status }: WithStatus): boolean {
  return RUN_STATUSES[status].hasEnded
}

/** Whether the run takes a worker or waits for one, and so can be paused. */
export function canPause({ status }: WithStatus): boolean {
  return RUN_STATUSES[status].canPause
}

/** Whether the run can go on, be it paused or at rest. */
export function canResume({ status }: WithStatus): boolean {
  return RUN_STATUSES[status].canResume
}

/** Whether the run can be stopped. */
export function canStop({ status }: WithStatus): boolean {
  return RUN_STATUSES[status].canStop
}
