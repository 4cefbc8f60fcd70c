import { FIRST_EDITION } from './first-edition.ts'
import type { PenEdition } from './pen-edition.ts'
import { SECOND_EDITION } from './second-edition.ts'

/** What new recipes take. */
export const NEWEST_EDITION = SECOND_EDITION

/** All editions, the newest first. */
export const PEN_EDITIONS: readonly PenEdition[] = [SECOND_EDITION, FIRST_EDITION]

/** The edition that recipes call so; undefined for a name that is none of pen digits. */
export function findEdition(dataSet: string): PenEdition | undefined {
  return PEN_EDITIONS.find((edition) => edition.dataSet === dataSet)
}
