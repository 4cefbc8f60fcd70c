import { type DataSet, DataError, type LabelledImages } from '#core/data/data-set.ts'
import { DIGIT_NAMES } from '#core/data/class-names.ts'
import { type IdxImages, readIdxImages, readIdxLabels } from '#core/data/idx.ts'
import {
  IDX_FILES,
  type IdxFile,
  type IdxFileRole,
  type IdxReadOptions,
  readIdxFile,
  readIdxFileHeader,
} from './idx-files.ts'

const ROLES = Object.keys(IDX_FILES) as IdxFileRole[]

/** Reads the four files at once, in the order of their roles. */
async function readAll<File>(
  read: (role: IdxFileRole) => Promise<File>,
): Promise<[trainingImages: File, trainingLabels: File, testImages: File, testLabels: File]> {
  return (await Promise.all(ROLES.map(read))) as [File, File, File, File]
}

/** What the heads of a folder's four files say. */
export interface FolderSummary {
  readonly trainingCount: number
  readonly testCount: number
  /** Pixels of one image. */
  readonly rows: number
  readonly columns: number
}

interface FolderReadOptions extends IdxReadOptions {
  /** Classes that labels can name, by default ten. */
  readonly classCount?: number | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Reads a data set from a folder with the four IDX files, gzipped or not.
 * @throws DataError when a file is missing, unreadable or damaged, or when the four do not belong together; the
 * signal's reason when aborted.
 */
export async function readFolder(folder: string, options: FolderReadOptions = {}): Promise<DataSet> {
  const { onProgress, signal, isShrinkable, classCount = DIGIT_NAMES.length } = options
  let done = 0
  const read = async (role: IdxFileRole): Promise<IdxFile> => {
    const file = await readIdxFile(folder, role, { signal, isShrinkable })
    signal?.throwIfAborted()
    onProgress?.(++done, ROLES.length)
    return file
  }
  const [trainingImages, trainingLabels, testImages, testLabels] = await readAll(read).catch(
    (error: unknown) => {
      signal?.throwIfAborted() // the reason itself rather than Node's AbortError
      throw error
    },
  )
  const dataSet = {
    training: joinFiles(trainingImages, trainingLabels, classCount),
    test: joinFiles(testImages, testLabels, classCount),
  }
  refuseOtherShape(dataSet.training, dataSet.test, testImages.fileName)
  return dataSet
}

/**
 * Reads only the headers of a folder's four files, to say what it holds.
 * @throws DataError when a head is missing or wrong, or when the four do not belong together.
 */
export async function summarizeFolder(folder: string): Promise<FolderSummary> {
  const [trainingImages, trainingLabels, testImages, testLabels] = await readAll((role) =>
    readIdxFileHeader(folder, role),
  )
  refuseOtherCount(trainingImages.count, trainingLabels.count, 'train-images', 'train-labels')
  refuseOtherCount(testImages.count, testLabels.count, 't10k-images', 't10k-labels')
  refuseOtherShape(trainingImages, testImages, 't10k-images')
  const { rows, columns } = trainingImages
  return { trainingCount: trainingImages.count, testCount: testImages.count, rows, columns }
}

function joinFiles(imageFile: IdxFile, labelFile: IdxFile, classCount: number): LabelledImages {
  const images = readIdxImages(imageFile.bytes, imageFile.fileName)
  const labels = readIdxLabels(labelFile.bytes, labelFile.fileName, classCount)
  refuseOtherCount(images.count, labels.length, imageFile.fileName, labelFile.fileName)
  return { ...images, labels, dropFrom: dropperOf(images) }
}

/** Gives back images from one on, where their buffer can be made smaller. */
function dropperOf({ images, rows, columns }: IdxImages): LabelledImages['dropFrom'] {
  const buffer = images.buffer as ArrayBuffer
  if (!buffer.resizable) return undefined
  const start = images.byteOffset
  return (index) => buffer.resize(Math.min(buffer.byteLength, start + index * rows * columns))
}

function refuseOtherCount(images: number, labels: number, imageFile: string, labelFile: string): void {
  if (images === labels) return
  throw new DataError(
    `${labelFile}: expected ${images} labels, one for each image of ${imageFile}, got ${labels}`,
  )
}

function refuseOtherShape(
  training: { rows: number; columns: number },
  test: { rows: number; columns: number },
  testFile: string,
): void {
  if (training.rows === test.rows && training.columns === test.columns) return
  throw new DataError(
    `${testFile}: expected images of ${training.rows} × ${training.columns} as in the training file, got ${test.rows} × ${test.columns}`,
  )
}
