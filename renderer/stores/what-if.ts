import type { WhatIfUpdate } from '#contract/types.ts'
import type { WhatIfLine } from '#core/experiments/what-if.ts'
import {
  USUAL_WHAT_IF_EPOCHS,
  USUAL_WHAT_IF_IMAGES,
  type WhatIfPlan,
  whatIfRecipes,
  whatIfWork,
} from '#core/experiments/what-if-plan.ts'
import {
  presentValue,
  rangeValues,
  tryingOrder,
  usualRange,
  type ValueRange,
  whatIfFields,
} from '#core/experiments/what-if-values.ts'
import { RecipeError } from '#core/recipe/recipe.ts'
import type { RecipeField } from '#core/experiments/sweep/recipe-field.ts'
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef, watch } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'
import { parseNumber, parsePath } from '../model/recipe/recipe-draft.ts'
import type { WhatIf } from '../model/what-if/what-if.ts'
import { fieldTitle } from '../model/what-if/what-if-fields.ts'
import { useDataSetsStore } from './data-sets.ts'
import { outcomeOf } from './long-call.ts'
import { useRecipeStore } from './recipe.ts'

/** What a person changed of a field's usual range: ends as they were typed. */
interface TypedRange {
  readonly from?: string
  readonly to?: string
  readonly count?: number
}

/** Examples times weights up to which trainings start by themselves; larger ones wait for a click. */
const LIGHT_WORK = 3e10

/** Other values of one field of the form's recipe, tried in short trainings; kept while the window is open. */
export const useWhatIfStore = defineStore('what-if', () => {
  const client = useWorkbenchClient()
  const form = useRecipeStore()
  const dataSets = useDataSetsStore()

  const isOpen = ref(false)
  const path = ref('optimizer.learningRate')
  const epochs = ref(USUAL_WHAT_IF_EPOCHS)
  const chosenImages = shallowRef<number | null>(null)
  /** By field, with the recipe's value around which it was chosen: for another value it holds no longer. */
  const typedRanges = shallowReactive(new Map<string, TypedRange & { readonly around: number }>())
  const drawn = shallowRef<WhatIf | null>(null)

  /** Fields of the form's recipe whose other values can be tried; none while the recipe is not valid. */
  const fields = computed<RecipeField[]>(() => (form.recipe === null ? [] : whatIfFields(form.recipe)))
  const field = computed(() => fields.value.find((each) => each.path === path.value) ?? null)
  const present = computed(() =>
    form.recipe === null || field.value === null ? null : presentValue(form.recipe, field.value),
  )
  /** The range as it is shown: what was typed, else what is usual around the recipe's value. */
  const shownRange = computed(() => {
    if (form.recipe === null || field.value === null) return null
    const usual = usualRange(form.recipe, field.value)
    const typed = typedRanges.get(path.value)
    return {
      ...{ from: String(usual.from), to: String(usual.to) },
      ...{ count: usual.count, isLogarithmic: usual.isLogarithmic },
      ...(typed?.around === present.value ? typed : {}),
    }
  })
  /** What of the range is no number, in words. */
  const rangeProblem = computed(() => {
    if (shownRange.value === null) return null
    for (const [label, text] of [
      ['From', shownRange.value.from],
      ['To', shownRange.value.to],
    ] as const) {
      if (typeof parseNumber(text) !== 'number') return `${label}: expected a number, got '${text}'`
    }
    return null
  })
  const range = computed<ValueRange | null>(() => {
    if (shownRange.value === null || rangeProblem.value !== null) return null
    const { count, isLogarithmic } = shownRange.value
    const [from, to] = [Number(parseNumber(shownRange.value.from)), Number(parseNumber(shownRange.value.to))]
    return { from, to, count, isLogarithmic: isLogarithmic && from > 0 && to > 0 }
  })
  const trainSize = computed(() => {
    const own = form.recipe?.data.trainSize ?? 0
    return Math.min(chosenImages.value ?? USUAL_WHAT_IF_IMAGES, own)
  })
  /** Values that would be tried, smallest first. */
  const values = computed<number[]>(() => {
    if (form.recipe === null || field.value === null || range.value === null) return []
    return rangeValues(form.recipe, field.value, range.value)
  })
  const plan = computed<WhatIfPlan | null>(() =>
    form.recipe === null || field.value === null
      ? null
      : {
          field: path.value,
          values: tryingOrder(values.value, presentValue(form.recipe, field.value)),
          epochs: epochs.value,
          trainSize: trainSize.value,
        },
  )
  /** Why nothing can be tried, in words; null where it can. */
  const refusal = computed<string | null>(() => {
    if (!form.isReady || form.recipe === null) {
      return form.problems.at(0)?.message ?? 'The recipe needs attention.'
    }
    if (plan.value === null) return 'The recipe has no such number; choose another field.'
    if (rangeProblem.value !== null) return rangeProblem.value
    if (values.value.length < 2 && range.value !== null) {
      const { from, to } = range.value
      return `${fieldTitle(path.value)}: expected a range with at least two values that it can take, got ${from} to ${to}`
    }
    try {
      whatIfRecipes(form.recipe, plan.value)
      return null
    } catch (error) {
      if (error instanceof RecipeError) return error.message
      throw error
    }
  })
  /** Whether the trainings take some seconds at most, so that nobody needs to ask for them twice. */
  const isLight = computed(() => {
    if (refusal.value !== null || form.recipe === null || plan.value === null) return false
    const work = whatIfRecipes(form.recipe, plan.value).reduce(
      (sum, recipe) => sum + whatIfWork(recipe, plan.value!),
      0,
    )
    return work <= LIGHT_WORK && form.recipe.engine !== 'reference'
  })
  const running = computed(() => (drawn.value?.state === 'running' ? drawn.value : null))

  /** Opens the dialog over the Train place, by default with the field that was looked at last. */
  function open(next = path.value): void {
    isOpen.value = true
    choose(next)
  }

  // Who closes it no longer waits for it.
  watch(isOpen, (shown) => {
    if (!shown) cancel()
  })

  /** Turns to a field, and draws at once where that takes seconds. */
  function choose(next: string): void {
    if (next !== path.value) cancel()
    path.value = next
    if (drawn.value?.plan.field !== next) drawn.value = null
    if (isLight.value && running.value === null) void draw()
  }

  /** Takes what a person types of the range. */
  function setRange(change: TypedRange): void {
    if (present.value === null) return
    const before = typedRanges.get(path.value)
    const kept = before?.around === present.value ? before : {}
    typedRanges.set(path.value, { ...kept, ...change, around: present.value })
  }

  function setImages(count: number): void {
    chosenImages.value = count
  }

  /** Tries the values in place of those before; resolved when it has ended, however. */
  async function draw(): Promise<void> {
    if (refusal.value !== null || form.recipe === null || plan.value === null || field.value === null) return
    cancel()
    const call = new AbortController()
    const recipe = form.recipe
    const asked = plan.value
    drawn.value = {
      call,
      plan: asked,
      recipe,
      present: presentValue(recipe, field.value),
      classCount: dataSets.find(recipe.data.dataSet)?.classNames.length ?? recipe.layers.at(-1)!.units,
      lines: values.value.map((value) => ({ value, points: [], divergence: null })),
      ended: new Set(),
      state: 'running',
      progress: null,
      problem: null,
    }
    const outcome = await outcomeOf(
      client.api.analysis.tryValues(
        { recipe, plan: asked },
        { signal: call.signal, onProgress: (change) => hear(call, change) },
      ),
    )
    const problem = outcome.state === 'failed' ? outcome.problem : null
    update(call, { state: outcome.state, problem, progress: null })
  }

  /** Ends the trainings under way; what they measured stays. */
  function cancel(): void {
    const under = running.value
    if (under === null) return
    under.call.abort()
    update(under.call, { state: 'cancelled', progress: null })
  }

  /** Writes a value into the form, and offers to undo it. @param title what the field is called */
  function use(value: number, title: string): void {
    const asked = drawn.value
    if (asked === null) return
    // The form goes on to show the range of the values that are drawn, not the usual one around the new value.
    if (shownRange.value !== null && asked.plan.field === path.value) {
      const { from, to, count } = shownRange.value
      typedRanges.set(path.value, { from, to, count, around: value })
    }
    // A step of undo by itself, also after typing in the same field.
    form.toggle(parsePath(asked.plan.field), value)
    form.offerUndo(`${title} is now ${value}`)
  }

  function hear(call: AbortController, change: WhatIfUpdate): void {
    const asked = running.value
    if (asked?.call !== call) return
    switch (change.type) {
      case 'progressed':
        update(call, { progress: change.progress })
        break
      case 'point':
        updateLine(asked, change.value, (line) => ({ ...line, points: [...line.points, change.point] }))
        break
      case 'ended':
        updateLine(asked, change.value, (line) => ({ ...line, divergence: change.divergence }))
        update(call, { ended: new Set([...asked.ended, change.value]) })
    }
  }

  function update(call: AbortController, change: Partial<WhatIf>): void {
    if (drawn.value?.call === call) drawn.value = { ...drawn.value, ...change }
  }

  function updateLine(
    { call, lines }: WhatIf,
    value: number,
    change: (line: WhatIfLine) => WhatIfLine,
  ): void {
    update(call, { lines: lines.map((line) => (line.value === value ? change(line) : line)) })
  }

  return {
    isOpen,
    path,
    epochs,
    fields,
    field,
    shownRange,
    range,
    values,
    trainSize,
    plan,
    refusal,
    drawn,
    running,
    open,
    choose,
    setRange,
    setImages,
    draw,
    cancel,
    use,
  }
})
