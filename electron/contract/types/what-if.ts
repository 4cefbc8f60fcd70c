import type { WhatIfLine, WhatIfPoint } from '#core/experiments/what-if.ts'

/** Where the trainings of a what-if stand. Posted at most 20 times a second. */
export interface WhatIfProgress {
  readonly whatIfId: string
  /** The value at work. */
  readonly value: number
  readonly valuesDone: number
  readonly values: number
  /** 0 to 1, of all the work at most. */
  readonly share: number
  readonly remainingMs: number | null
}

/** One measurement of one value's training. */
export interface WhatIfMeasurement {
  readonly whatIfId: string
  readonly value: number
  readonly point: WhatIfPoint
}

/** A value's training is over. */
export interface WhatIfEnding {
  readonly whatIfId: string
  readonly value: number
  /** Why it diverged; null where it did not. */
  readonly divergence: string | null
}

/** What other values of a field would have done. */
export interface WhatIfResult {
  /** Those that were tried to their end, in that order. */
  readonly lines: readonly WhatIfLine[]
  /** False where it was cancelled before its last value. */
  readonly isComplete: boolean
}
