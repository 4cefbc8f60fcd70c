import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { checkOf, type Attempt } from '../model/learn/path/checks.ts'
import { STOPS } from '../model/learn/path/path.ts'
import { STOP_STATES } from '../model/learn/path/stop-states.ts'
import { useLearnDescentStore } from './learn-descent.ts'
import { useLearnMicroscopeStore } from './learn-microscope.ts'

/** How a stop was left: answered, passed by, or shown after tries. */
export type StopResult = 'answered' | 'skipped' | 'shown'

/** Tries after which the answer is shown on wish. */
const TRIES_BEFORE_SHOWING = 2

/** The guided path: where a person is on it, what was done at its stops, and the judging of an answer. */
export const useLearnPathStore = defineStore('learn-path', () => {
  const descent = useLearnDescentStore()
  const microscope = useLearnMicroscopeStore()

  const isShort = useLocalStorage('backprop.learn.path.short', true)
  const id = useLocalStorage('backprop.learn.path.stop', STOPS[0]!.id)
  const results = useLocalStorage<Record<string, StopResult>>('backprop.learn.path.results', {})

  const stops = computed(() => STOPS.filter((stop) => stop.isShort || !isShort.value))
  /** The stop of an earlier version, or one that the short path leaves out, gives way to the first. */
  const stop = computed(() => stops.value.find((each) => each.id === id.value) ?? stops.value[0]!)
  const index = computed(() => stops.value.indexOf(stop.value))
  const result = computed(() => results.value[stop.value.id] ?? null)

  const tries = shallowRef(0)
  const isHintShown = shallowRef(false)
  /** What the last answer lacked; null before one, and once it is right. */
  const feedback = shallowRef<string | null>(null)
  const typed = shallowRef('')

  /** States that a person left stops with, for coming back; they live as long as the window. */
  const left = new Map<string, Pick<Attempt, 'descent' | 'microscope'>>()

  function begin(): void {
    const prepared = STOP_STATES[stop.value.state]()
    if (prepared.descent) descent.show(prepared.descent)
    if (prepared.microscope) microscope.show(prepared.microscope)
    tries.value = 0
    isHintShown.value = false
    feedback.value = null
    typed.value = ''
  }

  const attempt = (): Attempt => ({
    descent: descent.state,
    microscope: microscope.state,
    answer: readNumber(typed.value),
  })

  /** Opens the stop as it was left, or as it begins. */
  function open(): void {
    begin()
    const own = left.get(stop.value.id)
    if (own === undefined) return
    if (stop.value.view === 'descent') descent.show(own.descent)
    else microscope.show(own.microscope)
  }
  function leave(): void {
    left.set(stop.value.id, { descent: descent.state, microscope: microscope.state })
  }
  function goTo(next: string): void {
    leave()
    id.value = next
    open()
  }

  function settle(how: StopResult): void {
    // A stop that was answered once stays answered.
    if (results.value[stop.value.id] !== 'answered')
      results.value = { ...results.value, [stop.value.id]: how }
    feedback.value = null
    if (stop.value.view === 'microscope') microscope.look({ covered: [] })
  }

  function check(): void {
    const now = attempt()
    const { passes, explain } = checkOf(stop.value.check)
    if (stop.value.answer === 'number' && now.answer === null) {
      feedback.value = 'Expected a number, such as 0.25.'
      return
    }
    if (passes(now)) {
      settle('answered')
      return
    }
    tries.value++
    isHintShown.value = true
    feedback.value = explain?.(now) ?? 'Not yet.'
  }

  /** Brings the view and the field to an answer that is right. */
  function showAnswer(): void {
    const solved = checkOf(stop.value.check).solve(attempt())
    if (stop.value.view === 'descent') descent.show(solved.descent)
    else microscope.show(solved.microscope)
    if (solved.answer !== null) typed.value = String(Number(solved.answer.toFixed(3)))
    settle('shown')
  }

  function skip(): void {
    settle('skipped')
    move(1)
  }
  function move(by: 1 | -1): void {
    const next = stops.value[index.value + by]
    if (next !== undefined) goTo(next.id)
  }

  /** The path that gets shorter may lose the stop that is open. */
  watch(stop, (now, before) => {
    if (now.id !== id.value && now.id !== before.id) goTo(now.id)
  })

  return {
    ...{ isShort, stops, stop, index, result, results, typed, feedback, isHintShown },
    canShowAnswer: computed(() => tries.value >= TRIES_BEFORE_SHOWING && result.value === null),
    ...{ open, leave, begin, goTo, check, showAnswer, skip, move },
  }
})

/** A number as people type one, with a comma or a real minus; null where it is none. */
function readNumber(text: string): number | null {
  const plain = text.trim().replace(',', '.').replace('−', '-')
  return plain !== '' && Number.isFinite(Number(plain)) ? Number(plain) : null
}
