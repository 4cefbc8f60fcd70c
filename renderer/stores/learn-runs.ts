import { hasEnded } from '#core/runs/run-status.ts'
import type { RunSummary } from '#contract/types.ts'
import { recipeSchema, type Recipe } from '#core/recipe/recipe.ts'
import { until } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'
import {
  LECTURE_RUN_LABELS,
  lectureRunRecipe,
  RUNS_STATES,
  settingOf,
  trialRecipe,
  type LearnRunsState,
  type LectureRunName,
  type MeasuredRun,
} from '../model/learn/runs-state.ts'
import { useDataSetsStore } from './data-sets.ts'
import { useNoticesStore } from './notices.ts'
import { useRunsStore } from './runs.ts'
import { useTrainingStore } from './training.ts'

/** The lecture's runs, found in the store or trained on the spot, and a person's own trials beside them. */
export const useLearnRunsStore = defineStore('learn-runs', () => {
  const { api } = useWorkbenchClient()
  const dataSets = useDataSetsStore()
  const notices = useNoticesStore()
  const runs = useRunsStore()
  const training = useTrainingStore()

  const state = shallowRef<LearnRunsState>(RUNS_STATES.diagnosis)
  function show(next: LearnRunsState): void {
    state.value = next
  }
  function change(part: Partial<LearnRunsState>): void {
    state.value = { ...state.value, ...part }
  }

  const hasMnist = computed(() => dataSets.find('mnist')?.state === 'ready')
  /** Whose training is waited for; null: none. */
  const trainingId = shallowRef<string | null>(null)
  const isMeasuring = shallowRef(false)
  const progress = computed(() => {
    const id = trainingId.value
    if (id === null) return null
    const run = runs.byId.get(id)
    return {
      name: run?.name ?? '',
      epoch: training.progressOf(id)?.epoch ?? run?.epochsDone ?? 0,
      epochs: run?.recipe.epochs ?? 0,
    }
  })

  /** The newest run of a recipe that has ended well; the engine does not matter. */
  function find(recipe: Recipe): RunSummary | undefined {
    const keyOf = (each: Recipe): string => JSON.stringify({ ...recipeSchema.parse(each), engine: null })
    const key = keyOf(recipe)
    return runs.list.find((run) => run.status === 'completed' && keyOf(run.recipe) === key)
  }

  async function measure(run: RunSummary): Promise<MeasuredRun> {
    isMeasuring.value = true
    try {
      const epoch = run.last?.epoch
      const { training: own, unseen } = await api.analysis.diagnose({
        runId: run.id,
        ...(epoch !== undefined && { epoch }),
      })
      const errorOf = ({ correct, total }: { correct: number; total: number }): number => 1 - correct / total
      return {
        ...{ id: run.id, name: run.name, setting: settingOf(run.recipe) },
        ...{ dataSet: run.recipe.data.dataSet, validationSize: run.recipe.data.validationSize },
        ...{ trainingError: errorOf(own), unseenError: errorOf(unseen) },
      }
    } finally {
      isMeasuring.value = false
    }
  }

  /** Trains a recipe to its end, or until it is stopped. @returns null where that was before its first epoch ended */
  async function train(recipe: Recipe, name: string): Promise<RunSummary | null> {
    const { id } = await runs.start(recipe, { name })
    trainingId.value = id
    try {
      await until(() => runs.byId.get(id)).toMatch((run) => run === undefined || hasEnded(run))
      const run = runs.byId.get(id)
      if (run?.status === 'stopped') return run.last === null ? null : run
      if (run?.status !== 'completed') throw new Error(`The training of ‘${name}’ did not come to its end.`)
      return run
    } finally {
      trainingId.value = null
    }
  }

  /** Looks for runs in the store and measures those that are there. @returns whether all are */
  async function load(names: readonly LectureRunName[]): Promise<boolean> {
    await until(() => runs.isLoaded && dataSets.isLoaded).toBe(true)
    for (const name of names) {
      const found = find(lectureRunRecipe(name, hasMnist.value))
      if (found === undefined || state.value.lecture[name]?.id === found.id) continue
      const measured = await notices.attempt('A run could not be measured', () => measure(found))
      if (measured === undefined) continue
      // Called as the questions call it, whatever its name among the runs.
      const named = { ...measured, name: LECTURE_RUN_LABELS[name] }
      change({ lecture: { ...state.value.lecture, [name]: named } })
    }
    return names.every((name) => state.value.lecture[name] !== undefined)
  }

  /** Trains those that are missing, one after the other. @returns whether all are there */
  async function makeMissing(names: readonly LectureRunName[]): Promise<boolean> {
    if (trainingId.value !== null) return false
    await notices.attempt('The lecture’s network could not be trained', async () => {
      for (const name of names) {
        const recipe = lectureRunRecipe(name, hasMnist.value)
        if (find(recipe) === undefined) await train(recipe, LECTURE_RUN_LABELS[name])
      }
    })
    return load(names)
  }

  /** Trains what the form says, on the same images as the lecture's run. */
  async function tryOut(): Promise<void> {
    if (trainingId.value !== null) return
    await notices.attempt('The training could not be started', async () => {
      const recipe = trialRecipe(state.value.setting, hasMnist.value)
      const run = await train(recipe, `Trial ${state.value.own.length + 1} of the lecture`)
      if (run !== null) change({ own: [...state.value.own, await measure(run)] })
    })
  }
  /** Ends the training that is waited for; what it has learned so far is measured. */
  const stop = (): void => {
    if (trainingId.value !== null) void runs.stop(trainingId.value)
  }

  return { state, show, change, hasMnist, progress, isMeasuring, load, makeMissing, tryOut, stop }
})
