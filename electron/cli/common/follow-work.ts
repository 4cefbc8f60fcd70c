import { catchSignals } from './catch-signals.ts'
import type { Output } from './output.ts'

/**
 * Waits for long work and cancels it at Ctrl-C; it has ended when this returns.
 * @returns the work's result; or the exit status where a signal ended it
 */
export async function followWork<T>(
  output: Output,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ readonly result: T } | { readonly status: number }> {
  const ending = new AbortController()
  const signals = catchSignals(output.terminal, () => ending.abort())
  try {
    return { result: await work(ending.signal) }
  } catch (error) {
    if (signals.status !== null && ending.signal.aborted) return { status: signals.status }
    throw error
  } finally {
    signals.release()
  }
}
