import {
  callsByName,
  createApi,
  findFunction,
  type WorkbenchApi,
  type WorkbenchHandlers,
} from '#contract/api.ts'
import type { LongCallOptions } from '#contract/define-calls.ts'
import { refuseUnsoundRecipe } from '#contract/parse-input.ts'
import { WorkbenchError } from '#contract/types.ts'
import { cancelled } from '#contract/wire.ts'
import { isFileError } from '#files/file-errors.ts'
import { describeFileError } from './describe-file-error.ts'
import { waitForLock } from './lock-wait.ts'

/** Makes one API of the handlers of all areas, and knows the long calls under way. */
export class CallDispatcher {
  /** Arguments are taken as parsed, see `parseInput`, but for recipes. */
  readonly api: WorkbenchApi
  readonly #handlers: WorkbenchHandlers
  readonly #longCalls = new Set<AbortController>()
  #isClosed = false

  /**
   * @param lockPatienceMs how long a short call is tried again while another program keeps the store locked; such a call
   * writes before it does anything that cannot be repeated
   */
  constructor(handlers: WorkbenchHandlers, lockPatienceMs: number) {
    this.#handlers = handlers
    this.api = createApi((name, input, options) =>
      callsByName.get(name)?.isLong === true
        ? this.#performLong(name, input, options)
        : waitForLock(
            () => this.#perform(name, input),
            (waitedMs) => waitedMs >= lockPatienceMs,
          ),
    )
  }

  /** Cancels all long calls, and refuses new ones. */
  close(): void {
    this.#isClosed = true
    for (const ending of this.#longCalls) ending.abort(cancelled('The workbench ends.'))
  }

  /** What a handler throws rejects. */
  async #perform(name: string, input: unknown): Promise<unknown> {
    try {
      refuseUnsoundRecipe(input)
      return await findFunction(this.#handlers, name)(input)
    } catch (error) {
      throw inWords(error)
    }
  }

  async #performLong(
    name: string,
    input: unknown,
    { onProgress, signal }: LongCallOptions<unknown> = {},
  ): Promise<unknown> {
    if (this.#isClosed || signal?.aborted === true) throw cancelled()
    // Its own, so that whatever ends the call, its reason is a WorkbenchError.
    const ending = new AbortController()
    const cancel = (): void => ending.abort(cancelled())
    signal?.addEventListener('abort', cancel)
    this.#longCalls.add(ending)
    const report = (progress: unknown): void => {
      if (!ending.signal.aborted) onProgress?.(progress)
    }
    try {
      refuseUnsoundRecipe(input)
      return await findFunction(this.#handlers, name)(input, { signal: ending.signal, report })
    } catch (error) {
      // Node and fetch throw an error of their own in place of the signal's reason.
      throw ending.signal.aborted && isAbortError(error) ? ending.signal.reason : inWords(error)
    } finally {
      this.#longCalls.delete(ending)
      signal?.removeEventListener('abort', cancel)
    }
  }
}

/** What a disk or a path refuses is no defect, wherever it shows. */
function inWords(error: unknown): unknown {
  return isFileError(error) ? new WorkbenchError('invalid', describeFileError(error)) : error
}

function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
