import path from 'node:path'
import { reasonOfFileError } from '#files/file-errors.ts'
import { writeFile } from '#files/write-file.ts'
import { JobError, UsageError } from './errors.ts'

export interface WriteOutputFileOptions {
  /** Only a name that was asked for replaces another file. */
  readonly mayReplace: boolean
  /** The option that names the file, for errors. */
  readonly option: string
}

/** Writes a file that a command makes, whole or not at all. @throws UsageError or JobError in a person's words */
export async function writeOutputFile(
  file: string,
  content: string | Uint8Array,
  { mayReplace, option }: WriteOutputFileOptions,
): Promise<void> {
  try {
    await writeFile(file, content, { mayReplace })
  } catch (error) {
    throw describeWriteError(error, file, option)
  }
}

/** A failure to write a file in a person's words. */
export function describeWriteError(error: unknown, file: string, option: string): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'EEXIST':
      return new UsageError(`${file} exists already; name another file, or this one, with ${option}`)
    case 'ENOENT':
    case 'ENOTDIR':
      return new UsageError(`${option}: the folder ${path.dirname(file)} is not there`)
    case 'EISDIR':
      return new UsageError(`${option}: expected a file, got the folder ${file}`)
    default:
      return new JobError(`${file} cannot be written: ${reasonOfFileError(error)}`)
  }
}
