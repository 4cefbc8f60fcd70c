import { MNIST_ABSENT } from '#data/sources/mnist.ts'
import { WorkbenchError } from '#contract/types.ts'
import { isFileError, reasonOfFileError } from '#files/file-errors.ts'

/** Exit statuses of the command line. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  interrupted: 130,
  terminated: 143,
  pipeClosed: 141,
} as const

/** Wrong arguments: the command did nothing. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** A job that could not be done, or that ended badly. */
export class JobError extends Error {
  override readonly name = 'JobError'
}

/** The exit status that an error stands for. */
export function exitStatusOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT.usage
  if (error instanceof WorkbenchError && (error.code === 'invalid' || error.code === 'not-found'))
    return EXIT.usage
  return EXIT.failed
}

const MNIST_COMMANDS =
  "to download it: 'npm run -s backprop -- download'; a folder is named by --data or the variable BACKPROP_MNIST"

/** One line on an error, never a stack. */
export function describeError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  if (isFileError(error)) return `${error.path ?? 'a file'}: ${reasonOfFileError(error)}`
  const line = message.replace(/\s*\n\s*/g, ' ').trim()
  const isExpected =
    error instanceof UsageError || error instanceof JobError || error instanceof WorkbenchError
  if (error instanceof WorkbenchError && line === MNIST_ABSENT) return `${line}; ${MNIST_COMMANDS}`
  return isExpected ? line : `unexpected error: ${line}`
}
