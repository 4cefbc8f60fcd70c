import type {
  HiddenLayout,
  InsideProgress,
  RunDecision,
  RunHiddenLayer,
  RunLayerPictures,
  RunUnits,
  UnitFavourites,
} from '#contract/types.ts'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import {
  FAVOURITES,
  INSIDE_STATES,
  type InsidePage,
  type InsideState,
  noteSeen,
  SEARCHED_IMAGES,
  SHOWN_IMAGES,
  shownIndexOf,
  UNITS_PER_PAGE,
  WATCHED_IMAGES,
} from '../model/learn/inside-state.ts'
import { useWorkbenchClient } from '../platform/client.ts'
import { useAnswer } from './answer.ts'
import { useCurrentRunStore } from './current-run.ts'
import { createLongAnswer } from './long-answer.ts'

/** Answers that are kept, so that who goes back and forth does not wait. */
const KEPT = 4

/** A question about a run as far as it is trained; with another epoch it is another question. */
interface OfRun {
  readonly runId: string
  readonly epochsDone: number
}

/** What the inside view shows of the current run, as one value, and what was found out from the run's stored weights. */
export const useLearnInsideStore = defineStore('learn-inside', () => {
  const { api } = useWorkbenchClient()
  const current = useCurrentRunStore()
  const state = shallowRef<InsideState>(INSIDE_STATES.start)

  /** Whether the view is open; nothing is asked for one that nobody looks at. */
  const isOpen = ref(false)
  const run = computed(() => current.runWithWeights)
  const asked = computed<OfRun | null>(() =>
    run.value === null ? null : { runId: run.value.id, epochsDone: run.value.epochsDone },
  )
  const isAway = (page: InsidePage) => (): boolean => !isOpen.value || state.value.page !== page

  const pictures = useAnswer<OfRun & Pick<InsideState, 'kind' | 'from'>, RunLayerPictures>(
    () => asked.value && { ...asked.value, kind: state.value.kind, from: state.value.from },
    ({ runId, kind, from }) => api.analysis.pictureLayer({ runId, kind, from, count: UNITS_PER_PAGE }),
    { subjectOf: ({ runId, from }) => `${runId} ${from}`, kept: KEPT, isPaused: isAway('weights') },
  )
  const units = createLongAnswer<OfRun, InsideProgress, RunUnits>(({ runId }, options) =>
    api.analysis.watchUnits({ runId, count: WATCHED_IMAGES }, options),
  )
  const layer = useAnswer<OfRun & { readonly epoch: number }, RunHiddenLayer>(
    () => asked.value && { ...asked.value, epoch: current.epoch! },
    ({ runId, epoch }) => api.analysis.projectLayer({ runId, epoch, count: SHOWN_IMAGES }),
    { kept: KEPT, isPaused: isAway('layer') },
  )
  const layout = createLongAnswer<
    { readonly runId: string; readonly epoch: number; readonly seed: number },
    InsideProgress,
    HiddenLayout
  >((question, options) => api.analysis.layOutLayer({ ...question, count: SHOWN_IMAGES }, options))
  const decision = useAnswer<OfRun & InsideState['image'], RunDecision>(
    () => asked.value && { ...asked.value, ...state.value.image },
    ({ runId, part, index }) => api.analysis.followImage({ runId, part, index }),
    { kept: KEPT, isPaused: isAway('decision') },
  )
  const favourites = useAnswer<
    OfRun & { readonly epoch: number; readonly layer: number; readonly unit: number },
    UnitFavourites
  >(
    () =>
      asked.value && {
        ...{ ...asked.value, epoch: current.epoch! },
        ...{ layer: state.value.layer, unit: state.value.unit },
      },
    ({ runId, epoch, layer: ofLayer, unit }) =>
      api.analysis.findFavourites({
        ...{ runId, epoch, layer: ofLayer, unit },
        ...{ count: SEARCHED_IMAGES, most: FAVOURITES },
      }),
    { subjectOf: ({ runId }) => runId, kept: 4 * KEPT, isPaused: isAway('favourites') },
  )

  /** The epochs that can be shown on the present page. */
  const epochs = computed<readonly number[]>(() =>
    state.value.page === 'weights'
      ? (pictures.value?.epochs ?? [])
      : state.value.page === 'units'
        ? (units.value?.epochs ?? [])
        : [],
  )
  const shownIndex = computed(() => shownIndexOf(state.value.epoch, epochs.value))
  const shownEpoch = computed(() => epochs.value.at(shownIndex.value) ?? null)

  function show(next: InsideState): void {
    state.value = next
  }
  function change(part: Partial<InsideState>): void {
    state.value = { ...state.value, ...part }
  }
  function goTo(index: number): void {
    change({ epoch: epochs.value.at(index) ?? null })
  }

  // What was looked at counts once its picture is there.
  watch([state, () => pictures.value], () => {
    const shown = pictures.value
    if (shown !== null && shown.kind === state.value.kind) state.value = noteSeen(state.value, shown.epochs)
  })
  // The units are looked at as soon as somebody looks; what was found stays until the run has more epochs.
  watch(
    [isOpen, () => state.value.page, asked],
    () => {
      const question = asked.value
      if (!isOpen.value || state.value.page !== 'units' || question === null) return
      if (JSON.stringify(units.question) !== JSON.stringify(question)) void units.ask(question)
    },
    { immediate: true },
  )
  // Another run has other layers and units.
  watch(
    () => run.value?.id,
    (_, before) => {
      if (before !== undefined) change({ epoch: null, from: 0, layer: 0, unit: 0, pixel: null })
      layout.cancel()
    },
  )

  function layOut(): void {
    if (run.value === null || current.epoch === null) return
    void layout.ask({ runId: run.value.id, epoch: current.epoch, seed: state.value.seed })
  }
  /** Ends what was asked for by a view that goes away. */
  function close(): void {
    isOpen.value = false
    units.cancel()
    layout.cancel()
  }

  return {
    state,
    isOpen,
    run,
    pictures,
    units,
    layer,
    layout,
    decision,
    favourites,
    epochs,
    shownIndex,
    shownEpoch,
    show,
    change,
    goTo,
    layOut,
    close,
  }
})
