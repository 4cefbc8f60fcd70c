import type { SweepForecast, SweepSettings } from '#contract/types.ts'
import { usualRange } from '#core/experiments/what-if-values.ts'
import {
  HIDDEN_SIZES,
  listRecipeFields,
  type RecipeField,
  readRecipeField,
} from '#core/experiments/sweep/recipe-field.ts'
import { watchDebounced } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'
import { describeError } from './notices.ts'
import {
  DEFAULT_COUNT,
  explainTyped,
  listChoices,
  toRow,
  toVariation,
  type VariedField,
} from '../model/sweeps/varied-field.ts'
import { useRecipeStore } from './recipe.ts'

const FIRST_FIELD = 'optimizer.learningRate'
/** In the order in which they are offered. */
const USUAL_FIELDS = [FIRST_FIELD, 'seed', HIDDEN_SIZES, 'batchSize']
/** How long nothing is typed before the plan is asked for. */
const PLAN_DELAY_MS = 250
const TIME_DELAY_MS = 900

/** The sweep that is about to be started from the form's recipe, and what it would be. */
export const useSweepFormStore = defineStore('sweep-form', () => {
  const { api } = useWorkbenchClient()
  const form = useRecipeStore()

  const isOpen = ref(false)
  const rows = shallowRef<readonly VariedField[]>([])
  const isRandom = ref(false)
  const randomCount = ref(20)
  const randomSeed = ref(1)
  const halves = ref(false)
  const eta = ref(3)
  /** Null: one for each core. */
  const workers = ref<number | null>(null)
  /** Whether the weights of every epoch are kept, and not of the best and the newest alone. */
  const keepsAll = ref(false)
  const name = ref('')
  let nextKey = 0

  /** Every field that can be varied, also while the recipe has a mistake. */
  const fields = computed<RecipeField[]>(() => listRecipeFields(form.draft).filter(isVaried))
  const fieldOf = (path: string): RecipeField | null =>
    fields.value.find((field) => field.path === path) ?? null

  /** Opens the dialog, with the learning rate to vary the first time. */
  function open(): void {
    if (rows.value.length === 0) add(FIRST_FIELD)
    rows.value = rows.value.map((row) => (row.isUsual ? { ...usualRow(row.path), key: row.key } : row))
    isOpen.value = true
  }

  /** Adds a field to vary, by default the next that people mostly vary. */
  function add(path?: string): void {
    const isFree = (candidate: string): boolean => !rows.value.some((row) => row.path === candidate)
    const chosen = path ?? USUAL_FIELDS.find(isFree) ?? fields.value.find((each) => isFree(each.path))?.path
    if (chosen !== undefined) rows.value = [...rows.value, usualRow(chosen)]
  }

  /** Takes over what an earlier sweep was; the form of the recipe gets its recipe. */
  function take(given: SweepSettings): void {
    form.load(given.recipe)
    rows.value = given.variations.map((variation) => toRow(variation, nextKey++))
    isRandom.value = given.search.kind === 'random'
    if (given.search.kind === 'random') {
      randomCount.value = given.search.count
      randomSeed.value = given.search.seed
    }
    halves.value = given.halving !== null
    eta.value = given.halving?.eta ?? eta.value
    workers.value = given.workers
    keepsAll.value = given.keepEvery === 1
    isOpen.value = true
  }

  function remove(key: number): void {
    rows.value = rows.value.filter((row) => row.key !== key)
  }

  /** Chooses another field for a row, with the values that are usual for it. */
  function choose(key: number, path: string): void {
    rows.value = rows.value.map((row) => (row.key === key ? { ...usualRow(path), key } : row))
  }

  function change(key: number, part: Partial<Omit<VariedField, 'key' | 'path'>>): void {
    rows.value = rows.value.map((row) => (row.key === key ? { ...row, ...part, isUsual: false } : row))
  }

  function usualRow(path: string): VariedField {
    const key = nextKey++
    const empty = { key, path, list: '', from: '', to: '', count: DEFAULT_COUNT, isUsual: true }
    const { recipe } = form
    const field = fieldOf(path)
    if (recipe === null) return { ...empty, kind: 'list' }
    if (path === 'seed') return { ...empty, kind: 'list', list: '1, 2, 3' }
    if (path === HIDDEN_SIZES || field === null) {
      return { ...empty, kind: 'list', list: String(readRecipeField(recipe, HIDDEN_SIZES)) }
    }
    if (field.kind === 'choice') return { ...empty, kind: 'list', list: listChoices(field).join(', ') }
    if (field.kind === 'flag') return { ...empty, kind: 'list', list: 'off, on' }
    const present = readRecipeField(recipe, path)
    if (typeof present !== 'number') return { ...empty, kind: 'list', list: present === null ? 'off' : '' }
    const range = usualRange(recipe, field)
    return {
      ...empty,
      kind: range.isLogarithmic ? 'log' : 'linear',
      list: String(present),
      from: String(range.from),
      to: String(range.to),
    }
  }

  const settings = computed<SweepSettings | null>(() =>
    form.recipe === null
      ? null
      : {
          recipe: form.recipe,
          variations: rows.value.map((row) => toVariation(row, fieldOf(row.path), isRandom.value)),
          ...(form.freeFields.length > 0 && { free: form.freeFields }),
          search: isRandom.value
            ? { kind: 'random', count: randomCount.value, seed: randomSeed.value }
            : { kind: 'grid' },
          halving: halves.value ? { eta: eta.value, minEpochs: null } : null,
          workers: workers.value,
          keepEvery: keepsAll.value ? 1 : null,
        },
  )

  const forecast = shallowRef<SweepForecast | null>(null)
  const planProblem = ref<string | null>(null)
  const isTiming = ref(false)
  /** What is typed and cannot be read, in words. */
  const typedProblem = computed<string | null>(() => {
    const layerCount = form.recipe?.layers.length ?? 0
    return (
      rows.value
        .map((row) => explainTyped(row, fieldOf(row.path), layerCount))
        .find((problem) => problem !== null) ?? null
    )
  })
  /** Why the sweep cannot be started, in words; null where it can. */
  const problem = computed<string | null>(() => {
    if (!form.isReady) return form.problems.at(0)?.message ?? 'The recipe needs attention.'
    if (rows.value.length === 0) return 'Choose a field to vary.'
    return typedProblem.value ?? planProblem.value
  })

  /** Asks what the sweep would be; an answer that comes too late is dropped. */
  async function ask(measuresTime: boolean): Promise<void> {
    const asked = settings.value
    if (!isOpen.value || asked === null || asked.variations.length === 0 || typedProblem.value !== null)
      return
    isTiming.value = measuresTime
    try {
      const answer = await api.sweeps.plan({ ...asked, measuresTime })
      if (settings.value !== asked) return
      forecast.value = answer
      planProblem.value = null
    } catch (error) {
      if (settings.value !== asked) return
      forecast.value = null
      planProblem.value = describeError(error)
    } finally {
      if (settings.value === asked) isTiming.value = false
    }
  }

  watch(settings, () => {
    // The former forecast no longer holds.
    forecast.value = null
    planProblem.value = null
  })
  watchDebounced([settings, isOpen], () => void ask(false), { debounce: PLAN_DELAY_MS })
  watchDebounced(
    [settings, isOpen],
    () => {
      if (planProblem.value === null) void ask(true)
    },
    { debounce: TIME_DELAY_MS },
  )

  return {
    isOpen,
    rows,
    isRandom,
    randomCount,
    randomSeed,
    halves,
    eta,
    workers,
    keepsAll,
    name,
    fields,
    fieldOf,
    settings,
    forecast,
    isTiming,
    problem,
    open,
    take,
    add,
    remove,
    choose,
    change,
  }
})

/** Fields that are no question of a sweep: what the inputs are and the number of the format. */
function isVaried({ path, kind }: RecipeField): boolean {
  return !['version', 'inputSize', 'data.dataSet'].includes(path) && kind !== 'text'
}
