import { setTimeout } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { WorkbenchError } from '#contract/types.ts'

/** Pauses between two tries to write, in milliseconds; the last one repeats. */
const PAUSES_MS = [10, 20, 40, 80, 100]

/** How long the end of the program waits for a locked store, in milliseconds. */
export const CLOSING_PATIENCE_MS = 5000

/** Whether a write did not come about because another program holds the lock, so that it can be tried again. */
export function isLocked(error: unknown): boolean {
  const cause = error instanceof WorkbenchError ? error.cause : error
  return cause instanceof Database.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(cause.code)
}

/**
 * Does work that begins with a write, as often as another program's lock keeps it from that. Between two tries the
 * event loop is free.
 * @param isEnough whether to give up after waiting for the given milliseconds
 * @throws what the work throws, and its refusal for the lock once it is enough
 */
export async function waitForLock<T>(
  work: () => T | Promise<T>,
  isEnough: (waitedMs: number) => boolean = () => false,
): Promise<T> {
  const startedAt = performance.now()
  for (let tries = 0; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!isLocked(error) || isEnough(performance.now() - startedAt)) throw error
      await setTimeout(PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)])
    }
  }
}
