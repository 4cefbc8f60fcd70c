import { createReadStream, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileError, fileErrorCode, isFileError } from './file-errors.ts'
import { flush, flushFolder } from './flush.ts'
import { overwrite } from './overwrite.ts'
import { settle } from './settle.ts'
import { noteTemporary, removeTemporary, temporaryPath } from './temporary-files.ts'
import { CANNOT_REPLACE, findWriteTarget, type WriteTarget } from './write-target.ts'

export interface WriteFileOptions {
  /** Whether a file that is there already may go; else that is `EEXIST`. By default it may. */
  readonly mayReplace?: boolean | undefined
}

export interface FillFileOptions extends WriteFileOptions {
  /** A folder that is swept at each start, in which an unfinished file elsewhere is noted. */
  readonly sweptFolder?: string | undefined
}

/**
 * Writes a file whole: a new one is written beside its place, brought to the disk and moved there, so that a full disk
 * or a kill leaves the former as it was. What symbolic links lead to is replaced, not the link; a device, a pipe or a
 * terminal is written as it is, and so is a file in a folder that takes no new ones.
 * @throws NodeJS.ErrnoException with the path that was given
 */
export async function writeFile(
  file: string,
  content: string | Uint8Array,
  { mayReplace = true }: WriteFileOptions = {},
): Promise<void> {
  const target = findTarget(file, mayReplace)
  if (target.way === 'overwrite') return named(file, () => overwrite(target, [content]))
  const fresh = temporaryPath(path.dirname(target.place))
  try {
    const handle = await open(fresh, 'wx')
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    settle(fresh, target, mayReplace)
    await flushFolder(path.dirname(target.place))
  } catch (error) {
    if (!mustOverwrite(error, target, mayReplace)) throw nameFile(error, file)
    await named(file, () => overwrite(target, [content]))
  } finally {
    removeTemporary(fresh)
  }
}

/** The same at once, for what a program that ends still has to write; a device or pipe is refused. */
export function writeFileNow(
  file: string,
  content: string | Uint8Array,
  options: FillFileOptions = {},
): void {
  fillFileNow(file, (fresh) => writeFileSync(fresh, content, { flag: 'wx' }), options)
}

/**
 * Has a file filled by someone who needs a path, as SQLite does; it appears as with `writeFile`.
 * @param fill gets the path of a file that is not there yet
 * @throws NodeJS.ErrnoException with the path that was given, and what `fill` throws
 */
export async function fillFile<T>(
  file: string,
  fill: (fresh: string) => T,
  options: FillFileOptions = {},
): Promise<T> {
  const target = findTarget(file, options.mayReplace ?? true)
  if (target.way === 'replace') {
    try {
      return fillFileNow(file, fill, options)
    } catch (error) {
      if (!isFileError(error) || !mustOverwrite(error, target, options.mayReplace ?? true)) throw error
    }
  }
  const fresh = temporaryPath(tmpdir())
  const forget = noteFor(fresh, options)
  try {
    const result = fill(fresh)
    await named(file, () => overwrite(target, createReadStream(fresh) as AsyncIterable<Uint8Array>))
    return result
  } finally {
    removeTemporary(fresh)
    forget()
  }
}

/** The same at once; a device or pipe is refused. @throws NodeJS.ErrnoException, and what `fill` throws */
export function fillFileNow<T>(file: string, fill: (fresh: string) => T, options: FillFileOptions = {}): T {
  const { mayReplace = true } = options
  const target = findTarget(file, mayReplace)
  if (target.former !== null && !target.former.isFile()) {
    throw fileError('EIRREGULAR', file, 'expected a file, got a device or pipe')
  }
  const folder = path.dirname(target.place)
  const fresh = temporaryPath(folder)
  const forget = noteFor(fresh, options)
  try {
    const result = fill(fresh)
    flush(fresh)
    settle(fresh, target, mayReplace)
    flush(folder)
    return result
  } catch (error) {
    throw nameFile(error, file)
  } finally {
    removeTemporary(fresh)
    forget()
  }
}

function findTarget(file: string, mayReplace: boolean): WriteTarget {
  const target = findWriteTarget(file)
  if (!mayReplace && target.former !== null) throw fileError('EEXIST', file)
  return target
}

function noteFor(fresh: string, { sweptFolder }: FillFileOptions): () => void {
  return sweptFolder === undefined ? () => undefined : noteTemporary(fresh, sweptFolder)
}

function mustOverwrite(error: unknown, { former }: WriteTarget, mayReplace: boolean): boolean {
  return mayReplace && former !== null && CANNOT_REPLACE.has(fileErrorCode(error))
}

async function named(file: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    throw nameFile(error, file)
  }
}

/** A person knows nothing of the temporary file, whose name the error would show. */
function nameFile(error: unknown, file: string): unknown {
  return isFileError(error) ? Object.assign(error, { path: file }) : error
}
