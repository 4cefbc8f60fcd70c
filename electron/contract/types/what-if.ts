import type { WhatIfStep } from '#core/experiments/what-if.ts'

/** How far the trainings of a what-if are. */
export interface WhatIfProgress {
  /** The value at work. */
  readonly value: number
  readonly valuesDone: number
  readonly values: number
  /** 0 to 1, of all the work at most. */
  readonly share: number
  readonly remainingMs: number | null
}

/**
 * What a what-if reports: at most 20 times a second how far it is, each measurement, and the end of each value's
 * training.
 */
export type WhatIfUpdate =
  | { readonly type: 'progressed'; readonly progress: WhatIfProgress }
  | Exclude<WhatIfStep, { type: 'progress' }>
