import { DataError } from '#core/data/data-set.ts'
import type { Failure } from '#core/runs/reason.ts'

/** The error that ended a training, or a task beside it. */
export function findFailure(error: unknown): Failure {
  if (error instanceof DataError) return { code: 'data-error', message: error.message }
  if (error instanceof RangeError && /alloc|Invalid (typed )?array|length/i.test(error.message)) {
    return { code: 'out-of-memory', detail: error.message }
  }
  return { code: 'unexpected-error', message: error instanceof Error ? error.message : String(error) }
}
