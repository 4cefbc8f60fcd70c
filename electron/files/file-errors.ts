/** What a person reads for an error of the file system, by its code; each fits behind the file's path and a colon. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this account has no permission for it',
  EBUSY: 'another program uses it',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'it is there already',
  EFBIG: 'the file is larger than the disk allows',
  EIO: 'the disk reports a fault',
  EISDIR: 'expected a file, got a folder',
  ELOOP: 'its symbolic links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'too many files are open',
  ENODEV: 'there is no such device',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'expected a folder, got a file',
  ENXIO: 'nobody reads the pipe, or there is no such device',
  EPERM: 'this account has no permission for it',
  EPIPE: 'the reader of the pipe has gone',
  EROFS: 'the disk can only be read',
  ESTALE: 'the network drive lost it',
  ETIMEDOUT: 'the network drive does not answer',
  ETXTBSY: 'it is a program that runs',
}

const NUL_REASON = 'a path cannot hold the character NUL'

/** Node itself refuses a path with NUL in words of its own, before any file system sees it. */
function isImpossiblePath(error: unknown): boolean {
  return fileErrorCode(error) === 'ERR_INVALID_ARG_VALUE' && (error as Error).message.includes('null bytes')
}

/** The code of a Node error, as in `ENOENT`, or undefined. */
export function fileErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Whether an error is one of the file system, about a file or folder. */
export function isFileError(error: unknown): error is NodeJS.ErrnoException {
  if (isImpossiblePath(error)) return true
  return fileErrorCode(error) !== undefined && typeof (error as NodeJS.ErrnoException).syscall === 'string'
}

/** Why a file could not be read or written, in words that fit behind its path and a colon. */
export function reasonOfFileError(error: unknown): string {
  if (isImpossiblePath(error)) return NUL_REASON
  // Making a folder finds its name taken only where a file has it.
  if (isFileError(error) && error.code === 'EEXIST' && error.syscall === 'mkdir') return REASONS.ENOTDIR!
  return REASONS[fileErrorCode(error) ?? ''] ?? (error instanceof Error ? error.message : String(error))
}

/**
 * An error as the file system throws it, for what this program itself finds wrong with a path.
 * @param code as in `EISDIR`; one that is not in the table of words needs a reason
 */
export function fileError(code: string, file: string, reason?: string): NodeJS.ErrnoException {
  const error = new Error(reason ?? REASONS[code] ?? code)
  return Object.assign(error, { code, path: file, syscall: 'open' })
}

/** Refuses a path that no file system takes. @throws NodeJS.ErrnoException */
export function refuseImpossiblePath(file: string): void {
  if (file.includes('\0')) throw fileError('ENULL', file, NUL_REASON)
  if (file === '') throw fileError('ENOENT', file)
}
