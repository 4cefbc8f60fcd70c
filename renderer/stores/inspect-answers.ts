import type { InspectedPart, RankedAnswers, RunSummary } from '#contract/types.ts'
import type { ConfusionCell } from '#core/evaluation/cell-answers.ts'
import type { AnswerKind } from '#core/evaluation/pick-answers.ts'
import type { SliceCode } from '#core/evaluation/slices.ts'
import { computed, type ComputedRef, type Ref, ref, watch } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'
import { type Answer, useAnswer } from './answer.ts'
import type { Weights } from './inspect.ts'
import { useRunsStore } from './runs.ts'

/** Answers that are kept, so that who comes back to a choice sees at once what was found. */
const KEPT = 8

export interface UseRankedAnswersOptions {
  readonly run: ComputedRef<RunSummary | null>
  readonly dataSet: ComputedRef<string | null>
  readonly part: ComputedRef<InspectedPart>
  readonly cell: Ref<ConfusionCell | null>
  readonly weights: ComputedRef<Weights | null>
  readonly isPaused: () => boolean
}

export interface UseRankedAnswersReturn {
  readonly answerKind: Ref<AnswerKind>
  /** Null: of all classes. */
  readonly answerClass: Ref<number | null>
  /** Null: of all images. */
  readonly slice: Ref<SliceCode | null>
  /** The run beside; null without one. */
  readonly besideId: Ref<string | null>
  /** Runs that can stand beside: others with weights, an output for each class and the same number of inputs. */
  readonly besideRuns: ComputedRef<readonly RunSummary[]>
  readonly rankedAnswers: Answer<RankedAnswers>
}

/** Mistakes and hard right answers of the inspected run, as a person narrows them down. */
export function useRankedAnswers(options: UseRankedAnswersOptions): UseRankedAnswersReturn {
  const { run, dataSet, part, cell, weights, isPaused } = options
  const { api } = useWorkbenchClient()
  const runs = useRunsStore()

  const answerKind = ref<AnswerKind>('mistakes')
  const answerClass = ref<number | null>(null)
  const slice = ref<SliceCode | null>(null)
  const besideId = ref<string | null>(null)
  watch([() => run.value?.id, dataSet], () => {
    answerClass.value = null
    slice.value = null
    besideId.value = null
  })
  // What is chosen here is shown, and not the cell that was before.
  watch([answerKind, answerClass, slice, besideId], () => (cell.value = null))

  const besideRuns = computed(() => {
    const own = run.value
    if (own === null) return []
    const outputs = own.recipe.layers.at(-1)!.units
    return runs.list.filter(
      ({ id, recipe, best, epochsDone }) =>
        id !== own.id &&
        (best !== null || epochsDone > 0) &&
        recipe.inputSize === own.recipe.inputSize &&
        recipe.layers.at(-1)!.units === outputs,
    )
  })

  const rankedAnswers = useAnswer(
    () =>
      weights.value === null || cell.value !== null
        ? null
        : {
            ...{ ...weights.value, part: part.value, kind: answerKind.value },
            ...(answerClass.value !== null && { label: answerClass.value }),
            ...(slice.value !== null && { slice: slice.value }),
            ...(besideId.value !== null && { beside: besideId.value }),
          },
    (input) => api.analysis.rankAnswers(input),
    { kept: KEPT, isPaused, subjectOf: ({ runId, part: asked }) => JSON.stringify([runId, asked]) },
  )

  return { answerKind, answerClass, slice, besideId, besideRuns, rankedAnswers }
}
