import type { Disagreement } from '#core/evaluation/disagreements.ts'
import type { Interval } from '#core/evaluation/intervals.ts'
import type { McNemarResult } from '#core/evaluation/mcnemar.ts'
import type { ChangedData } from '#core/runs/changed-data.ts'

/** Two runs, A and B, on the same test images. */
export interface RunComparison {
  /** Whose weights were asked: of each run its default epoch. */
  readonly epochs: { readonly a: number; readonly b: number }
  /** The data set whose test images both were asked about. */
  readonly dataSet: string
  /** Whether it has changed since each of them was trained on it. */
  readonly changedData: { readonly a: ChangedData | null; readonly b: ChangedData | null }
  readonly result: McNemarResult
  /** Shares of right answers, 95 %. */
  readonly accuracyA: Interval
  readonly accuracyB: Interval
  /** B's share of right answers less A's, 95 %. */
  readonly difference: Interval
  /** Images of which they say different things, rightly or not. */
  readonly disagreements: number
}

/** Images of which two runs say different things. */
export interface DisagreedImages {
  readonly rows: number
  readonly columns: number
  /** `(answers, rows × columns)`, 0 to 255. */
  readonly images: Uint8Array
  /** In the order of the test file; an answer's `index` counts from 0 within it. */
  readonly answers: readonly Disagreement[]
  /** How many there are of the kind, of which these are the first. */
  readonly total: number
}
