import type { FileWorkPhase } from '#contract/types.ts'

/** What long synchronous work checks and reports between two steps. */
export interface WorkControl {
  /** @throws WorkbenchError `cancelled` */
  throwIfCancelled(): void
  /** Waits for that many milliseconds; a cancellation cuts it short. */
  pause(ms: number): void
  /** Reports how far the work is. @param fraction of this phase, 0 to 1 */
  report(phase: FileWorkPhase, fraction: number, bytes?: number): void
}
