import type { Question } from '#core/assignment/assignment.ts'
import type { TaskView } from '#core/assignment/task-views.ts'
import type { ExerciseId } from '#core/explain/functions/exercises.ts'
import { readTypedNumber } from '#core/math/read-number.ts'
import type { Recipe } from '#core/recipe/recipe.ts'

export type QuestionKind = Question['kind']

/** A question as a teacher writes it, with the fields of all kinds, so that another kind loses nothing. */
export interface DraftQuestion {
  readonly key: number
  readonly kind: QuestionKind
  readonly words: string
  readonly points: string
  /** Labels of a choice, one a line. */
  readonly options: string
  /** The right one of them, counted from 1. */
  readonly right: string
  readonly number: string
  readonly tolerance: string
  readonly unit: string
  readonly exercise: ExerciseId
  /** What validation accuracy a run must reach, in percent; empty: none. */
  readonly goal: string
}

/** A field that students may change, and how far; empty texts: as far as the recipe allows. */
export interface DraftFree {
  readonly path: string
  readonly min: string
  readonly max: string
}

/** What a teacher has written of an assignment. */
export interface DraftState {
  readonly title: string
  readonly author: string
  /** Markdown. */
  readonly text: string
  readonly deadline: string
  readonly leastProgram: string
  /** Which recipe: the lecture's, or the one that Train's form holds. */
  readonly from: 'lecture' | 'form'
  readonly free: readonly DraftFree[]
  readonly fixedSeed: boolean
  readonly tell: 'at-once' | 'never'
  /** Views of Learn in sight; null: all. */
  readonly views: readonly TaskView[] | null
  readonly questions: readonly DraftQuestion[]
}

export function newQuestion(kind: QuestionKind, key: number): DraftQuestion {
  return {
    ...{ key, kind, words: '', points: '1', options: '', right: '1' },
    ...{ number: '', tolerance: '0', unit: '', exercise: 'squared', goal: '' },
  }
}

export const EMPTY_DRAFT: DraftState = {
  ...{ title: '', author: '', text: '', deadline: '', leastProgram: '', from: 'lecture' },
  free: [{ path: 'optimizer.learningRate', min: '', max: '' }],
  ...{ fixedSeed: false, tell: 'never', views: null },
  questions: [newQuestion('run', 1), newQuestion('text', 2)],
}

/** The options of a choice, without empty lines. */
export const optionsOf = ({ options }: Pick<DraftQuestion, 'options'>): string[] =>
  options
    .split('\n')
    .map((each) => each.trim())
    .filter((each) => each !== '')

/** What is missing or wrong, in words that name the place; empty where the assignment can be made. */
export function findDraftProblems(draft: DraftState): string[] {
  const problems: string[] = []
  const number = (text: string): number | null => readTypedNumber(text.replace('−', '-'))
  const got = (text: string): string => (text.trim() === '' ? 'nothing' : `‘${text.trim()}’`)
  if (draft.title.trim() === '') problems.push('Title: expected one, got nothing')
  if (draft.leastProgram.trim() !== '' && !/^\d+\.\d+\.\d+$/.test(draft.leastProgram.trim())) {
    problems.push(`Least version: expected one as in 0.1.0, got ${got(draft.leastProgram)}`)
  }
  for (const { path, min, max } of draft.free) {
    for (const end of [min, max]) {
      if (end.trim() !== '' && number(end) === null) {
        problems.push(`${path}: expected a number as its limit, got ${got(end)}`)
      }
    }
    const [low, high] = [number(min), number(max)]
    if (low !== null && high !== null && low > high) {
      problems.push(`${path}: expected limits in their order, got ${low} to ${high}`)
    }
  }
  if (draft.questions.length === 0) problems.push('Questions: expected one at least, got none')
  draft.questions.forEach((question, k) => {
    const refuse = (words: string): unknown => problems.push(`Question ${k + 1}: ${words}`)
    if (question.words.trim() === '') refuse('expected what is asked, got nothing')
    const points = number(question.points)
    if (points === null || points < 0 || points > 1000) {
      refuse(`expected 0 to 1000 points, got ${got(question.points)}`)
    }
    if (question.kind === 'choice') {
      const count = optionsOf(question).length
      if (count < 2 || count > 20) refuse(`expected 2 to 20 answers to choose from, got ${count}`)
      else if (!(Number(question.right) >= 1 && Number(question.right) <= count)) {
        refuse(`expected which answer is right, 1 to ${count}, got ${got(question.right)}`)
      }
    }
    if (question.kind === 'number') {
      if (number(question.number) === null) refuse(`expected the right number, got ${got(question.number)}`)
      const tolerance = number(question.tolerance)
      if (tolerance === null || tolerance < 0) {
        refuse(`expected how far off still counts as right, got ${got(question.tolerance)}`)
      }
    }
    if (question.kind === 'run' && question.goal.trim() !== '') {
      const goal = number(question.goal)
      if (goal === null || goal <= 0 || goal > 100) {
        refuse(`expected an accuracy above 0 to 100 %, got ${got(question.goal)}`)
      }
    }
  })
  return problems
}

const letters = 'abcdefghijklmnopqrst'

/** The draft as `assignments.make` and `assignment new` take it; `findDraftProblems` says first whether it is whole. */
export function writeDraft(draft: DraftState, recipe: Recipe): string {
  const number = (text: string): number => readTypedNumber(text.replace('−', '-'))!
  const limit = (key: 'min' | 'max', text: string) => (text.trim() === '' ? {} : { [key]: number(text) })
  const line = (key: string, text: string) => (text.trim() === '' ? {} : { [key]: text.trim() })
  const { title, author, text, deadline, leastProgram, free, fixedSeed, tell, views } = draft
  return JSON.stringify({
    ...{ title: title.trim(), author: author.trim(), text, recipe, fixedSeed, tell },
    ...line('deadline', deadline),
    ...line('leastProgram', leastProgram),
    ...(views !== null && { views }),
    free: free.map(({ path, min, max }) => ({ path, ...limit('min', min), ...limit('max', max) })),
    questions: draft.questions.map((question, k) => {
      const { kind, words, points } = question
      const asked = { id: `q${k + 1}`, kind, words: words.trim(), points: number(points) }
      switch (kind) {
        case 'choice':
          return {
            ...asked,
            options: optionsOf(question).map((label, at) => ({ id: letters[at], label })),
            solution: { choice: letters[Number(question.right) - 1] },
          }
        case 'number':
          return {
            ...asked,
            ...line('unit', question.unit),
            solution: { number: number(question.number), tolerance: number(question.tolerance) },
          }
        case 'formula':
          return { ...asked, exercise: question.exercise }
        case 'run':
          return question.goal.trim() === ''
            ? asked
            : { ...asked, solution: { validationAccuracy: number(question.goal) / 100 } }
        case 'text':
          return asked
      }
    }),
  })
}
