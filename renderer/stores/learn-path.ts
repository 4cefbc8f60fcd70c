import { formatPercent } from '#core/math/format-percent.ts'
import { readTypedNumber } from '#core/math/read-number.ts'
import { until, useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { Attempt } from '../model/learn/path/check.ts'
import { checkOf } from '../model/learn/path/checks.ts'
import { STOPS } from '../model/learn/path/path.ts'
import { stopState, type ViewStates } from '../model/learn/path/stop-states.ts'
import { useCurrentRunStore } from './current-run.ts'
import { useLearnDataStore } from './learn-data.ts'
import { useLearnInsideStore } from './learn-inside.ts'
import { useLearnDepthStore } from './learn-depth.ts'
import { useLearnDescentStore } from './learn-descent.ts'
import { useLearnFunctionsStore } from './learn-functions.ts'
import { freshCut } from '../model/learn/microscope-state.ts'
import { goalOf, settingOf, lectureRunRecipe, type LectureRunName } from '../model/learn/runs-state.ts'
import { useLearnMicroscopeStore } from './learn-microscope.ts'
import { useLearnRunsStore } from './learn-runs.ts'

/** How a stop was left: answered, passed by, or shown after tries. */
export type StopResult = 'answered' | 'skipped' | 'shown'

/** Tries after which the answer is shown on wish. */
const TRIES_BEFORE_SHOWING = 2

/** Milliseconds for which a check waits for what a view measures. */
const MEASURING_MS = 10_000

/** The guided path: where a person is on it, what was done at its stops, and the judging of an answer. */
export const useLearnPathStore = defineStore('learn-path', () => {
  const current = useCurrentRunStore()
  const data = useLearnDataStore()
  const depth = useLearnDepthStore()
  const inside = useLearnInsideStore()
  const descent = useLearnDescentStore()
  const functions = useLearnFunctionsStore()
  const microscope = useLearnMicroscopeStore()
  const runs = useLearnRunsStore()

  const viewStates = (): ViewStates => ({
    data: data.state,
    depth: depth.state,
    inside: inside.state,
    descent: descent.state,
    functions: functions.state,
    microscope: microscope.state,
    runs: runs.state,
  })
  /** Brings the views to states; a view that is not named stays as it is. */
  function showStates(states: Partial<ViewStates>): void {
    if (states.data) data.show(states.data)
    if (states.inside) inside.show(states.inside)
    if (states.depth) depth.show(states.depth)
    if (states.descent) descent.show(states.descent)
    if (states.functions) functions.show(states.functions)
    if (states.microscope) microscope.show(states.microscope)
    // Runs that were found stay found.
    if (states.runs) runs.show({ ...states.runs, lecture: { ...states.runs.lecture, ...runs.state.lecture } })
  }

  const isShort = useLocalStorage('backprop.learn.path.short', true)
  const id = useLocalStorage('backprop.learn.path.stop', STOPS[0]!.id)
  const results = useLocalStorage<Record<string, StopResult>>('backprop.learn.path.results', {})

  /** Decides what differs from student to student. */
  const seed = useLocalStorage(
    'backprop.learn.path.seed',
    () => crypto.getRandomValues(new Uint16Array(1))[0]!,
  )

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
  const choices = shallowRef<Attempt['choices']>({})
  const choose = (question: string, option: string): void => {
    choices.value = { ...choices.value, [question]: option }
  }

  /** What was written at stops that ask for a sentence. */
  const sentences = useLocalStorage<Record<string, string>>('backprop.learn.path.sentences', {})
  const sentence = computed({
    get: () => sentences.value[stop.value.id] ?? '',
    set: (text) => (sentences.value = { ...sentences.value, [stop.value.id]: text }),
  })

  const isLoadingRuns = shallowRef(false)
  const missingRuns = computed<readonly LectureRunName[]>(() =>
    stop.value.runs.filter((name) => runs.state.lecture[name] === undefined),
  )
  /** The question, with the numbers that follow from runs. */
  const ask = computed(() => {
    const { lecture } = runs.state.lecture
    const goal = lecture === undefined ? 'its goal' : formatPercent(goalOf(lecture), 1, '\u00a0')
    return stop.value.ask.replace('{goal}', goal)
  })

  /** What a person left stops with, for coming back; it lives as long as the window. */
  const left = new Map<string, { states: Partial<ViewStates>; typed: string; choices: Attempt['choices'] }>()

  /** Opens what can be shown only of runs, once they are there. */
  async function prepareRuns(load: (names: readonly LectureRunName[]) => Promise<boolean>): Promise<void> {
    const asked = stop.value
    if (asked.runs.length === 0) return
    isLoadingRuns.value = true
    const isThere = await load(asked.runs)
    isLoadingRuns.value = false
    if (!isThere || stop.value !== asked) return
    if (asked.view === 'runs') {
      if (runs.state.own.length === 0)
        runs.change({ setting: settingOf(lectureRunRecipe('lecture', runs.hasMnist)) })
    } else if (asked.view !== 'microscope') {
      // These views show the current run.
      current.choose(runs.state.lecture.lecture!.id)
    } else if (!left.has(asked.id)) {
      await microscope.openRun({ ...freshCut(runs.state.lecture.lecture!.id), part: 'train' })
      microscope.look({ step: microscope.fineSteps.length })
    }
  }

  function begin(): void {
    left.delete(stop.value.id)
    showStates(stopState(stop.value.state, seed.value))
    tries.value = 0
    isHintShown.value = false
    feedback.value = null
    typed.value = ''
    choices.value = {}
    void prepareRuns(runs.load)
  }

  const attempt = (): Attempt => ({
    ...viewStates(),
    answer: readTypedNumber(typed.value.replace('−', '-')),
    choices: choices.value,
    sentence: sentence.value,
    profile: depth.profile,
  })

  /** Opens the stop as it was left, or as it begins. */
  function open(): void {
    const own = left.get(stop.value.id)
    begin()
    if (own === undefined) return
    left.set(stop.value.id, own)
    showStates(own.states)
    typed.value = own.typed
    choices.value = own.choices
  }
  function leave(): void {
    const { id: own, view } = stop.value
    left.set(own, { states: { [view]: viewStates()[view] }, typed: typed.value, choices: choices.value })
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
    if (how === 'skipped') return
    const { reveal } = checkOf(stop.value.check)
    if (reveal) showStates(changed(reveal(attempt())))
  }

  /** Of the views only the stop's own is brought to another state. */
  const changed = (next: ViewStates): Partial<ViewStates> => ({ [stop.value.view]: next[stop.value.view] })

  async function check(): Promise<void> {
    const asked = stop.value
    // What a view measures may be on its way.
    if (asked.view === 'depth') await until(() => depth.profile).not.toBeNull({ timeout: MEASURING_MS })
    if (asked.view === 'runs' && runs.progress !== null) {
      const { epoch, epochs } = runs.progress
      feedback.value = `The training is under way, in epoch ${epoch + 1} of ${epochs}: its errors come when it has ended.`
      return
    }
    const now = attempt()
    const { passes, explain } = checkOf(asked.check)
    if (asked.answer === 'number' && now.answer === null) {
      feedback.value = 'Expected a number, such as 0.25.'
      return
    }
    const open = asked.choices?.find(({ id: question }) => now.choices[question] === undefined)
    if (open !== undefined) {
      feedback.value = `Choose an answer to ‘${open.label}’ first.`
      return
    }
    const isRight = await passes(now)
    const reason = isRight ? null : ((await explain?.(now)) ?? 'Not yet.')
    // What judges may have to be loaded first, and a person may have gone on meanwhile.
    if (stop.value !== asked) return
    if (isRight) {
      settle('answered')
      return
    }
    tries.value++
    isHintShown.value = true
    feedback.value = reason
  }

  /** Brings the view and the answers to what is right. */
  function showAnswer(): void {
    const solved = checkOf(stop.value.check).solve(attempt())
    showStates(changed(solved))
    if (solved.answer !== null) typed.value = String(Number(solved.answer.toFixed(3)))
    choices.value = solved.choices
    settle('shown')
    if (checkOf(stop.value.check).isMeasuredFirst) feedback.value = 'What helps is set: see what comes of it.'
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
    ...{ ask, sentence, missingRuns, isLoadingRuns, makeRuns: () => prepareRuns(runs.makeMissing) },
    ...{ isShort, stops, stop, index, result, results, typed, choices, choose, feedback, isHintShown },
    canShowAnswer: computed(() => tries.value >= TRIES_BEFORE_SHOWING && result.value === null),
    ...{ open, leave, begin, goTo, check, showAnswer, skip, move, showStates },
  }
})
