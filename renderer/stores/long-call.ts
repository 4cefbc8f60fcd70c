import { WorkbenchError } from '#contract/types.ts'
import { describeError } from './notices.ts'

/** How a long call ended. */
export type LongCallOutcome<Result> =
  | { readonly state: 'done'; readonly result: Result }
  | { readonly state: 'cancelled' }
  /** With the reason, in words. */
  | { readonly state: 'failed'; readonly problem: string }

/** Waits for the end of a long call. Never rejects. */
export async function outcomeOf<Result>(call: Promise<Result>): Promise<LongCallOutcome<Result>> {
  try {
    return { state: 'done', result: await call }
  } catch (error) {
    if (error instanceof WorkbenchError && error.code === 'cancelled') return { state: 'cancelled' }
    return { state: 'failed', problem: describeError(error) }
  }
}
