/** What a status says of a sweep, and what it allows a person to do with it. */
interface SweepStatusRules {
  /** Some program holds the sweep. */
  readonly isActive: boolean
  readonly canResume: boolean
}

/**
 * - `running`: a program trains its runs
 * - `paused`: by a person; the program still holds it
 * - `completed`: all its runs have ended
 * - `stopped`: by a person
 * - `interrupted`: the program that ran it ended, or the sweep could not go on, as its reason says
 * - `elsewhere`: other machines train its runs, of which some are not here; it is `completed` once all have come home
 */
export const SWEEP_STATUSES = {
  running: { isActive: true, canResume: false },
  paused: { isActive: true, canResume: true },
  completed: { isActive: false, canResume: false },
  stopped: { isActive: false, canResume: true },
  interrupted: { isActive: false, canResume: true },
  elsewhere: { isActive: false, canResume: false },
} as const satisfies Record<string, SweepStatusRules>

export type SweepStatus = keyof typeof SWEEP_STATUSES

interface WithStatus {
  readonly status: SweepStatus
}

/** Whether some program holds the sweep. */
export function isSweepActive({ status }: WithStatus): boolean {
  return SWEEP_STATUSES[status].isActive
}

/** Whether the sweep can go on, be it paused or at rest. */
export function canResumeSweep({ status }: WithStatus): boolean {
  return SWEEP_STATUSES[status].canResume
}
