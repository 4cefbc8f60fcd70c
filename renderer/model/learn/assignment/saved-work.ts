import type { Question } from '#core/assignment/assignment.ts'
import type { Recipe } from '#core/recipe/recipe.ts'

/** What a student has done of an assignment, kept while the window is closed. */
export interface SavedWork {
  /** The file's text, by which it is opened again. */
  readonly task: string
  readonly fileName: string
  readonly name: string
  readonly studentId: string
  readonly answers: Readonly<Record<string, SavedAnswer>>
  /** Ids of runs by the questions that they answer. */
  readonly runs: Readonly<Record<string, string>>
  /** As the student has set it, without the own seed; null: as the assignment has it. */
  readonly recipe: Recipe | null
}

export interface SavedAnswer {
  readonly value: string
  /** How often it was checked, where that is offered. */
  readonly tries: number
}

/** Assignments that were opened, by their ids, and the open one. */
export interface SavedWorks {
  readonly openId: string | null
  readonly works: Readonly<Record<string, SavedWork>>
}

/** As many assignments are kept; the one opened longest ago goes. */
const KEPT_WORKS = 10

export const NO_WORKS: SavedWorks = { openId: null, works: {} }

/** Opens an assignment; what was answered before stays where it is the same one, also in another edition. */
export function withOpened(
  { works }: SavedWorks,
  id: string,
  file: Pick<SavedWork, 'task' | 'fileName'>,
): SavedWorks {
  const former = works[id]
  const others = Object.entries(works).filter(([each]) => each !== id)
  const isSame = former?.task === file.task
  const names = others.at(-1)?.[1] ?? former
  const opened: SavedWork = {
    name: names?.name ?? '',
    studentId: names?.studentId ?? '',
    answers: {},
    runs: {},
    ...former,
    ...file,
    // Another edition may leave other fields free.
    recipe: isSame ? former.recipe : null,
  }
  return { openId: id, works: Object.fromEntries([...others.slice(1 - KEPT_WORKS), [id, opened]]) }
}

/** Changes what is done of the open assignment. */
export function withChanged({ openId, works }: SavedWorks, part: Partial<SavedWork>): SavedWorks {
  const work = openId === null ? undefined : works[openId]
  return work === undefined
    ? { openId, works }
    : { openId, works: { ...works, [openId!]: { ...work, ...part } } }
}

/** What still keeps a work from being complete, in words; it can be handed in all the same, but for the names. */
export function findMissing(questions: readonly Question[], work: SavedWork): string[] {
  const open = questions.filter(({ id, kind }) =>
    kind === 'run' ? work.runs[id] === undefined : (work.answers[id]?.value ?? '').trim() === '',
  )
  return open.map(({ id }) => `${questions.findIndex((each) => each.id === id) + 1}`)
}
