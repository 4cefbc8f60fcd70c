import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { SLOWNESS } from '../slowness.ts'

/** How a program ended: one of both is null. */
export type End = [status: number | null, signal: NodeJS.Signals | null]

/** A program that works writes something, or ends, within this time, however busy the machine is; in milliseconds. */
const MOST_SILENCE_MS = 180_000 * SLOWNESS

/**
 * Waits until a program ends, for as long as it lives: of many programs one after another the time grows with their
 * number and with the load, so that a limit on all of them would say nothing of any.
 * @throws where it neither writes nor ends for `silenceMs`; it is ended then
 */
export async function watchProgram(
  program: ChildProcessWithoutNullStreams,
  silenceMs = MOST_SILENCE_MS,
): Promise<End> {
  const closed = once(program, 'close')
  const watch = { isStuck: false }
  const timer = setTimeout(() => {
    watch.isStuck = true
    program.kill('SIGKILL')
  }, silenceMs)
  for (const stream of [program.stdout, program.stderr]) stream.on('data', () => timer.refresh())
  try {
    const end = (await closed) as End
    if (watch.isStuck) {
      throw new Error(
        `'${program.spawnargs.join(' ')}' neither wrote nor ended for ${silenceMs / 1000} seconds.`,
      )
    }
    return end
  } finally {
    clearTimeout(timer)
  }
}
