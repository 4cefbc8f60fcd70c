import { Random } from '../../random/random.ts'
import { DataError, type DataSet, type LabelledImages, pickImages } from '../data-set.ts'
import { gatherClasses } from './gather-classes.ts'
import { type ClassNaming, nameClasses } from './name-classes.ts'

/** Images as another program wrote them, with what it calls the class of each. */
export interface ForeignImages {
  readonly count: number
  readonly rows: number
  readonly columns: number
  /** `(count, rows × columns)`, row-major, 0 = background, 255 = foreground. */
  readonly images: Uint8Array
  /** `(count)`: numbers or names, as they are written. */
  readonly labels: readonly string[]
}

/** What files of other programs hold. */
export interface ForeignDataSet {
  readonly training: ForeignImages
  /** Null where there are no images that are kept to test on. */
  readonly test: ForeignImages | null
  /** What was decided on the way, a sentence each. */
  readonly notes: readonly string[]
  /** Names that the files give to labels, as in EMNIST's table. */
  readonly nameOf?: ReadonlyMap<string, string> | undefined
}

/** A data set with the names of its classes. */
export interface NamedDataSet {
  readonly dataSet: DataSet
  readonly classNames: readonly string[]
  readonly notes: readonly string[]
}

/** Of images that are all in one file, one in so many tests. */
const TEST_SHARE = 6
/** The same images test on every machine. */
const SPLIT_SEED = 1

/**
 * Gives labels their classes and these their names, and keeps a sixth of each class to test on where nothing is kept for that.
 * @throws DataError where the parts do not fit each other, or there is nothing to learn from
 */
export function nameDataSet(foreign: ForeignDataSet, naming: ClassNaming): NamedDataSet {
  const { training, test } = foreign
  if (training.count === 0) throw new DataError('Training images: expected at least one, got none')
  if (test !== null && (test.rows !== training.rows || test.columns !== training.columns)) {
    throw new DataError(
      `Test images: expected ${training.rows} × ${training.columns} pixels as the training images have, got ${test.rows} × ${test.columns}`,
    )
  }
  const { labels, codes } = gatherClasses(training.labels, test?.labels ?? [])
  const { classNames, note } = nameClasses(labels, {
    ...naming,
    nameOf: foreign.nameOf,
    testLabels: test?.labels ?? [],
  })
  const notes = [...foreign.notes, ...(note === null ? [] : [note])]
  const labelled = (part: ForeignImages): LabelledImages => {
    const { count, rows, columns, images, labels } = part
    return { count, rows, columns, images, labels: Uint8Array.from(labels, (label) => codes.get(label)!) }
  }
  if (test !== null) {
    return {
      dataSet: { training: labelled(training), test: labelled(test) },
      classNames,
      notes,
    }
  }
  return {
    dataSet: splitOffTest(labelled(training), classNames.length),
    classNames,
    notes: [
      ...notes,
      `It has no test images of its own: one in ${TEST_SHARE} of each class is kept to test on.`,
    ],
  }
}

/** Keeps one in six images of each class to test on, drawn by a fixed seed; each part stays in the order of the file. */
function splitOffTest(all: LabelledImages, classCount: number): DataSet {
  const ofClass: number[][] = Array.from({ length: classCount }, () => [])
  all.labels.forEach((label, i) => ofClass[label]!.push(i))
  const isTest = new Uint8Array(all.count)
  ofClass.forEach((indices, label) => {
    const drawn = new Random(SPLIT_SEED, 'test images', label).shuffle([...indices])
    for (const i of drawn.slice(0, Math.floor(indices.length / TEST_SHARE))) isTest[i] = 1
  })
  const pick = (wanted: number): LabelledImages =>
    pickImages(
      all,
      [...isTest.keys()].filter((i) => isTest[i] === wanted),
    )
  return { training: pick(0), test: pick(1) }
}
