import type { Assignment, Work } from '#core/assignment/assignment.ts'
import type { WorkLikeness } from '#contract/types.ts'

/** Shorter texts may well be equal by chance. */
const LEAST_CHARACTERS = 20

/** What works of different students have in common: texts that are equal but for spaces and case, and runs. */
export function findLikenesses(
  works: readonly { readonly file: string; readonly work: Work }[],
  { questions }: Pick<Assignment, 'questions'>,
): Map<string, WorkLikeness[]> {
  const found = new Map<string, WorkLikeness[]>()
  for (const { id, kind } of questions) {
    if (kind !== 'text' && kind !== 'run') continue
    const groups = Map.groupBy(works, ({ work }) => {
      if (kind === 'run') return work.runs[id]?.weightsSha256 ?? ''
      const text = (work.answers[id]?.value ?? '').replace(/\s+/g, ' ').trim().toLowerCase()
      return text.length < LEAST_CHARACTERS ? '' : text
    })
    groups.delete('')
    for (const group of groups.values()) {
      for (const { file, work } of group) {
        const others = group
          .filter((each) => each.work.student.id !== work.student.id)
          .map((each) => each.file)
        if (others.length === 0) continue
        found.set(file, [...(found.get(file) ?? []), { question: id, kind, others }])
      }
    }
  }
  return found
}
