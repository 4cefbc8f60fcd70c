import type { RecipeProblem } from '#core/recipe/recipe.ts'

/**
 * - `invalid`: the input does not fit; `problems` names fields
 * - `not-found`: no such run, epoch or data set
 * - `conflict`: not possible in the run's present state
 * - `data`: a data set cannot be read
 * - `store`: the store cannot be read or written (full disk, locked, read-only)
 * - `cancelled`: the caller, or the end of the program, cancelled a long call; its work has ended
 * - `disconnected`: the connection to the workbench is gone; whether the call was carried out is not known
 * - `internal`: a defect of this program
 */
export type ErrorCode =
  'invalid' | 'not-found' | 'conflict' | 'data' | 'store' | 'cancelled' | 'disconnected' | 'internal'

/** The one kind of error that crosses the contract. */
export class WorkbenchError extends Error {
  override readonly name = 'WorkbenchError'
  readonly code: ErrorCode
  readonly problems: readonly RecipeProblem[]

  constructor(code: ErrorCode, message: string, problems: readonly RecipeProblem[] = []) {
    super(message)
    this.code = code
    this.problems = problems
  }
}
