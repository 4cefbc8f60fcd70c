import type { FileWorkProgress } from '#contract/types.ts'
import { FILE_WORK_WORDS } from '#shared/file-work-words.ts'
import { followWork } from './follow-work.ts'
import { about, percent } from './format.ts'
import type { Output } from './output.ts'

/** Reports the progress of long work on a file, and cancels it. */
export interface FileWork {
  readonly signal: AbortSignal
  readonly onProgress: (progress: FileWorkProgress) => void
}

/**
 * Shows the progress of long work on a file, and cancels it at Ctrl-C: its unfinished files are removed before this
 * returns.
 * @param what stands before each line of progress
 * @returns the work's result; or the exit status where a signal ended it
 */
export function followFileWork<T>(
  output: Output,
  what: string,
  work: (options: FileWork) => Promise<T>,
): Promise<{ readonly result: T } | { readonly status: number }> {
  return followWork(output, (signal) =>
    work({ signal, onProgress: (progress) => output.progress(`${what}: ${describe(progress)}`) }),
  )
}

/** `Reading, 120 MB, 34 %, about 12 s left` */
function describe({ phase, bytes, fraction, remainingMs }: FileWorkProgress): string {
  return [
    FILE_WORK_WORDS[phase],
    ...(bytes === null ? [] : [`${(bytes / 1e6).toFixed(0)} MB`]),
    percent(fraction, 0),
    ...(remainingMs === null ? [] : [`${about(remainingMs)} left`]),
  ].join(', ')
}
