import { type Stats, statSync } from 'node:fs'
import path from 'node:path'
import { MOST_TEXT_BYTES } from '#core/limits.ts'
import { isPortableFolder } from '#core/recipe/data-set-name.ts'
import { findMixProblem, formatMix, parseMix } from '#core/recipe/mixed-data-set.ts'
import { describeFileError } from '#data/file-errors.ts'
import { fileErrorCode, reasonOfFileError, refuseImpossiblePath } from '#files/file-errors.ts'
import { readFileNow } from '#files/read-file.ts'
import { isForeignFile } from '#data/foreign/find-foreign.ts'
import { adviseOnFile, EXPECTED_FOLDER } from '#data/refuse-other-place.ts'
import { LISTED_NAMES, SUGGESTED_NAMES } from '#data/sources/registry.ts'
import { UsageError } from './errors.ts'

/**
 * Reads a file that an argument names.
 * @param most bytes that it may have, see `core/limits.ts`
 * @throws UsageError naming it
 */
export function readInputFile(file: string, most: number): Buffer {
  try {
    refuseImpossiblePath(file)
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
    if (size > most) {
      throw new UsageError(
        `${file}: expected at most ${Math.round(most / 1e6)} MB, got ${Math.round(size / 1e6)} MB`,
      )
    }
    return readFileNow(file)
  } catch (error) {
    if (error instanceof UsageError) throw error
    const isAbsent = ['ENOENT', 'ENOTDIR'].includes(fileErrorCode(error) ?? '')
    throw new UsageError(`${file}: ${isAbsent ? 'there is no such file' : reasonOfFileError(error)}`)
  }
}

/** Reads a text file in UTF-8, without the mark that some editors put before it. @throws UsageError naming it */
export function readInputText(file: string): string {
  return readInputFile(file, MOST_TEXT_BYTES)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
}

/**
 * A data set as a recipe calls it: a name that is always listed, several of them as in `mnist:20000+pen-digits-2`, `folder:`
 * and the name of an opened folder, or the path of a folder or file, which becomes absolute.
 * @param option what named it, for errors
 * @throws UsageError for what is not there or no folder
 */
export function dataSetNameOf(given: string, option = '--data'): string {
  if (LISTED_NAMES.includes(given) || isPortableFolder(given)) return given
  const refuse = (found: string, folder = 'a folder'): never => {
    throw new UsageError(`${option}: expected ${SUGGESTED_NAMES.join(', ')} or ${folder}, ${found}`)
  }
  if (given.trim() === '') refuse('but it is empty')
  const folder = path.resolve(given)
  const found = findPlace(folder, option)
  // A folder may have a plus in its name.
  const parts = found === undefined ? parseMix(given) : null
  if (parts !== null) {
    const problem = findMixProblem(parts)
    if (problem !== null) throw new UsageError(`${option}: ${problem}`)
    return formatMix(parts.map((part) => ({ ...part, dataSet: dataSetNameOf(part.dataSet, option) })))
  }
  if (found === undefined) return refuse(`got '${given}', which is not there${adviseOnName(given)}`)
  if (!found.isDirectory() && !isForeignFile(folder)) {
    refuse(`got '${given}', which is a file${adviseOnFile(folder)}`, EXPECTED_FOLDER)
  }
  return folder
}

/** @throws UsageError where it cannot be known what is there */
function findPlace(place: string, option: string): Stats | undefined {
  try {
    return statSync(place, { throwIfNoEntry: false })
  } catch (error) {
    const described = describeFileError(error, place)
    throw new UsageError(`${option}: ${described instanceof Error ? described.message : String(error)}`)
  }
}

/** Which data set a person may have meant, where the case or hyphens alone differ. */
function adviseOnName(given: string): string {
  const letters = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const meant = LISTED_NAMES.find((name) => letters(name) === letters(given))
  return meant === undefined ? '' : `; '${meant}' is there`
}
