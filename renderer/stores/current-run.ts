import { defaultEpoch } from '#core/runs/default-epoch.ts'
import { isActive } from '#core/runs/run-status.ts'
import type { RunSummary } from '#contract/types.ts'
import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { useRunsStore } from './runs.ts'

/** Stands in the storage for no choice. */
const NONE = ''

/** The one run that Train, Digits and Inspect show. The choice lasts over changes of the place and over restarts. */
export const useCurrentRunStore = defineStore('currentRun', () => {
  const runs = useRunsStore()

  /** May name a run that was deleted: should it come back, it is the current one again. */
  const chosenId = useLocalStorage('backprop.currentRun', NONE, {
    // Two windows may each show a run of their own.
    listenToStorageChanges: false,
    // Storage may be off; then the choice lasts as long as the window.
    onError: () => undefined,
  })
  const chosenEpoch = ref<number | null>(null)

  /** Runs to choose from, newest first, archived ones after all others. */
  const choices = computed<RunSummary[]>(() => [
    ...runs.list.filter((each) => !each.isArchived),
    ...runs.list.filter((each) => each.isArchived),
  ])
  /** The chosen run, archived or not; else the newest that trains, else the newest; null without runs. */
  const run = computed<RunSummary | null>(
    () => runs.byId.get(chosenId.value) ?? choices.value.find(isActive) ?? choices.value.at(0) ?? null,
  )
  /** The current run where it has weights to try, to look into or to export; else null. */
  const runWithWeights = computed<RunSummary | null>(() =>
    run.value?.weightsSha256 == null ? null : run.value,
  )
  /** The epoch whose weights Digits and Inspect use: the chosen one, else the run's default epoch; null without weights. */
  const epoch = computed<number | null>(() => {
    const used = runWithWeights.value
    if (used === null) return null
    const last = used.last?.epoch ?? -1
    return Math.min(chosenEpoch.value ?? defaultEpoch(used)?.epoch ?? last, last)
  })

  /** Makes a run the current one, with its default epoch. */
  function choose(runId: string): void {
    if (runId === chosenId.value) return
    chosenId.value = runId
    chosenEpoch.value = null
  }

  /** Chooses the epoch of the current run; null for its default one. */
  function chooseEpoch(next: number | null): void {
    // Another run must not take this one's place while somebody looks at one of its epochs.
    if (run.value !== null) chosenId.value = run.value.id
    chosenEpoch.value = next
  }

  return { choices, run, runWithWeights, epoch, choose, chooseEpoch }
})
