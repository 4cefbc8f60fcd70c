import type { RunComparison, RunSummary } from '#contract/types.ts'
import { SIGNIFICANCE } from '#core/evaluation/mcnemar.ts'
import { computed, type ComputedRef } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'
import { type Answer, useAnswer } from '../stores/answer.ts'

/** Two runs, A and B, and the data set on whose test images both are measured; undefined: the one that both were trained on. */
export interface ComparedRuns {
  readonly a: RunSummary
  readonly b: RunSummary
  readonly dataSet?: string
}

export interface UseComparisonReturn {
  readonly comparison: Answer<RunComparison>
  /** Whether the difference is hardly chance; null while that is not known. */
  readonly isSure: ComputedRef<boolean | null>
}

/** Compares two runs on the same test images whenever they change; null compares nothing. */
export function useComparison(compared: () => ComparedRuns | null): UseComparisonReturn {
  const { api } = useWorkbenchClient()
  const comparison = useAnswer(
    () => {
      const runs = compared()
      if (runs === null) return null
      const { a, b, dataSet } = runs
      // A run that went on has other weights.
      return { a: a.id, b: b.id, dataSet, epochs: [a.epochsDone, b.epochsDone] }
    },
    ({ a, b, dataSet }) => api.analysis.compare({ a, b, ...(dataSet !== undefined && { dataSet }) }),
    { kept: 4 },
  )
  const isSure = computed(() => (comparison.value === null ? null : comparison.value.result.p < SIGNIFICANCE))
  return { comparison, isSure }
}
