import { DataError } from '#core/data/data-set.ts'

/** What a person reads for an error of the file system, by its code. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'this account has no permission for it',
  EPERM: 'this account has no permission for it',
  ENOTDIR: 'expected a folder, got a file',
  EEXIST: 'expected a folder, got a file',
  EISDIR: 'expected a file, got a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is larger than the disk allows',
  EROFS: 'the disk can only be read',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports a fault',
}

/** The code of a Node error, as in `ENOENT`, or undefined. */
export function fileErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/**
 * Turns an error of the file system into one sentence about `thing` (a file's or folder's name);
 * any other error is returned as it is.
 */
export function describeFileError(error: unknown, thing: string): unknown {
  const code = fileErrorCode(error)
  if (code === undefined || !(error instanceof Error) || !('syscall' in error)) return error
  return new DataError(`${thing}: ${REASONS[code] ?? error.message}`, { cause: error })
}
