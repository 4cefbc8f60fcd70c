import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { DataSetInfo } from '#contract/types.ts'
import { MAX_CLASSES, numberNames } from '#core/data/class-names.ts'
import { DataError } from '#core/data/data-set.ts'
import { readIdxLabels } from '#core/data/idx.ts'
import { describeRecognised, recogniseSet } from '#core/data/known-sets.ts'
import { hashDataSet } from './content-hash.ts'
import type { SourcedData } from './data-source.ts'
import { describeFileError } from './file-errors.ts'
import { fileErrorCode } from '#files/file-errors.ts'
import { CLASSES_FILE, readClassList } from './class-list.ts'
import { refuseOtherPlace } from './refuse-other-place.ts'
import { readFolder, summarizeFolder } from './folder-data-set.ts'
import { isIdxFileName, readIdxFile } from './idx-files.ts'
import type { LoadOptions } from './loaded-data-set.ts'

/** Classes that any folder may have whose classes have no names; with more, most of the labels must come. */
const FEW_CLASSES = 10
/** By so many of its labels at most a data set is recognised. */
const COMPARED_LABELS = 100

export interface IdxFolderTraits extends Pick<DataSetInfo, 'name' | 'title' | 'origin' | 'isRemovable'> {
  /** Side of its images, in pixels, while it is not known. */
  readonly unknownSize: number
  /** Null: as the folder itself says, see `classNamesOf`. */
  readonly classNames: readonly string[] | null
  /** Whether there is anything in the folder's place to be described. */
  readonly isThere: (folder: string) => Promise<boolean>
  /** What is missing and how to get it, in words. */
  readonly whenAbsent: string
}

/**
 * Describes a folder with the four IDX files from their headers, and from the labels where the classes follow from
 * them.
 */
export async function describeIdxFolder(folder: string, traits: IdxFolderTraits): Promise<DataSetInfo> {
  const { unknownSize, classNames, isThere, whenAbsent, ...known } = traits
  const unknown = {
    ...known,
    folder,
    needs: null,
    trainingCount: 0,
    testCount: 0,
    rows: unknownSize,
    columns: unknownSize,
    channels: 1,
    classNames: classNames ?? [],
  } as const
  try {
    if (!(await isThere(folder))) return { ...unknown, state: 'absent', problem: whenAbsent }
    await refuseOtherPlace(folder)
    const summary = await summarizeFolder(folder)
    return {
      ...unknown,
      ...summary,
      state: 'ready',
      problem: null,
      ...(classNames === null && (await describeClasses(folder, known.origin))),
    }
  } catch (error) {
    const described = describeFileError(error, folder)
    if (!(described instanceof DataError)) throw error
    return { ...unknown, state: 'broken', problem: described.message }
  }
}

/**
 * The classes of a folder: those that its `classes.txt` names, else those of the published data set that it is recognised as, else
 * one for each label up to the largest of its files.
 * @throws DataError
 */
async function describeClasses(
  folder: string,
  origin: string,
): Promise<Pick<DataSetInfo, 'classNames' | 'origin'>> {
  const named = await readClassList(folder)
  if (named !== null) return { classNames: named, origin }
  const [training, test] = await Promise.all(
    (['trainingLabels', 'testLabels'] as const).map(async (role) => {
      const { bytes, fileName } = await readIdxFile(folder, role)
      return readIdxLabels(bytes, fileName, MAX_CLASSES)
    }),
  )
  const classes = numberNames(countClasses([training!, test!], folder))
  const recognised = recogniseSet({
    names: [path.basename(folder)],
    classes,
    testLabels: Array.from(test!.subarray(0, COMPARED_LABELS), String),
  })
  if (recognised === null) return { classNames: classes, origin }
  return { classNames: recognised.classNames, origin: `${origin} ${describeRecognised(recognised)}` }
}

/**
 * One class for each label up to the largest of all files.
 * @throws DataError where that is one of more than ten and less than half of them come: it is more likely a damaged file
 */
function countClasses(labels: readonly Uint8Array[], folder: string): number {
  const found = [...new Set(labels.flatMap((each) => [...new Set(each)]))].sort((a, b) => a - b)
  const count = (found.at(-1) ?? 0) + 1
  if (count <= FEW_CLASSES || count <= 2 * found.length) return count
  const last = found.findLast((label, k) => label < 2 * (k + 1)) ?? 0
  throw new DataError(
    `Labels in ${folder}: expected one for each class, counted from 0, got ${count - 1} where ${last} is the largest but for gaps; name the classes in ${CLASSES_FILE} where that is right`,
  )
}

/**
 * Reads a folder with the four IDX files.
 * @param classNames null: as the folder itself says
 * @throws DataError, or the signal's reason when aborted
 */
export async function loadIdxFolder(
  folder: string,
  options: LoadOptions,
  classNames: readonly string[] | null,
): Promise<SourcedData> {
  const { onProgress, signal, isUsedUp } = options
  const names = classNames ?? (await readClassList(folder))
  const dataSet = await readFolder(folder, {
    onProgress,
    signal,
    isShrinkable: isUsedUp,
    classCount: names?.length ?? MAX_CLASSES,
  })
  signal?.throwIfAborted()
  const classCount = names?.length ?? countClasses([dataSet.training.labels, dataSet.test.labels], folder)
  return { dataSet, sha256: hashDataSet(dataSet), classCount }
}

/** Names, sizes and times of a folder's files. */
export async function fingerprintIdxFolder(folder: string): Promise<string> {
  try {
    const names = (await readdir(folder))
      .filter((name) => isIdxFileName(name) || name === CLASSES_FILE)
      .sort()
    const files = await Promise.all(
      names.map(async (name) => {
        const { size, mtimeMs } = await stat(path.join(folder, name))
        return `${name} ${size} ${mtimeMs}`
      }),
    )
    return files.join('\n')
  } catch {
    // Reading the folder fails for the same reason and says so.
    return 'unreadable'
  }
}

/** Whether a folder holds any of the four files; one that is not there holds none. */
export async function holdsIdxFiles(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).some(isIdxFileName)
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') return false
    throw error
  }
}
