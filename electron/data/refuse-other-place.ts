import { listSome } from '#core/math/list-words.ts'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { DataError } from '#core/data/data-set.ts'
import { FOREIGN_PLACES } from './foreign/find-foreign.ts'
import { IDX_FILES, idxFileName, isIdxFileName } from './idx-files.ts'

/** What a data set of a person's own has to be, for errors. */
export const EXPECTED_FOLDER = `a folder with the four IDX files (${idxFileName('trainingImages')} and so on, gzipped or not), ${FOREIGN_PLACES}`

/** Names of what a folder holds that an error lists, at most. */
const LISTED = 3

const ARCHIVE = /\.(?:zip|tar|tgz|tbz2?|txz|7z|rar)$|\.tar\.\w+$/i

/** What to do with a file that is none of those, after a semicolon. */
export function adviseOnFile(file: string): string {
  if (isIdxFileName(path.basename(file))) return '; name the folder that it lies in'
  if (ARCHIVE.test(file)) return '; unpack it, and name the folder with the files'
  return ''
}

/**
 * Refuses what is there and can be no data set: a file, or a folder with none of the four files.
 * @throws DataError saying what was expected and what is there; NodeJS.ErrnoException where it cannot be read
 */
export async function refuseOtherPlace(place: string): Promise<void> {
  if (!(await stat(place)).isDirectory()) {
    throw new DataError(`${place}: expected ${EXPECTED_FOLDER}, got a file${adviseOnFile(place)}`)
  }
  const names = (await readdir(place)).sort()
  if (names.some(isIdxFileName)) return
  throw new DataError(`${place}: expected ${EXPECTED_FOLDER}, got ${await describeContent(place, names)}`)
}

async function describeContent(place: string, names: readonly string[]): Promise<string> {
  if (names.length === 0) return 'an empty folder'
  for (const name of names) {
    const inner = await readdir(path.join(place, name)).catch(() => [])
    if (isWhole(inner)) return `a folder whose folder ${name} has them; name that`
  }
  return `one with ${listSome(names, LISTED)}`
}

/** Whether names are those of all four files, such as in `MNIST/raw`. */
function isWhole(names: readonly string[]): boolean {
  const stems = Object.values(IDX_FILES).map(({ stem }) => stem)
  return stems.every((stem) => names.some((name) => isIdxFileName(name) && name.startsWith(stem)))
}
