import { PEN_DIGITS } from '#core/recipe/data-set-name.ts'
import type { BatchRaceProgress, BatchRaceUpdate } from '#contract/types.ts'
import type { RaceLine, RacePoint } from '#core/experiments/batch-race.ts'
import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import {
  DATA_STATES,
  outcomeOfLine,
  RACE,
  RACE_BATCHES,
  type DataState,
  type RaceBatch,
  raceRecipe,
  raceTarget,
} from '../model/learn/data-state.ts'
import type { LongCallState } from '../model/long-call.ts'
import { useWorkbenchClient } from '../platform/client.ts'
import { useCurrentRunStore } from './current-run.ts'
import { useDataSetsStore } from './data-sets.ts'
import { outcomeOf } from './long-call.ts'
import { useRunsStore } from './runs.ts'

/** A race as far as it is. */
interface RunningRace {
  readonly call: AbortController
  readonly state: LongCallState
  /** In the order of `RACE_BATCHES`. */
  readonly points: readonly (readonly RacePoint[])[]
  readonly progress: BatchRaceProgress | null
  readonly problem: string | null
}

/** What the data view shows, as one value, the race that it runs, and the run whose piles it shows. */
export const useLearnDataStore = defineStore('learn-data', () => {
  const { api } = useWorkbenchClient()
  const dataSets = useDataSetsStore()
  const runs = useRunsStore()
  const current = useCurrentRunStore()

  const state = shallowRef<DataState>(DATA_STATES.batches)
  const running = shallowRef<RunningRace | null>(null)

  /** The data set of the race; null until the data sets are known. */
  const dataSet = computed(() => {
    const chosen = state.value.race.dataSet
    if (chosen !== null) return dataSets.find(chosen) ?? null
    const mnist = dataSets.find('mnist')
    return mnist?.state === 'ready' ? mnist : (dataSets.find(PEN_DIGITS) ?? null)
  })
  const recipe = computed(() => dataSet.value && raceRecipe(dataSet.value, state.value.race))
  const target = computed(() => raceTarget(dataSet.value?.name ?? null))
  const sizeOf = (batch: RaceBatch): number => (batch === 'all' ? (recipe.value?.data.trainSize ?? 0) : batch)

  /** The run whose parts are shown; null where there is none. */
  const run = computed(() => current.run)
  /** What was chosen and looked at, of this run. */
  const piles = computed((): Pick<DataState['piles'], 'chosen' | 'looks'> =>
    run.value !== null && state.value.piles.runId === run.value.id
      ? state.value.piles
      : { chosen: null, looks: [] },
  )
  /** Looks at the test part of each run, by its id, whenever they were: a look is not undone by a restart. */
  const counted = useLocalStorage<Record<string, number>>('backprop.learn.looks', {})
  /** Looks at the test part of this run so far, those of earlier sittings among them. */
  const lookCount = computed(() => counted.value[run.value?.id ?? ''] ?? 0)
  const epochs = computed(() => (run.value === null ? [] : runs.epochsOf(run.value.id)))

  function show(next: DataState): void {
    cancel()
    running.value = null
    state.value = next
  }
  function change<Part extends 'race' | 'piles'>(part: Part, to: Partial<DataState[Part]>): void {
    state.value = { ...state.value, [part]: { ...state.value[part], ...to } }
  }
  const showPage = (page: DataState['page']): void => {
    state.value = { ...state.value, page }
  }

  /** Runs the race in place of an earlier one; resolved when it has ended, however. */
  async function race(): Promise<void> {
    if (recipe.value === null) return
    cancel()
    change('race', { outcomes: null })
    const call = new AbortController()
    running.value = {
      call,
      state: 'running',
      points: RACE_BATCHES.map(() => []),
      progress: null,
      problem: null,
    }
    const { limitMs, rounds } = RACE
    const plan = { batchSizes: RACE_BATCHES.map(sizeOf), target: target.value, limitMs, rounds }
    const outcome = await outcomeOf(
      api.analysis.raceBatches(
        { recipe: recipe.value, plan },
        { signal: call.signal, onProgress: (update) => hear(call, update) },
      ),
    )
    if (!isUnderWay(call)) return
    if (outcome.state === 'done') {
      outcome.result.forEach(take)
      const outcomes = outcome.result.map((line, k) => outcomeOfLine(RACE_BATCHES[k]!, line))
      change('race', { outcomes })
    }
    const problem = outcome.state === 'failed' ? outcome.problem : null
    running.value = { ...running.value, state: outcome.state, progress: null, problem }
  }

  /** Whether no other race has taken its place. */
  const isUnderWay = (call: AbortController): boolean => running.value?.call === call

  function cancel(): void {
    if (running.value?.state === 'running') running.value.call.abort()
  }

  function hear(call: AbortController, update: BatchRaceUpdate): void {
    if (running.value === null || !isUnderWay(call)) return
    if (update.type === 'progressed') running.value = { ...running.value, progress: update.progress }
    else if (update.type === 'line') take(update.line)
    else replacePoints(update.batchSize, (points) => [...points, update.point])
  }
  const take = ({ batchSize, points }: RaceLine): void => replacePoints(batchSize, () => points)
  function replacePoints(
    batchSize: number,
    replace: (points: readonly RacePoint[]) => readonly RacePoint[],
  ): void {
    if (running.value === null) return
    const points = running.value.points.map((each, k) =>
      sizeOf(RACE_BATCHES[k]!) === batchSize ? replace(each) : each,
    )
    running.value = { ...running.value, points }
  }

  /** Chooses the epoch that would be handed in. */
  function chooseEpoch(epoch: number): void {
    if (run.value !== null) change('piles', { ...piles.value, runId: run.value.id, chosen: epoch })
  }
  /** Looks at the test error of the chosen epoch, which counts. */
  function look(): void {
    const { chosen, looks } = piles.value
    if (chosen === null || run.value === null) return
    change('piles', { looks: [...looks, chosen] })
    counted.value = { ...counted.value, [run.value.id]: lookCount.value + 1 }
  }

  return {
    ...{ state, running, dataSet, recipe, target, run, piles, lookCount, epochs },
    ...{ show, showPage, change, race, cancel, chooseEpoch, look, sizeOf },
  }
})
