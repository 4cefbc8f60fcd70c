import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { isPortableFolder } from '#core/recipe/data-set-name.ts'
import { LISTED_NAMES } from '#data/sources/registry.ts'
import { UsageError } from './errors.ts'

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'expected a file, got a folder',
  EACCES: 'this account may not read it',
  EPERM: 'this account may not read it',
  ENOTDIR: 'there is no such file',
}

/** Reads a file that an argument names. @throws UsageError naming it */
export function readInputFile(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new UsageError(`${file}: ${REASONS[code] ?? 'it cannot be read'}`)
  }
}

/** Reads a text file in UTF-8, without the mark that some editors put before it. @throws UsageError naming it */
export function readInputText(file: string): string {
  return readInputFile(file)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
}

/**
 * A data set as a recipe calls it: a name that is always listed, `folder:` and the name of an opened folder,
 * or the path of a folder, which becomes absolute.
 * @param option what named it, for errors
 * @throws UsageError for a folder that is not there
 */
export function dataSetNameOf(given: string, option = '--data'): string {
  if (LISTED_NAMES.includes(given) || isPortableFolder(given)) return given
  const folder = path.resolve(given)
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UsageError(
      `${option}: expected ${LISTED_NAMES.join(', ')} or a folder, got '${given}', which is not there`,
    )
  }
  return folder
}
