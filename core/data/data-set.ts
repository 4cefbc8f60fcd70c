import type { Noise } from '../recipe/noise.ts'
import { addNoise } from './noise.ts'

/** Images with their labels. One byte a pixel, 0 = background, 255 = foreground, as in MNIST. */
export interface LabelledImages {
  readonly count: number
  readonly rows: number
  readonly columns: number
  /** `(count, rows × columns)`, row-major. */
  readonly images: Uint8Array
  /** `(count)`, each the index of a class. */
  readonly labels: Uint8Array
  /** `(count)`, of which of the mixed data sets each is, in the order of the name; absent where nothing is mixed. */
  readonly sources?: Uint8Array | undefined
  /**
   * Gives back the memory of the images from `index` to the end of the file that they are from; nobody may look at them
   * any more. Only where a data set was read to be used up.
   */
  readonly dropFrom?: ((index: number) => void) | undefined
}

/** The two files of a data set: one to learn from (training and validation), one to test on. */
export interface DataSet {
  readonly training: LabelledImages
  readonly test: LabelledImages
}

/** How many images each part of a training takes. */
export interface PartSizes {
  readonly trainSize: number
  readonly validationSize: number
  readonly testSize: number
  /** Whether every class has its share of training and validation images. */
  readonly isStratified?: boolean
  /** How the training images are made worse on purpose. */
  readonly noise?: Noise | null | undefined
}

export type PartName = 'train' | 'validation' | 'test'

/** Thrown when data cannot be read or does not fit; `message` names what was expected and what came. */
export class DataError extends Error {
  override readonly name = 'DataError'
}

/** A view of images `from` (included) to `to` (excluded); shares memory. */
export function sliceImages(source: LabelledImages, from: number, to: number): LabelledImages {
  const pixels = source.rows * source.columns
  return {
    count: to - from,
    rows: source.rows,
    columns: source.columns,
    images: source.images.subarray(from * pixels, to * pixels),
    labels: source.labels.subarray(from, to),
    ...(source.sources && { sources: source.sources.subarray(from, to) }),
    dropFrom: source.dropFrom && ((index) => source.dropFrom?.(from + index)),
  }
}

/**
 * Splits a data set as the lecture does: the first images of the training file to train on, its last
 * to validate, the first of the test file to test. Views; nothing is copied. Stratified, the first and the last of
 * every class, in the file's proportions and order; these are copies. Noise is added to the images to train on alone.
 * @throws DataError when a part asks for more images than there are.
 */
export function splitDataSet(dataSet: DataSet, sizes: PartSizes): Record<PartName, LabelledImages> {
  const { training, test } = dataSet
  refuseTooMany(training.count, test.count, sizes)
  const { train, validation } = sizes.isStratified
    ? splitStratified(training, sizes)
    : splitAsFiled(training, sizes)
  return {
    train: sizes.noise == null ? train : addNoise(train, sizes.noise, countLabels(training.labels).length),
    validation,
    test: sliceImages(test, 0, sizes.testSize),
  }
}

/** @throws DataError when a part asks for more images than there are */
function refuseTooMany(trainingCount: number, testCount: number, sizes: PartSizes): void {
  const wanted = sizes.trainSize + sizes.validationSize
  if (wanted > trainingCount) {
    throw new DataError(
      `Training and validation images: expected at most ${trainingCount} together, got ${sizes.trainSize} + ${sizes.validationSize} = ${wanted}`,
    )
  }
  if (sizes.testSize > testCount) {
    throw new DataError(`Test images: expected at most ${testCount}, got ${sizes.testSize}`)
  }
}

type TrainingParts = Record<'train' | 'validation', LabelledImages>

function splitAsFiled(training: LabelledImages, { trainSize, validationSize }: PartSizes): TrainingParts {
  return {
    train: sliceImages(training, 0, trainSize),
    validation: sliceImages(training, training.count - validationSize, training.count),
  }
}

function splitStratified(training: LabelledImages, sizes: PartSizes): TrainingParts {
  const { train, validation } = pickStratified(training.labels, sizes)
  return { train: pickImages(training, train), validation: pickImages(training, validation) }
}

/**
 * Which images `splitDataSet` takes for each part, from the labels alone: indices into the training file, and for the
 * test part into the test file.
 * @throws DataError when a part asks for more images than there are
 */
export function pickParts(
  trainingLabels: Uint8Array,
  testCount: number,
  sizes: PartSizes,
): Record<PartName, readonly number[]> {
  const { trainSize, validationSize, testSize } = sizes
  refuseTooMany(trainingLabels.length, testCount, sizes)
  const count = (length: number, from: number): number[] => Array.from({ length }, (_, k) => from + k)
  const test = count(testSize, 0)
  if (sizes.isStratified === true) return { ...pickStratified(trainingLabels, sizes), test }
  return {
    train: count(trainSize, 0),
    validation: count(validationSize, trainingLabels.length - validationSize),
    test,
  }
}

function pickStratified(
  labels: Uint8Array,
  { trainSize, validationSize }: PartSizes,
): Record<'train' | 'validation', number[]> {
  const counts = countLabels(labels)
  const forValidation = shareOut(validationSize, counts)
  const forTraining = shareOut(
    trainSize,
    counts.map((count, label) => count - forValidation[label]!),
  )
  const seen = counts.map(() => 0)
  const train: number[] = []
  const validation: number[] = []
  labels.forEach((label, i) => {
    const place = seen[label]!++
    if (place < forTraining[label]!) train.push(i)
    else if (place >= counts[label]! - forValidation[label]!) validation.push(i)
  })
  return { train, validation }
}

/** How often each label comes, up to the largest of them. */
function countLabels(labels: Uint8Array): number[] {
  const counts = new Array<number>(labels.reduce((most, label) => Math.max(most, label + 1), 0)).fill(0)
  for (const label of labels) counts[label]!++
  return counts
}

/** Shares out a total in proportion to counts, in whole numbers (Hamilton's largest remainders). */
function shareOut(total: number, counts: readonly number[]): number[] {
  const sum = counts.reduce((a, b) => a + b, 0)
  const exact = counts.map((count) => (sum === 0 ? 0 : (total * count) / sum))
  const shares = exact.map(Math.floor)
  const byRemainder = counts
    .map((_, k) => k)
    .sort((a, b) => exact[b]! - shares[b]! - (exact[a]! - shares[a]!) || a - b)
  const rest = total - shares.reduce((a, b) => a + b, 0)
  for (const k of byRemainder.slice(0, rest)) shares[k]!++
  return shares
}

/** A copy of some images, in the order of their indices. */
export function pickImages(source: LabelledImages, indices: readonly number[]): LabelledImages {
  const pixels = source.rows * source.columns
  const images = new Uint8Array(indices.length * pixels)
  indices.forEach((index, i) =>
    images.set(source.images.subarray(index * pixels, (index + 1) * pixels), i * pixels),
  )
  return {
    count: indices.length,
    rows: source.rows,
    columns: source.columns,
    images,
    labels: Uint8Array.from(indices, (index) => source.labels[index]!),
    ...(source.sources && { sources: Uint8Array.from(indices, (index) => source.sources![index]!) }),
  }
}

/** The lecture's proportions for a data set: a sixth of the training file validates, the whole test file tests. */
export function defaultSizes(trainingCount: number, testCount: number): PartSizes {
  const validationSize = Math.floor(trainingCount / 6)
  return { trainSize: trainingCount - validationSize, validationSize, testSize: testCount }
}
