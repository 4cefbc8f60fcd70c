import { isActive } from '#core/runs/run-status.ts'
import type { RunSummary, TrainingProgress } from '#contract/types.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'
import { useCurrentRunStore } from './current-run.ts'
import { type EpochTrace, extendTrace } from '../model/train/epoch-trace.ts'
import { createFrameBatch } from './frame-batch.ts'
import { useRunsStore } from './runs.ts'

/** What trains now, and how far it is. */
export const useTrainingStore = defineStore('training', () => {
  const client = useWorkbenchClient()
  const runs = useRunsStore()
  const current = useCurrentRunStore()

  /** Progress by run id, of active runs only. */
  const progressById = shallowRef<ReadonlyMap<string, TrainingProgress>>(new Map())
  /** The mini-batches of the epoch at work by run id, of active runs only. */
  const tracesById = shallowRef<ReadonlyMap<string, EpochTrace>>(new Map())
  /** Runs that train, are paused or wait, oldest first. */
  const active = computed(() => runs.list.filter(isActive).reverse())

  const progressOf = (runId: string): TrainingProgress | null => progressById.value.get(runId) ?? null

  /** Starts a training and makes it the current run. @throws WorkbenchError as the store of runs does */
  async function start(
    recipe: Recipe,
    options: { name?: string; from?: { runId: string; epoch?: number } } = {},
  ): Promise<RunSummary> {
    const run = await runs.start(recipe, options)
    current.choose(run.id)
    return run
  }

  const nextFrom = shallowRef<{ runId: string; epoch: number } | null>(null)
  /** The run and epoch whose weights the next training from the form starts from; null: the initializer's. */
  const nextSource = computed(() => {
    const run = nextFrom.value === null ? undefined : runs.byId.get(nextFrom.value.runId)
    return run === undefined || nextFrom.value === null ? null : { run, epoch: nextFrom.value.epoch }
  })

  function startNextFrom(from: { runId: string; epoch: number } | null): void {
    nextFrom.value = from
  }

  const traceOf = (runId: string): EpochTrace | null => tracesById.value.get(runId) ?? null

  function takeTraces(reports: readonly TrainingProgress[]): void {
    const next = new Map([...tracesById.value].filter(([id]) => progressById.value.has(id)))
    for (const progress of reports) {
      const trace = extendTrace(next.get(progress.runId) ?? null, progress)
      if (trace === null) next.delete(progress.runId)
      else next.set(progress.runId, trace)
    }
    tracesById.value = next
  }

  const takeProgress = createFrameBatch<TrainingProgress>((reports) => {
    const next = new Map<string, TrainingProgress>()
    for (const [id, progress] of progressById.value) {
      const run = runs.byId.get(id)
      if (run !== undefined && isActive(run)) next.set(id, progress)
    }
    for (const progress of reports) next.set(progress.runId, progress)
    progressById.value = next
    takeTraces(reports)
  })
  client.subscribe({ trainingProgressed: takeProgress })

  return { active, progressOf, traceOf, start, nextSource, startNextFrom }
})
