import { DataError } from '../data-set.ts'
import { describeRecognised, recogniseSet } from '../known-sets.ts'

/** What may name classes beside their labels. */
export interface ClassNaming {
  /** Names of the files and of the folder that they lie in, by which a published data set is recognised. */
  readonly placeNames: readonly string[]
  /** What a file beside them names the classes, in the order of their labels; null where there is none. */
  readonly listed: readonly string[] | null
}

/**
 * The names of classes: those of a list beside the files, else those that the files themselves give, else those of the published
 * data set that they are recognised as, else the labels.
 * @param labels of the classes as they are written, in order
 * @returns the names, and a sentence where they were recognised
 * @throws DataError for a list of another length, or two classes of one name
 */
export function nameClasses(
  labels: readonly string[],
  naming: ClassNaming & {
    readonly nameOf: ReadonlyMap<string, string> | undefined
    readonly testLabels: readonly string[]
  },
): { classNames: readonly string[]; note: string | null } {
  const { listed, nameOf, placeNames, testLabels } = naming
  if (listed !== null) {
    if (listed.length === labels.length) return { classNames: listed, note: null }
    throw new DataError(
      `classes.txt: expected ${labels.length} names, one for each class in the order of the labels, got ${listed.length}`,
    )
  }
  if (nameOf !== undefined) {
    const classNames = labels.map((label) => nameOf.get(label) ?? label)
    const twice = classNames.find((name, k) => classNames.indexOf(name) < k)
    if (twice !== undefined) throw new DataError(`Classes: expected each name once, got '${twice}' twice`)
    return { classNames, note: null }
  }
  const recognised = recogniseSet({ names: placeNames, classes: labels, testLabels })
  if (recognised === null) return { classNames: labels, note: null }
  return { classNames: recognised.classNames, note: describeRecognised(recognised) }
}
