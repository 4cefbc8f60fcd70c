import type { WhatIfProgress } from '#contract/types.ts'
import type { WhatIfPlan } from '#core/experiments/what-if-plan.ts'
import type { WhatIfLine } from '#core/experiments/what-if.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { LongCallState } from '../long-call.ts'

/** Trainings with several values of a field, as far as they are. */
export interface WhatIf {
  /** Cancels it; also its identity, which a later one does not share. */
  readonly call: AbortController
  readonly plan: WhatIfPlan
  /** The recipe that was asked about. */
  readonly recipe: Recipe
  /** The recipe's own value of the field. */
  readonly present: number
  /** Classes of its data set. */
  readonly classCount: number
  /** Smallest value first; a training that did not begin has no points. */
  readonly lines: readonly WhatIfLine[]
  /** Values whose trainings are over. */
  readonly ended: ReadonlySet<number>
  readonly state: LongCallState
  /** Null until the data are read. */
  readonly progress: WhatIfProgress | null
  /** Why it failed, in words. */
  readonly problem: string | null
}
