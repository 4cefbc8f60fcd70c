import { listOr } from '#core/math/list-words.ts'
import { DataError } from '#core/data/data-set.ts'
import type { DataSource } from '../data-source.ts'
import { folder } from './folder.ts'
import { mixOf } from './mix.ts'
import { mnist } from './mnist.ts'
import { myDigits } from './my-digits.ts'
import { firstPenDigits, penDigits } from './pen-digits.ts'

/** All sources of data sets, in the order in which their data sets are listed. */
const SOURCES: readonly DataSource[] = [penDigits, mnist, mixOf(sourceOf), myDigits, firstPenDigits, folder]

/** The data sets that are always listed, by the names that recipes use. */
export const LISTED_NAMES: readonly string[] = SOURCES.flatMap(({ names }) => names)

/** Those of them that a person is pointed to: not the ones that are there for the sake of earlier recipes. */
export const SUGGESTED_NAMES: readonly string[] = SOURCES.flatMap(({ nameHint, names }) =>
  nameHint === null ? [] : names,
)

/** What is accepted as the name of a data set, for errors. */
export const EXPECTED_NAMES = listOr(SOURCES.flatMap(({ nameHint }) => nameHint ?? []))

/** The source of a data set of that name; undefined for one that none of them knows. */
export function findSource(name: string): DataSource | undefined {
  return SOURCES.find((source) => source.owns(name))
}

/** The source of a data set of that name. @throws DataError for one that none of them knows */
export function sourceOf(name: string): DataSource {
  const source = findSource(name)
  if (source === undefined) throw new DataError(`Data set: expected ${EXPECTED_NAMES}, got '${name}'`)
  return source
}
