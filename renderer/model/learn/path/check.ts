import type { DepthProfile } from '#core/explain/depth.ts'
import type { ViewStates } from './stop-states.ts'

/** What a person did at a stop: the state of the views, and what was typed and chosen beside them. */
export interface Attempt extends ViewStates {
  /** Null where nothing was typed. */
  readonly answer: number | null
  /** Chosen options by the name of their question. */
  readonly choices: Readonly<Record<string, string>>
  readonly sentence: string
  /** What is measured of the depth view's state; null while it is not. */
  readonly profile: DepthProfile | null
}

type Maybe<T> = T | Promise<T>

/** Judges what was done at a stop by calculation alone; what needs a library of its own loads it first. */
export interface Check {
  readonly passes: (attempt: Attempt) => Maybe<boolean>
  /** An attempt that passes, from the state that the stop begins with. */
  readonly solve: (attempt: Attempt) => Attempt
  /** Whether what `solve` sets has to be trained or measured before it passes. */
  readonly isMeasuredFirst?: true
  /** What a wrong answer most likely comes from; null where that is not known. */
  readonly explain?: (attempt: Attempt) => Maybe<string | null>
  /** What is shown once the stop is settled; without it the state as it was left. */
  readonly reveal?: (attempt: Attempt) => Attempt
}

/** Who goes on from products of three decimals is off by as much. */
const TOLERANCE = 0.002
/** What is that near is right but for its last digits. */
const NEAR = 0.01
const isWithin = (answer: number | null, expected: number, tolerance = TOLERANCE): boolean =>
  answer !== null && Math.abs(answer - expected) <= tolerance + 1e-12

/** A check of a number, with the numbers that usual mistakes lead to. */
export function numberCheck(
  expected: (attempt: Attempt) => number,
  mistakes: (attempt: Attempt) => readonly (readonly [wrong: number, words: string])[],
): Check {
  return {
    passes: (attempt) => isWithin(attempt.answer, expected(attempt)),
    solve: (attempt) => ({ ...attempt, answer: expected(attempt) }),
    explain: (attempt) => {
      const { answer } = attempt
      const mistake = mistakes(attempt).find(([wrong]) => isWithin(answer, wrong))
      if (mistake !== undefined) return mistake[1]
      return isWithin(answer, expected(attempt), NEAR) ? 'That is near: give three decimals.' : null
    },
  }
}
