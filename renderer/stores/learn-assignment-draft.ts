import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { fileStemOf } from '#shared/file-names.ts'
import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import {
  type DraftFree,
  type DraftQuestion,
  type DraftState,
  EMPTY_DRAFT,
  findDraftProblems,
  newQuestion,
  type QuestionKind,
  writeDraft,
} from '../model/learn/assignment/draft-state.ts'
import { offeredFields } from '../model/learn/assignment/free-fields.ts'
import { type SavedFile, useWorkbenchClient } from '../platform/client.ts'
import { useRecipeStore } from './recipe.ts'

/** The assignment that a teacher writes, and the two files that are made of it. */
export const useLearnAssignmentDraftStore = defineStore('learn-assignment-draft', () => {
  const { api, files } = useWorkbenchClient()
  const form = useRecipeStore()

  const draft = useLocalStorage<DraftState>('backprop.assignmentDraft', EMPTY_DRAFT, {
    shallow: true,
    mergeDefaults: true,
    onError: () => undefined,
  })
  /** Of the draft that they were made of; another draft is another assignment. */
  const written = shallowRef<{
    readonly draft: DraftState
    readonly task: string
    readonly key: string
  } | null>(null)
  const made = computed(() => (written.value?.draft === draft.value ? written.value : null))

  /** The recipe of the assignment; null where Train's form holds none that is valid. */
  const recipe = computed<Recipe | null>(() =>
    draft.value.from === 'lecture' ? LECTURE_RECIPE : form.recipe,
  )
  /** Fields that can be left free, also while the form's recipe has a mistake. */
  const offered = computed(() => offeredFields(draft.value.from === 'lecture' ? LECTURE_RECIPE : form.draft))
  const problems = computed(() => [
    ...findDraftProblems(draft.value),
    ...(recipe.value === null ? ['Recipe: expected a valid one in Train, got one with mistakes'] : []),
  ])

  const change = (part: Partial<DraftState>): void => {
    draft.value = { ...draft.value, ...part }
  }
  const changeQuestion = (key: number, part: Partial<DraftQuestion>): void =>
    change({
      questions: draft.value.questions.map((each) => (each.key === key ? { ...each, ...part } : each)),
    })
  function addQuestion(kind: QuestionKind): number {
    const key = 1 + Math.max(0, ...draft.value.questions.map((each) => each.key))
    change({ questions: [...draft.value.questions, newQuestion(kind, key)] })
    return key
  }
  const removeQuestion = (key: number): void =>
    change({ questions: draft.value.questions.filter((each) => each.key !== key) })
  function moveQuestion(key: number, by: 1 | -1): void {
    const questions = [...draft.value.questions]
    const at = questions.findIndex((each) => each.key === key)
    const other = questions[at + by]
    if (other === undefined) return
    questions[at + by] = questions[at]!
    questions[at] = other
    change({ questions })
  }
  const changeFree = (at: number, part: Partial<DraftFree>): void =>
    change({ free: draft.value.free.map((each, k) => (k === at ? { ...each, ...part } : each)) })

  /** Makes the two files. */
  async function make(): Promise<void> {
    if (problems.value.length > 0 || recipe.value === null) return
    const now = draft.value
    const result = await api.assignments.make({ draft: writeDraft(now, recipe.value) })
    written.value = { draft: now, ...result }
  }

  /** Asks where one of the files goes. @returns null where the person cancelled */
  function save(kind: 'task' | 'key'): Promise<SavedFile | null> {
    const content = made.value![kind]
    const stem = fileStemOf({ id: 'assignment', name: draft.value.title })
    return files.saveFile(`${stem}.backprop-${kind}`, (fileId) => api.files.write({ fileId, content }))
  }

  /** Begins anew, with an empty draft. */
  const reset = (): void => {
    draft.value = EMPTY_DRAFT
  }

  return {
    ...{ draft, made, recipe, offered, problems, change },
    ...{ changeQuestion, addQuestion, removeQuestion, moveQuestion, changeFree, make, save, reset },
  }
})
