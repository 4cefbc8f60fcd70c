import { findForbiddenChanges } from '#core/assignment/changed-fields.ts'
import type { Assignment } from '#core/assignment/assignment.ts'
import type { AnswerVerdict } from '#core/assignment/judge-answer.ts'
import { setRecipeField } from '#core/experiments/sweep/set-recipe-field.ts'
import type { SpacedValue } from '#core/experiments/sweep/spaced-values.ts'
import { hasEnded } from '#core/runs/run-status.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { RunSummary } from '#contract/types.ts'
import { until, useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import {
  NO_WORKS,
  type SavedAnswer,
  type SavedWork,
  type SavedWorks,
  withChanged,
  withOpened,
} from '../model/learn/assignment/saved-work.ts'
import { useWorkbenchClient, type SavedFile } from '../platform/client.ts'
import { useAnswer } from './answer.ts'
import type { TextFile } from './assignment-files.ts'
import { useDataSetsStore } from './data-sets.ts'
import { describeError } from './notices.ts'
import { useRunsStore } from './runs.ts'
import { useWorkbenchStore } from './workbench.ts'

interface OpenAssignment {
  readonly assignment: Assignment
  readonly isChanged: boolean
}

/** The assignment that a student solves: its file, what was answered, and the runs that were trained for it. */
export const useLearnAssignmentStore = defineStore('learn-assignment', () => {
  const { api, files } = useWorkbenchClient()
  const runs = useRunsStore()
  const dataSets = useDataSetsStore()
  const workbench = useWorkbenchStore()

  const saved = useLocalStorage<SavedWorks>('backprop.assignments', NO_WORKS, {
    shallow: true,
    // Storage may be off or full; then the work lasts as long as the window.
    onError: () => undefined,
  })
  const open = shallowRef<OpenAssignment | null>(null)
  /** Why a file could not be opened, in words. */
  const problem = shallowRef<string | null>(null)
  const work = computed<SavedWork | null>(() => {
    const { openId, works } = saved.value
    return openId === null ? null : (works[openId] ?? null)
  })
  const change = (part: Partial<SavedWork>): void => {
    saved.value = withChanged(saved.value, part)
  }

  /** Opens the text of a file. A problem stays until the next file, and what was open stays, too. @returns whether it could be opened */
  async function openText({ name, text }: TextFile): Promise<boolean> {
    problem.value = null
    try {
      const opened = await api.assignments.open({ task: text })
      saved.value = withOpened(saved.value, opened.assignment.id, { task: text, fileName: name })
      open.value = opened
      verdicts.value = {}
      return true
    } catch (error) {
      // The file's name says it better.
      problem.value = `${name}: ${describeError(error).replace(/^Assignment: /, '')}`
      return false
    }
  }

  /** How many files a person has opened: then the page begins at its heading. */
  const openedCount = shallowRef(0)
  /** Opens a file that `read` gives. */
  async function take(read: () => Promise<TextFile | null>): Promise<void> {
    problem.value = null
    try {
      const file = await read()
      if (file === null) return
      if (await openText(file)) openedCount.value++
    } catch (error) {
      problem.value = describeError(error)
    }
  }

  /** Opens again what was open when the window was closed. */
  async function reopen(): Promise<void> {
    const { value } = work
    if (value === null || open.value !== null) return
    reopening ??= until(() => workbench.isReady)
      .toBe(true)
      .then(() => openText({ name: value.fileName, text: value.task }))
    await reopening
    reopening = null
  }
  let reopening: Promise<boolean> | null = null

  /** Puts the assignment away; what was answered is kept. */
  function close(): void {
    saved.value = { ...saved.value, openId: null }
    open.value = null
    problem.value = null
  }

  function answer(question: string, value: string): void {
    const tries = work.value?.answers[question]?.tries ?? 0
    change({ answers: { ...work.value?.answers, [question]: { value, tries } } })
    const others = Object.entries(verdicts.value).filter(([id]) => id !== question)
    verdicts.value = Object.fromEntries(others)
  }

  /** What came of checking answers, where the assignment tells it at once. */
  const verdicts = shallowRef<Readonly<Record<string, AnswerVerdict>>>({})
  async function checkAnswer(question: string): Promise<void> {
    const asked = open.value?.assignment.questions.find(({ id }) => id === question)
    const given = work.value?.answers[question]
    if (asked === undefined || given === undefined) return
    // It brings the reader of formulas.
    const { judgeAnswer } = await import('#core/assignment/judge-answer.ts')
    const solution = open.value!.assignment.solutions[question]
    verdicts.value = {
      ...verdicts.value,
      [question]: judgeAnswer(asked, given.value, undefined, solution),
    }
    const counted: SavedAnswer = { ...given, tries: given.tries + 1 }
    change({ answers: { ...work.value?.answers, [question]: counted } })
  }

  /** The recipe as the student has set it; the seed is the student's own once the id is known. */
  const recipe = computed<Recipe | null>(() => {
    const base = work.value?.recipe ?? open.value?.assignment.recipe
    return base === undefined ? null : { ...base, seed: own.value?.seed ?? base.seed }
  })
  /** The assignment's recipe with the student's seed; null while the id is not known. */
  const personal = useAnswer(
    () => {
      const studentId = work.value?.studentId.trim() ?? ''
      return open.value === null || studentId === '' ? null : { task: work.value!.task, studentId }
    },
    (question) => api.assignments.getRecipe(question),
  )
  const own = computed(() => personal.value)
  const personalProblem = computed(() => personal.problem)

  /** Sets a free field. @throws RecipeError where it cannot be */
  function setField(path: string, value: SpacedValue): void {
    if (recipe.value !== null) change({ recipe: setRecipeField(recipe.value, path, value) })
  }

  /** Runs that belong to the assignment: trained to their end by its recipe, in which only free fields are changed. Newest first. */
  const fitting = computed<readonly RunSummary[]>(() => {
    const base = own.value
    const free = open.value?.assignment.free
    if (base === null || free === undefined) return []
    return runs.list.filter(
      (run) =>
        run.status === 'completed' &&
        run.recipe.seed === base.seed &&
        findForbiddenChanges(base, run.recipe, free).length === 0,
    )
  })
  const trainingId = shallowRef<string | null>(null)
  /** The run that is trained now; null where none is. */
  const running = computed(() => {
    const run = trainingId.value === null ? undefined : runs.byId.get(trainingId.value)
    return run === undefined || hasEnded(run) ? null : run
  })

  /** Trains the recipe as it is set. @throws WorkbenchError where it cannot be started */
  async function train(): Promise<void> {
    const { value } = recipe
    if (value === null || open.value === null) return
    const { title } = open.value.assignment
    const dataSet = dataSets.nameHere(value.data.dataSet)
    const { id } = await runs.start(
      { ...value, data: { ...value.data, dataSet } },
      { name: `${title}, ${fitting.value.length + 1}` },
    )
    trainingId.value = id
  }

  /** Makes the file to hand in and asks where to save it. @returns null where the person cancelled */
  async function handIn(): Promise<SavedFile | null> {
    const { task, name, studentId, answers, runs: chosen } = work.value!
    const given = Object.entries(answers).filter(([, { value }]) => value.trim() !== '')
    const { work: content } = await api.assignments.handIn({
      ...{ task, student: { name, id: studentId }, runs: chosen },
      answers: Object.fromEntries(given.map(([id, { value, tries }]) => [id, { value, tries: tries || 1 }])),
    })
    const stem = studentId.trim().replace(/[^\p{L}\p{N}_-]+/gu, '-')
    return files.saveFile(`${stem}.backprop-work`, (fileId) => api.files.write({ fileId, content }))
  }

  return {
    ...{ open, problem, openedCount, work, recipe, own, personalProblem, fitting, running, verdicts },
    ...{ take, reopen, close, change, answer, checkAnswer, setField, train, handIn },
  }
})
