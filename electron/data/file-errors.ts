import { DataError } from '#core/data/data-set.ts'
import { isFileError, reasonOfFileError } from '#files/file-errors.ts'

/**
 * Turns an error of the file system into one sentence about `thing` (a file's or folder's name);
 * any other error is returned as it is.
 */
export function describeFileError(error: unknown, thing: string): unknown {
  if (!isFileError(error)) return error
  return new DataError(`${thing}: ${reasonOfFileError(error)}`, { cause: error })
}
