import type { FileWorkPhase } from '#contract/types.ts'

/** What long work that never yields asks between two steps. */
export interface WorkControl {
  /** @throws WorkbenchError `cancelled` */
  throwIfCancelled(): void
  /** Stands still for so many milliseconds; a cancellation cuts it short. */
  pause(ms: number): void
  /** Tells how far the work is. @param fraction of this phase, 0 to 1 */
  report(phase: FileWorkPhase, fraction: number, bytes?: number): void
}
