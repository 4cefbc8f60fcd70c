import { NORMAL_POINT } from '../evaluation/student.ts'
import type { WhatIfLine, WhatIfPoint } from './what-if.ts'

/** What the trainings of a plan say of its values; every list is smallest first. */
export interface WhatIfReading {
  /** The value whose training reads most unseen images right; the smallest among equals. */
  readonly best: number
  /** Others that read about as many: the difference may be chance. */
  readonly close: readonly number[]
  /** Values below the best that read clearly fewer. */
  readonly low: readonly number[]
  /** Values above the best that read clearly fewer. */
  readonly high: readonly number[]
  /** Values whose networks are hardly better than guessing; they are in neither of the lists above. */
  readonly guessing: readonly number[]
  readonly diverged: readonly number[]
  /** Whether the best value is an end of those that were tried, so that a better one may lie beyond; null: neither. */
  readonly end: 'low' | 'high' | null
}

/** So many times better than chance, one in as many as there are classes, is hardly better than guessing. */
const GUESSING = 2

/** Unseen images that were read right at the end of a training, 0 to 1; null for one that diverged or did nothing. */
export function finalAccuracy({ points, divergence }: WhatIfLine): number | null {
  const last = points.at(-1)
  return last === undefined || divergence !== null ? null : accuracyOf(last)
}

/** 0 to 1. */
export function accuracyOf({ correct, total }: WhatIfPoint): number {
  return correct / total
}

/**
 * Reads finished trainings; null where none of two or more came to an end without diverging.
 * @param classCount the data set's
 */
export function readWhatIf(lines: readonly WhatIfLine[], classCount: number): WhatIfReading | null {
  const results = lines
    .map((line) => ({
      value: line.value,
      accuracy: finalAccuracy(line),
      total: line.points.at(-1)?.total ?? 0,
    }))
    .sort((a, b) => a.value - b.value)
  const valid = results.flatMap(({ accuracy, ...rest }) => (accuracy === null ? [] : [{ ...rest, accuracy }]))
  if (results.length < 2 || valid.length === 0) return null
  const best = valid.reduce((a, b) => (b.accuracy > a.accuracy ? b : a))
  const isClose = ({ accuracy, total }: typeof best): boolean => {
    const variance = (p: number): number => (p * (1 - p)) / total
    return best.accuracy - accuracy <= NORMAL_POINT * Math.sqrt(variance(accuracy) + variance(best.accuracy))
  }
  const valuesOf = (fits: (result: typeof best) => boolean): number[] =>
    valid.filter((result) => result !== best && fits(result)).map(({ value }) => value)
  const isGuessing = ({ accuracy }: typeof best): boolean => accuracy <= GUESSING / classCount
  const isWorse = (result: typeof best): boolean => !isClose(result) && !isGuessing(result)
  return {
    best: best.value,
    close: valuesOf(isClose),
    low: valuesOf((result) => isWorse(result) && result.value < best.value),
    high: valuesOf((result) => isWorse(result) && result.value > best.value),
    guessing: valuesOf((result) => !isClose(result) && isGuessing(result)),
    diverged: results.filter(({ accuracy }) => accuracy === null).map(({ value }) => value),
    end:
      best.value === results[0]!.value
        ? 'low'
        : best.value === results[results.length - 1]!.value
          ? 'high'
          : null,
  }
}
