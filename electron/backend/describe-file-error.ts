import { fileErrorCode, reasonOfFileError } from '#files/file-errors.ts'

/**
 * An error of a file in one sentence that names its path; any other in its own words.
 * @param name what to call the file instead, where its path says nothing to a person
 */
export function describeFileError(error: unknown, name?: string): string {
  const { path: file, message } = error as NodeJS.ErrnoException
  if (fileErrorCode(error) === undefined || file === undefined) return message
  return `${name ?? file} cannot be read or written: ${reasonOfFileError(error)}.`
}
