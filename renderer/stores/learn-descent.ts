import { DESCENT_FUNCTIONS, type DescentFunctionId } from '#core/explain/descent/functions.ts'
import { OPTIMIZER_DEFAULTS, type OptimizerSettings } from '#core/optimizers/schema.ts'
import type { OptimizerName } from '#core/optimizers/names.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { DESCENT_STATES, lastStepOf, walkOf, type DescentState } from '../model/learn/descent-state.ts'

/** What the descent view shows, as one value, and what follows from it. */
export const useLearnDescentStore = defineStore('learn-descent', () => {
  const state = shallowRef<DescentState>(DESCENT_STATES.step)

  const fn = computed(() => DESCENT_FUNCTIONS[state.value.fn])
  // What walks follow from, each by itself, so that a step alone works out no walk anew.
  const start = computed(() => state.value.start)
  const epsilon = computed(() => state.value.epsilon)
  const optimizers = computed(() => state.value.optimizers)
  const walks = computed(() =>
    optimizers.value.map((optimizer) =>
      walkOf({ fn: fn.value.id, start: start.value, epsilon: epsilon.value }, optimizer),
    ),
  )
  const positions = computed(() => walks.value.map((walk) => walk.at(state.value.step)))
  const lowest = computed(() => fn.value.value(fn.value.minima[0]!))
  const lastStep = computed(() => lastStepOf(walks.value, lowest.value))

  function show(next: DescentState): void {
    state.value = next
  }
  function change(part: Partial<DescentState>): void {
    state.value = { ...state.value, ...part }
  }

  /** Another function starts from a point of its own picture. */
  function showFunction(id: DescentFunctionId): void {
    const { dimensions, domain } = DESCENT_FUNCTIONS[id]
    const start = dimensions === 1 ? [0.75 * domain[0]![1]] : [0.8 * domain[0]![1], 0.5 * domain[1]![1]]
    change({ fn: id, start, step: 0 })
  }

  /** Goes to a step, between the start and the end of the longest walk. */
  function goTo(step: number): void {
    change({ step: Math.max(0, Math.min(Math.round(step), lastStep.value)) })
  }

  function replace(index: number, optimizer: OptimizerSettings): void {
    change({ optimizers: state.value.optimizers.map((each, k) => (k === index ? optimizer : each)), step: 0 })
  }
  function add(name: OptimizerName): void {
    change({ optimizers: [...state.value.optimizers, OPTIMIZER_DEFAULTS[name]], step: 0 })
  }
  function remove(index: number): void {
    change({ optimizers: state.value.optimizers.filter((_, k) => k !== index), step: 0 })
  }

  return {
    state,
    fn,
    walks,
    positions,
    lowest,
    lastStep,
    show,
    change,
    showFunction,
    goTo,
    replace,
    add,
    remove,
  }
})
