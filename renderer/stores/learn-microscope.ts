import type { ActivationName } from '#core/activations/names.ts'
import type { SettingName } from '#core/activations/settings.ts'
import type { Notation } from '#core/explain/notation.ts'
import { NOTATIONS } from '#core/explain/notation.ts'
import { isEditable, plainId, readQuantity, type QuantityId } from '#core/explain/quantity.ts'
import type { Scene } from '#core/explain/scene.ts'
import { sceneParameters, withParameters } from '#core/explain/scene.ts'
import { PREPARED_SCENES } from '#core/explain/prepared-scenes.ts'
import { traceScene } from '#core/explain/trace.ts'
import { stepSentence } from '#core/explain/step-sentence.ts'
import { knownAfter, listSteps, passesNeeded, type StepLevel } from '#core/explain/steps.ts'
import { withValue } from '#core/explain/scene-edit.ts'
import { hasQuantity, value as traceValue } from '#core/explain/trace-value.ts'
import { useManualRefHistory } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { pathMarks, pathsOf } from '../model/learn/microscope/path-marks.ts'
import { cutOf, drawnUnits } from '../model/learn/microscope/picture-shape.ts'
import { setActivation, setSetting } from '../model/learn/microscope/edit-scene.ts'
import { PREPARED, type MicroscopeState } from '../model/learn/microscope-state.ts'
import { useMicroscopeRun } from './learn-microscope-run.ts'

/** Pixels that a person picks at most. */
const MOST_PINNED = 6

/** Edits and updates that can be taken back. */
const HISTORY_LIMIT = 100

/** What undo brings back: the numbers, and not where a person looks. */
type Undoable = Pick<MicroscopeState, 'scene' | 'updates'>

/** The microscope: its state, the numbers that follow from it, and what a person does to it. */
export const useLearnMicroscopeStore = defineStore('learn-microscope', () => {
  /** Replaced as a whole, never changed in place. */
  const state = shallowRef<MicroscopeState>(PREPARED.tiny())
  const undoable = computed<Undoable>({
    get: () => ({ scene: state.value.scene, updates: state.value.updates }),
    set: (next) => void (state.value = { ...state.value, ...next }),
  })
  const history = useManualRefHistory(undoable, { capacity: HISTORY_LIMIT })

  /** Sets everything at once, as a link or a stop of the guided path does; nothing before it can be undone. */
  function show(next: MicroscopeState): void {
    state.value = next
    history.commit()
    history.clear()
    editing.value = null
  }

  const run = useMicroscopeRun(state, show)

  /** Draws a pixel whatever the rule says, or leaves it to the rule again; of more than six the first gives way. */
  function pin(input: number): void {
    const now = state.value.cut
    if (now === null || input < 0 || input >= trace.value.sizes[0]!) return
    const isPinned = now.pinned.includes(input)
    const pinned = isPinned
      ? now.pinned.filter((each) => each !== input)
      : [...now.pinned, input].slice(-MOST_PINNED)
    look({ cut: { ...now, pinned } })
  }

  /** Changes what is looked at; no step of undo. */
  function look(change: Partial<MicroscopeState>): void {
    state.value = { ...state.value, ...change }
  }

  /** Changes numbers, as a step of undo. */
  function change(next: Partial<Undoable>): void {
    undoable.value = { ...undoable.value, ...next }
    history.commit()
  }

  /** Every number of the scene as it is. */
  const trace = computed(() => traceScene(state.value.scene))
  const example = computed(() => Math.min(state.value.example, trace.value.examples.length - 1))

  /** All steps, the smallest and those of the chosen size. */
  const fineSteps = computed(() => listSteps(trace.value, 'unit'))
  const step = computed(() => Math.min(state.value.step, fineSteps.value.length))
  /** The last step that was taken, in the chosen size; null before the first. */
  const currentStep = computed(() => {
    if (step.value === 0) return null
    const steps = listSteps(trace.value, state.value.by)
    return steps.find(({ end }) => end === step.value) ?? fineSteps.value[step.value - 1]!
  })
  const known = computed(() => knownAfter(trace.value, step.value))
  /** The part of a large network that is drawn; null for one that is drawn whole. */
  const cut = computed(() => cutOf(trace.value, example.value, state.value.cut))
  const drawn = computed(() => drawnUnits(trace.value, cut.value))
  const hasBatchNorm = computed(() =>
    trace.value.examples[0]!.layers.map(({ normalization }) => normalization !== null),
  )
  const isComputed = (id: QuantityId): boolean => known.value.has(id, example.value)
  /** Whether the way back of the shown example has begun, so that derivatives have a place. */
  const isBackward = computed(() => {
    const first = fineSteps.value.find(({ phase }) => phase === 'backward')?.computes[0]
    return first !== undefined && isComputed(first)
  })
  const isAtEnd = computed(() => step.value === fineSteps.value.length)
  const isCovered = (id: QuantityId): boolean => state.value.covered.includes(id)

  /** The number that the picture shows; null where it is not computed yet, or never formed. */
  const shown = (id: QuantityId): number | null =>
    isComputed(id) && hasQuantity(trace.value, id) ? numberOf(id) : null

  /** What the last step did, as a sentence; a number that a question covers is not said. */
  const sentence = computed(() => {
    const current = currentStep.value
    if (current === null)
      return 'Nothing is computed yet: only inputs, wanted outputs, weights and biases are there.'
    const place = `Step ${step.value} of ${fineSteps.value.length}`
    if (state.value.covered.length > 0) return `${place}.`
    return `${place}. ${stepSentence(trace.value, current, example.value, state.value.notation)}`
  })

  /** Goes to another step. @returns whether there was one */
  function go(to: 'first' | 'back' | 'on' | 'last', by: StepLevel = state.value.by): boolean {
    const last = fineSteps.value.length
    const ends = listSteps(trace.value, by).map(({ end }) => end)
    const next = {
      first: 0,
      last,
      on: ends.find((end) => end > step.value) ?? last,
      back: ends.findLast((end) => end < step.value) ?? 0,
    }[to]
    if (next === step.value) return false
    look({ step: next, example: fineSteps.value[next - 1]?.example ?? (next === 0 ? 0 : example.value) })
    return true
  }

  /** A quantity of the shown example, whether or not its step was taken; null where it is not formed. */
  const numberOf = (id: QuantityId): number | null => traceValue(trace.value, id, example.value)

  /** The quantity whose field of input is open; null where none is. */
  const editing = ref<QuantityId | null>(null)

  function edit(id: QuantityId, number: number): void {
    if (numberOf(id) === number) return
    change({ scene: withValue(state.value.scene, id, number, example.value) })
  }
  function changeScene(changed: Partial<Scene>): void {
    change({ scene: { ...state.value.scene, ...changed } })
  }
  function chooseActivation(which: 'hidden' | 'output', activation: ActivationName): void {
    change({ scene: setActivation(state.value.scene, which, activation) })
  }

  /** Sets the slope or α of the hidden layers; a value that they cannot have changes nothing. */
  function chooseSetting(setting: SettingName, value: number): void {
    const scene = setSetting(state.value.scene, setting, value)
    if (scene !== null) change({ scene })
  }

  /** Takes so many updates, one after the other, as one step of undo. */
  function update(count = 1): void {
    let { scene } = state.value
    for (let taken = 0; taken < count; taken++)
      scene = withParameters(scene, traceScene(scene).updatedParameters)
    change({ scene, updates: state.value.updates + count })
    look({ step: 0 })
  }

  /** Weights that the prepared scene begins with, where they fit the network as it is; null where there are none. */
  const startParameters = computed(() => {
    const { sceneName, scene } = state.value
    if (sceneName === null) return null
    const start = sceneParameters(PREPARED_SCENES[sceneName]())
    return start.length === sceneParameters(scene).length ? start : null
  })
  /** Goes back to the first weights and keeps all else, as a step of undo. */
  function restart(): void {
    if (startParameters.value === null) return
    change({ scene: withParameters(state.value.scene, startParameters.value), updates: 0 })
    look({ step: 0 })
  }

  /** Shows another example, at the same place of its pass where examples go one after the other. */
  function moveExample(by: number): void {
    const { length } = trace.value.examples
    const next = (example.value + by + length) % length
    const from = fineSteps.value[step.value - 1]?.example ?? null
    const pass = fineSteps.value.filter((each) => each.example === from).length
    look({ example: next, step: from === null ? step.value : step.value + (next - from) * pass })
  }

  /** The ways of the chosen quantity to the loss; null where none is chosen, or it has none. */
  const paths = computed(() => {
    const { chosen } = state.value
    return chosen === null || !isBackward.value ? null : pathsOf(trace.value, chosen, example.value)
  })
  /** Nodes and edges of the way that is shown, in the order of its factors. */
  const litPath = computed(() => {
    const path = state.value.path === null ? undefined : paths.value?.paths[state.value.path]
    return path === undefined ? [] : pathMarks(path)
  })
  /** The trace of the backward pass that is broken on purpose; the right one where none is. */
  const brokenTrace = computed(() => {
    const { broken, scene } = state.value
    return broken === null ? trace.value : traceScene(scene, undefined, broken.defect)
  })

  function choose(id: QuantityId | null): void {
    const quantity = id === null ? null : readQuantity(id)
    look({ chosen: id, path: null })
    // A cut follows the unit that is looked at: its pixels, or its hidden units, are drawn.
    const now = state.value.cut
    if (now === null || quantity === null || !('layer' in quantity) || quantity.kind === 'w') return
    const isOutput = quantity.layer === trace.value.sizes.length - 1
    if (isOutput) look({ cut: { ...now, output: quantity.unit, hidden: null } })
    else if (quantity.layer === 1) look({ cut: { ...now, hidden: quantity.unit } })
  }
  function useNotation(notation: Notation): void {
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
    ...run,
    pin,
    /** Whether a person edited or trained what is shown since it was opened. */
    isChanged: history.canUndo,
    look,
    trace,
    example,
    numberOf,
    shown,
    isComputed,
    hasBatchNorm,
    cut,
    drawn,
    isCovered,
    fineSteps,
    step,
    currentStep,
    known,
    passes: computed(() => passesNeeded(trace.value)),
    sentence,
    paths,
    litPath,
    brokenTrace,
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
    chooseSetting,
    update,
    restart,
    canRestart: computed(() => startParameters.value !== null),
    moveExample,
    undo: history.undo,
    redo: history.redo,
    canUndo: history.canUndo,
    canRedo: history.canRedo,
  }
})
