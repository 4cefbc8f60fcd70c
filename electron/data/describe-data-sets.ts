import { access, readdir } from 'node:fs/promises'
import path from 'node:path'
import type { DataSetInfo } from '#contract/types.ts'
import { DataError } from '#core/data/data-set.ts'
import { FIELD_SIZE } from '#core/data/network-input.ts'
import { DEFAULT_PEN_DIGITS } from '#core/data/pen-digits/pen-digits.ts'
import { describeFileError, fileErrorCode } from './file-errors.ts'
import { summarizeFolder } from './folder-data-set.ts'
import { isIdxFileName } from './idx-files.ts'
import { MNIST, mnistFolderOf, PEN_DIGITS } from './load-data-set.ts'
import type { LoadOptions } from './loaded-data-set.ts'
import { penDigitsFolder } from './pen-digits-store.ts'

type Places = Pick<LoadOptions, 'dataFolder' | 'mnistFolder'>

/**
 * Describes every known data set, pen digits and MNIST first, from the heads of its files alone.
 * @param folders absolute paths of folders that a person opened as data sets
 */
export async function describeDataSets(places: Places, folders: readonly string[]): Promise<DataSetInfo[]> {
  return Promise.all([PEN_DIGITS, MNIST, ...folders].map((name) => describeDataSet(name, places)))
}

/**
 * Describes one data set from the heads of its files: `broken` with the problem in words where they are not sound,
 * `absent` where there are none. What a sound head hides (a file cut short) only loading finds.
 * @param name as a recipe calls it
 */
export async function describeDataSet(name: string, places: Places): Promise<DataSetInfo> {
  if (name === PEN_DIGITS) return describePenDigits(places)
  const isMnist = name === MNIST
  const folder = isMnist ? mnistFolderOf(places) : name
  const known = {
    name,
    title: isMnist ? 'MNIST' : path.basename(folder) || folder,
    kind: isMnist ? 'mnist' : 'folder',
    folder,
  } as const
  const unknown = { trainingCount: 0, testCount: 0, rows: FIELD_SIZE, columns: FIELD_SIZE }
  try {
    // An opened folder without the files is broken; for MNIST it only means that nothing was downloaded yet.
    const isAbsent = isMnist ? !(await holdsIdxFiles(folder)) : !(await exists(folder))
    if (isAbsent) return { ...known, ...unknown, state: 'absent', problem: null }
    return { ...known, ...(await summarizeFolder(folder)), state: 'ready', problem: null }
  } catch (error) {
    const told = describeFileError(error, folder)
    if (!(told instanceof DataError)) throw error
    return { ...known, ...unknown, state: 'broken', problem: told.message }
  }
}

/** Pen digits are always ready: what is not kept yet, or no longer sound, is made when it is asked for. */
async function describePenDigits(places: Places): Promise<DataSetInfo> {
  const folder = penDigitsFolder(places.dataFolder)
  const { trainingCount, testCount } = DEFAULT_PEN_DIGITS
  return {
    name: PEN_DIGITS,
    title: 'Pen digits',
    kind: 'made',
    state: 'ready',
    problem: null,
    folder: (await exists(folder).catch(() => false)) ? folder : null,
    trainingCount,
    testCount,
    rows: FIELD_SIZE,
    columns: FIELD_SIZE,
  }
}

async function exists(folder: string): Promise<boolean> {
  return access(folder).then(
    () => true,
    (error: unknown) => {
      if (fileErrorCode(error) === 'ENOENT') return false
      throw error
    },
  )
}

async function holdsIdxFiles(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).some(isIdxFileName)
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') return false
    throw error
  }
}
