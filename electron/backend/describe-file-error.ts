import path from 'node:path'

/** What the system's codes mean to a person. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'there is no permission'],
  ['EPERM', 'there is no permission'],
  ['EROFS', 'the disk is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['ENOENT', 'it is not there'],
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'a folder is expected where a file is'],
  ['EEXIST', 'a folder is expected where a file is'],
  ['EBUSY', 'another program uses it'],
])

/** An error of a file in one sentence; any other in its own words. */
export function describeFileError(error: unknown): string {
  const { code, path: file, message } = error as NodeJS.ErrnoException
  if (code === undefined || file === undefined) return message
  return `${path.basename(file)} cannot be read or written: ${reasons.get(code) ?? code}.`
}
