import type { ActivationName } from '#core/activations/names.ts'
import { isEditable, plainId, readQuantity, type QuantityId } from '#core/explain/quantity.ts'
import type { Scene } from '#core/explain/scene.ts'
import { withParameters } from '#core/explain/scene.ts'
import { traceScene } from '#core/explain/trace.ts'
import { value as traceValue } from '#core/explain/trace-value.ts'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { batchSteps, computedAt, nextStep, sameStepOf } from '../model/learn/microscope/batch-steps.ts'
import { setActivation, setQuantity } from '../model/learn/microscope/edit-scene.ts'
import { stepSentence } from '../model/learn/microscope/words.ts'
import {
  NOTATIONS,
  PREPARED,
  type MicroscopeState,
  type NotationChoice,
  type StepSize,
} from '../model/learn/microscope-state.ts'

/** Edits and updates that can be taken back. */
const HISTORY_LIMIT = 100

/** Quantities that are there before anything is computed, besides those that a person may set. */
const GIVEN: ReadonlySet<string> = new Set(['x', 'd'])

/** What undo brings back: the numbers, and not where a person looks. */
type Undoable = Pick<MicroscopeState, 'scene' | 'updates'>

/** The microscope: its state, the numbers that follow from it, and what a person does to it. */
export const useLearnMicroscopeStore = defineStore('learn-microscope', () => {
  /** Replaced as a whole, never changed in place. */
  const state = shallowRef<MicroscopeState>(PREPARED.tiny())
  const past = shallowRef<readonly Undoable[]>([])
  const future = shallowRef<readonly Undoable[]>([])

  /** Sets everything at once, as a link or a stop of the guided path does; nothing before it can be undone. */
  function show(next: MicroscopeState): void {
    state.value = next
    past.value = []
    future.value = []
    editing.value = null
  }

  /** Changes what is looked at; no step of undo. */
  function look(change: Partial<MicroscopeState>): void {
    state.value = { ...state.value, ...change }
  }

  /** Changes numbers, as a step of undo. */
  function change(next: Partial<Undoable>): void {
    const { scene, updates } = state.value
    past.value = [...past.value, { scene, updates }].slice(-HISTORY_LIMIT)
    future.value = []
    state.value = { ...state.value, ...next }
  }

  function undo(): void {
    const last = past.value.at(-1)
    if (last === undefined) return
    const { scene, updates } = state.value
    future.value = [...future.value, { scene, updates }]
    past.value = past.value.slice(0, -1)
    state.value = { ...state.value, ...last }
  }
  function redo(): void {
    const next = future.value.at(-1)
    if (next === undefined) return
    const { scene, updates } = state.value
    past.value = [...past.value, { scene, updates }]
    future.value = future.value.slice(0, -1)
    state.value = { ...state.value, ...next }
  }

  /** Every number of the scene as it is. */
  const trace = computed(() => traceScene(state.value.scene))
  const example = computed(() => Math.min(state.value.example, trace.value.examples.length - 1))

  const steps = computed(() => batchSteps(trace.value))
  const step = computed(() => Math.min(state.value.step, steps.value.length - 1))
  const currentStep = computed(() => steps.value[step.value]!)
  const done = computed(() => computedAt(steps.value, step.value, example.value))
  const hasBatchNorm = computed(() =>
    trace.value.examples[0]!.layers.map(({ normalization }) => normalization !== null),
  )
  /** Whether any derivative of the shown example is there. */
  const isBackward = computed(() => [...done.value].some((id) => id.startsWith('d/')))
  const isAtEnd = computed(() => step.value === steps.value.length - 1)

  /** Whether a quantity has a number at the current step: it was given or is computed. */
  function isComputed(id: QuantityId): boolean {
    const quantity = readQuantity(id)
    if (quantity === null) return false
    if (!quantity.isDerivative && (isEditable(id) || GIVEN.has(quantity.kind))) return true
    return done.value.has(id) || (quantity.kind === 's' && done.value.has(id.replace('s:', 'z:')))
  }
  /** The number that the picture shows; null where it is not computed yet, or never formed. */
  const shown = (id: QuantityId): number | null => (isComputed(id) ? numberOf(id) : null)

  /** Goes to another step. @returns whether there was one */
  function go(to: 'first' | 'back' | 'on' | 'last', by: StepSize = state.value.by): boolean {
    const last = steps.value.length - 1
    const next =
      to === 'first' ? 0 : to === 'last' ? last : nextStep(steps.value, step.value, to === 'on' ? 1 : -1, by)
    if (next === step.value) return false
    look({ step: next, example: steps.value[next]!.example ?? (next === 0 ? 0 : example.value) })
    return true
  }

  /** A quantity of the shown example, whether or not its step was taken; null where it is not formed. */
  const numberOf = (id: QuantityId): number | null => traceValue(trace.value, id, example.value)

  /** The quantity whose field of input is open; null where none is. */
  const editing = ref<QuantityId | null>(null)

  function edit(id: QuantityId, number: number): void {
    if (numberOf(id) === number) return
    change({ scene: setQuantity(state.value.scene, id, number, example.value) })
  }
  function changeScene(changed: Partial<Scene>): void {
    change({ scene: { ...state.value.scene, ...changed } })
  }
  function chooseActivation(which: 'hidden' | 'output', activation: ActivationName): void {
    change({ scene: setActivation(state.value.scene, which, activation) })
  }

  /** Takes so many updates, one after the other, as one step of undo. */
  function update(count = 1): void {
    let { scene } = state.value
    for (let taken = 0; taken < count; taken++)
      scene = withParameters(scene, traceScene(scene).updatedParameters)
    change({ scene, updates: state.value.updates + count })
    look({ step: 0 })
  }

  /** Shows another example, at the same place of its pass. */
  function moveExample(by: number): void {
    const { length } = trace.value.examples
    const next = (example.value + by + length) % length
    look({ example: next, step: sameStepOf(steps.value, step.value, next) ?? step.value })
  }

  function choose(id: QuantityId | null): void {
    look({ chosen: id, path: null })
  }
  function useNotation(notation: NotationChoice): void {
    const { seenNotations } = state.value
    look({ notation, seenNotations: [...new Set([...seenNotations, notation])] })
  }
  const nextNotation = (): void =>
    useNotation(NOTATIONS[(NOTATIONS.indexOf(state.value.notation) + 1) % NOTATIONS.length]!)

  /** Steps a second while playing. */
  const speed = ref(2)

  return {
    state,
    show,
    look,
    trace,
    example,
    numberOf,
    shown,
    isComputed,
    hasBatchNorm,
    steps,
    step,
    currentStep,
    /** What the current step computes. */
    current: computed(() => currentStep.value.computes),
    /** What it did, as a sentence. */
    sentence: computed(() =>
      stepSentence(currentStep.value, step.value, steps.value.length, trace.value, numberOf),
    ),
    isBackward,
    isAtEnd,
    go,
    speed,
    choose,
    useNotation,
    nextNotation,
    isEditable: (id: QuantityId): boolean => isEditable(plainId(id)),
    editing,
    edit,
    changeScene,
    chooseActivation,
    update,
    moveExample,
    undo,
    redo,
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
  }
})
