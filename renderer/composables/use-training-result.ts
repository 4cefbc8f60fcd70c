import type { RunSummary } from '#contract/types.ts'
import type { Cure, Diagnosed } from '#core/evaluation/diagnosis/finding.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import { describeBaseline } from '#shared/words/data-finding-words.ts'
import { computed, type ComputedRef } from 'vue'
import { diagnoseEnd } from '../model/train/run-diagnosis.ts'
import { briefTextOf, outcomeOf, type Outcome } from '../model/train/run-words.ts'
import { useDataSetsStore } from '../stores/data-sets.ts'
import { useRunsStore } from '../stores/runs.ts'
import { useDataExamination } from './use-data-examination.ts'

/** How a training ended and what may come next. */
export interface TrainingResult {
  readonly outcome: Outcome
  /** What the outcome says, in few words. */
  readonly briefText: string
  /** What stood in its way; null where nothing did. */
  readonly diagnosis: Diagnosed | null
  /** The likeliest that help; Inspect names all. */
  readonly cures: readonly Cure[]
  /** The next step that stands out; null where a cure does. */
  readonly firstStep: 'Draw a digit' | 'Inspect' | null
}

/** Beside the charts there is room for so many cures. */
const MOST_CURES = 2

/** The result of a run; null while it is queued, trains or is paused, and without one. */
export function useTrainingResult(source: () => RunSummary | null): ComputedRef<TrainingResult | null> {
  const dataSets = useDataSetsStore()
  const runs = useRunsStore()

  /** What always answering one class reaches on the run's images. */
  const examined = useDataExamination(() => {
    const run = source()
    const dataSet = run === null ? null : knownDataSet(run)
    if (run === null || dataSet === null || run.best === null) return null
    const { trainSize, validationSize, testSize, isStratified } = run.recipe.data
    return { dataSet, trainSize, validationSize, testSize, isStratified }
  })

  return computed(() => {
    const run = source()
    if (run === null) return null
    const info = dataSets.find(run.recipe.data.dataSet)
    const baseline = examined.value?.baseline
    const guess =
      baseline === undefined
        ? null
        : { accuracy: baseline.accuracy, words: describeBaseline(baseline, info?.classNames ?? []) }
    const outcome = outcomeOf(run, guess)
    if (outcome === null) return null
    const fileCounts = info?.state === 'ready' ? { training: info.trainingCount, test: info.testCount } : null
    const diagnosis = diagnoseEnd(run, runs.epochsOf(run.id), fileCounts, runs.list)
    const cures = diagnosis?.cures.slice(0, MOST_CURES) ?? []
    const firstStep = outcome.tone !== 'bad' ? 'Draw a digit' : cures.length > 0 ? null : 'Inspect'
    return { outcome, briefText: briefTextOf(run, guess), diagnosis, cures, firstStep }
  })
}
