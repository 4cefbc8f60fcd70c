import { listSome } from '../../math/list-words.ts'
import { MAX_CLASSES } from '../class-names.ts'
import { DataError } from '../data-set.ts'

/** Labels that an error lists, at most. */
const LISTED = 3

const isWhole = (label: string): boolean => /^\d{1,4}$/.test(label)

/**
 * The classes of a data set from what its labels say: of whole numbers those from the smallest to the largest, where 0 or 1 is the
 * smallest, so that a class without an image has its place; else those that come, numbers by size and names by alphabet.
 * @returns the labels of the classes in order, and the class of each label as it is written
 * @throws DataError for more classes than there can be, or an empty label
 */
export function gatherClasses(
  training: readonly string[],
  test: readonly string[],
): { labels: readonly string[]; codes: ReadonlyMap<string, number> } {
  const written = [...new Set([...new Set(training), ...new Set(test)])]
  const empty = written.find((label) => label.trim() === '')
  if (empty !== undefined)
    throw new DataError('Labels: expected a number or a name for each image, got an empty one')
  const numbers = written.every(isWhole) ? written.map(Number) : null
  const labels = numbers === null ? written.sort(compareNames) : fillUp(numbers)
  if (labels.length > MAX_CLASSES) {
    throw new DataError(
      `Labels: expected at most ${MAX_CLASSES} classes, got ${labels.length} (${listSome(labels, LISTED)})`,
    )
  }
  const places = new Map(labels.map((label, k) => [label, k]))
  const codes = new Map(
    written.map((label) => [label, places.get(numbers === null ? label : String(Number(label)))!]),
  )
  return { labels, codes }
}

/** All whole numbers from 0 or 1 to the largest, where they are not much more than those that come. */
function fillUp(numbers: readonly number[]): string[] {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b)
  const least = Math.min(1, sorted[0]!)
  const span = sorted.at(-1)! - least + 1
  const isDense = span <= 2 * sorted.length && span <= MAX_CLASSES
  return (isDense ? Array.from({ length: span }, (_, k) => least + k) : sorted).map(String)
}

/** By code points, which are the same on every machine. */
const compareNames = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
