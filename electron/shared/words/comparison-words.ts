import { listAnd } from '#core/math/list-words.ts'
import type { ComparisonReading, DifferingSetting } from '#core/runs/read-comparison.ts'
import { formatSmall } from '../measures.ts'
import { nameOfField } from './field-names.ts'
import { inSentence } from './in-sentence.ts'
import { shortHash } from './short-hash.ts'
import type { NameOfValue } from './value-names.ts'

/** Settings that are named before the rest is counted. */
const NAMED_SETTINGS = 4
/** Values that are named one by one. */
const NAMED_VALUES = 5

/**
 * What runs differ in and which of them were still rising, as sentences.
 * @param labelOf what a run is called beside the others, by its id
 * @param nameOf what a setting's value is called
 */
export function describeReading(
  { differing, rising }: ComparisonReading,
  labelOf: (id: string) => string,
  nameOf: NameOfValue,
): string[] {
  const behind = rising.filter(({ isBest }) => !isBest).map(({ id }) => labelOf(id))
  const best = rising.find(({ isBest }) => isBest)
  return [
    describeDiffering(differing, nameOf),
    ...(behind.length === 0
      ? []
      : [
          `${listAnd(behind)} ${behind.length === 1 ? 'was' : 'were'} still rising when ${behind.length === 1 ? 'it' : 'they'} ended: more epochs may change the order.`,
        ]),
    ...(best === undefined
      ? []
      : [
          `${labelOf(best.id)}, the best, was still rising${behind.length > 0 ? ', too' : ' when it ended: more epochs may take it further'}.`,
        ]),
  ]
}

/** `They differ in learning rate (0.5, 3, 10) and hidden layers (30, 100-50).` */
function describeDiffering(differing: readonly DifferingSetting[], nameOf: NameOfValue): string {
  if (differing.length === 0) return 'Their recipes are the same.'
  const [only] = differing
  if (differing.length === 1 && only!.path === 'seed') {
    return `They differ in the seed alone ${listValues(only!, nameOf)}.`
  }
  const named = differing.slice(0, differing.length === NAMED_SETTINGS + 1 ? undefined : NAMED_SETTINGS)
  const words = named.map((setting) => `${titleOf(setting.path)} ${listValues(setting, nameOf)}`)
  const more = differing.length - named.length
  return `They differ in ${listAnd([...words, ...(more > 0 ? [`${more} more settings`] : [])])}.`
}

function titleOf(path: string): string {
  if (path === 'layers') return 'hidden layers'
  return path === 'output' ? 'output activation' : inSentence(nameOfField(path))
}

/** `(0.5, 3, 10)`, numbers in their order, all else in that of the runs; of many numbers both ends. */
function listValues({ path, values }: DifferingSetting, nameOf: NameOfValue): string {
  const unique = [...new Set(values)]
  const numbers = unique.filter((value) => typeof value === 'number').sort((a, b) => a - b)
  const rest = unique.filter((value) => typeof value !== 'number')
  const texts = [
    ...(numbers.length > NAMED_VALUES
      ? [`${format(numbers[0]!)} to ${format(numbers.at(-1)!)}`]
      : numbers.map(format)),
    ...rest.map((value) => {
      if (value === undefined) return 'unknown'
      if (path === 'startsFrom') return value === null ? 'first weights' : shortHash(String(value))
      if (value === null) return 'off'
      if (typeof value === 'boolean') return value ? 'on' : 'off'
      return nameOf(path === 'output' ? 'layers.*.activation' : path, value)
    }),
  ]
  const more = texts.length - NAMED_VALUES
  return `(${more > 1 ? `${texts.slice(0, NAMED_VALUES).join(', ')} and ${more} more` : texts.join(', ')})`
}

/** Whole numbers have all their digits. */
const format = (value: number): string =>
  Number.isInteger(value) ? value.toLocaleString('en-US') : formatSmall(value)
