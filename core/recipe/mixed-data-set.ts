import { isPath, isPortableFolder } from './data-set-name.ts'

/** One of the data sets that a mixed one is made of. */
export interface MixedPart {
  /** As a recipe calls it alone. */
  readonly dataSet: string
  /** Images of its training file that are taken, the first ones; more than there are repeat them. Null: all. */
  readonly count: number | null
}

/** What a mixed data set has at most: each of its parts is described and read for it. */
export const MOST_MIXED = 8

/** Images of one part at most, as many as a recipe can train on. */
const MOST_COUNT = 10_000_000

/** The mixed data set that is always listed. */
export const MNIST_AND_PEN_DIGITS = 'mnist+pen-digits-2'

const SEPARATOR = '+'
/** Stands before a mix whose first part is a folder, for a path may have a plus in it. */
const SCHEME = 'mix:'

const isFolder = (name: string): boolean => isPath(name) || isPortableFolder(name)

/** Whether a recipe that names its data set so means several data sets as one. */
export function isMix(name: string): boolean {
  return name.startsWith(SCHEME) || (name.includes(SEPARATOR) && !isFolder(name))
}

/**
 * The parts of a mixed data set, in order; null for a name that is none. A name is `mnist+pen-digits-2`, or with how many
 * training images of each `mnist:20000+pen-digits-2:10000`. In the path of a folder, `%2B` stands for a plus, `%25` for a
 * percent sign and `%3A` for a colon before the digits at its end; `mix:` stands before it where a folder comes first.
 */
export function parseMix(name: string): readonly MixedPart[] | null {
  if (!isMix(name)) return null
  const text = name.startsWith(SCHEME) ? name.slice(SCHEME.length) : name
  return text.split(SEPARATOR).map((part) => {
    const [, dataSet, digits] = /^(.*?)(?::(\d+))?$/s.exec(part)!
    return { dataSet: decode(dataSet!), count: digits === undefined ? null : Number(digits) }
  })
}

/** The name of a mixed data set, which `parseMix` reads. */
export function formatMix(parts: readonly MixedPart[]): string {
  const names = parts.map(
    ({ dataSet, count }) => encode(dataSet) + (count === null ? '' : `:${String(count)}`),
  )
  const scheme = isFolder(parts[0]?.dataSet ?? '') ? SCHEME : ''
  return scheme + names.join(SEPARATOR)
}

/** The name with each part's data set called otherwise; one that is no mix goes through as it is. */
export function renameParts(name: string, rename: (dataSet: string) => string): string {
  const parts = parseMix(name)
  return parts === null ? name : formatMix(parts.map((part) => ({ ...part, dataSet: rename(part.dataSet) })))
}

const encode = (dataSet: string): string =>
  dataSet
    .replaceAll('%', '%25')
    .replaceAll(SEPARATOR, '%2B')
    .replace(/:(\d+)$/, '%3A$1')

const decode = (text: string): string =>
  text.replaceAll('%2B', SEPARATOR).replaceAll('%3A', ':').replaceAll('%25', '%')

/** What is wrong with the parts of a mixed data set, whatever they hold; null where nothing is. */
export function findMixProblem(parts: readonly MixedPart[]): string | null {
  const expected = 'Mixed data set: expected names as in mnist+pen-digits-2 or mnist:20000+pen-digits-2:10000'
  if (parts.some(({ dataSet }) => dataSet === '')) return `${expected}, got one without a name`
  if (parts.length < 2) return `${expected}, got '${parts[0]?.dataSet ?? ''}' alone`
  if (parts.length > MOST_MIXED) return `${expected}, at most ${MOST_MIXED}, got ${parts.length}`
  const twice = parts.find(({ dataSet }, k) => parts.findIndex((other) => other.dataSet === dataSet) < k)
  if (twice !== undefined) return `${expected}, each once, got '${twice.dataSet}' twice`
  const uncounted = parts.find(({ count }) => count !== null && (count < 1 || count > MOST_COUNT))
  if (uncounted === undefined) return null
  return `Mixed data set: expected 1 to ${MOST_COUNT} images of '${uncounted.dataSet}', got ${uncounted.count}`
}
