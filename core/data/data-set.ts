/** Images with their labels. One byte a pixel, 0 = paper, 255 = full ink, as in MNIST. */
export interface LabelledImages {
  readonly count: number
  readonly rows: number
  readonly columns: number
  /** `(count, rows × columns)`, row-major. */
  readonly images: Uint8Array
  /** `(count)`, each 0 to 9. */
  readonly labels: Uint8Array
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
}

export type PartName = 'train' | 'validation' | 'test'

/** Number of classes: the ten digits. */
export const CLASS_COUNT = 10

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
  }
}

/**
 * Splits a data set as the lecture does: the first images of the training file to train on, its last
 * to validate, the first of the test file to test. Views; nothing is copied.
 * @throws DataError when a part asks for more images than there are.
 */
export function splitDataSet(dataSet: DataSet, sizes: PartSizes): Record<PartName, LabelledImages> {
  const { training, test } = dataSet
  const wanted = sizes.trainSize + sizes.validationSize
  if (wanted > training.count) {
    throw new DataError(
      `Training and validation images: expected at most ${training.count} together, got ${sizes.trainSize} + ${sizes.validationSize} = ${wanted}`,
    )
  }
  if (sizes.testSize > test.count) {
    throw new DataError(`Test images: expected at most ${test.count}, got ${sizes.testSize}`)
  }
  return {
    train: sliceImages(training, 0, sizes.trainSize),
    validation: sliceImages(training, training.count - sizes.validationSize, training.count),
    test: sliceImages(test, 0, sizes.testSize),
  }
}

/** The lecture's proportions for a data set: a sixth of the training file validates, the whole test file tests. */
export function defaultSizes(trainingCount: number, testCount: number): PartSizes {
  const validationSize = Math.floor(trainingCount / 6)
  return { trainSize: trainingCount - validationSize, validationSize, testSize: testCount }
}
