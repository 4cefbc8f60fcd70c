import type { Question, Solution } from '#core/assignment/assignment.ts'
import type { AnswerVerdict } from '#core/assignment/judge-answer.ts'
import type { CheckedAnswer, CheckedWork, CheckProgress } from '#contract/types.ts'
import { formatPercent } from '#core/math/format-percent.ts'

/** A verdict as a teacher reads it. */
export const VERDICT_LABELS: Readonly<Record<AnswerVerdict, string>> = {
  right: 'right',
  wrong: 'wrong',
  missing: 'no answer',
  read: 'to read',
  unknown: 'no solution',
}

/** An answer as it was handed in; of a choice its label, of a run its best validation accuracy and what came anew. */
export function describeHandedIn(question: Question, { value, run }: CheckedAnswer): string {
  if (question.kind === 'run') {
    if (run === null) return 'no run'
    const words = (accuracy: number | null): string =>
      accuracy === null ? 'not measured' : formatPercent(accuracy)
    return run.anew === null
      ? `${words(run.handedIn)} as handed in, not trained anew`
      : `${words(run.handedIn)} as handed in, ${words(run.anew)} trained anew`
  }
  if (value.trim() === '') return 'no answer'
  if (question.kind !== 'choice') return value
  return question.options.find(({ id }) => id === value)?.label ?? value
}

/** What is right, in a few words; empty where nobody but the teacher says. */
export function describeSolution(question: Question, solution: Solution | undefined): string {
  if (question.kind === 'formula') return 'the derivative, in any form'
  if (solution === undefined) return ''
  if ('choice' in solution) {
    const options = question.kind === 'choice' ? question.options : []
    return options.find(({ id }) => id === solution.choice)?.label ?? solution.choice
  }
  if ('number' in solution) {
    return solution.tolerance === 0 ? `${solution.number}` : `${solution.number} ± ${solution.tolerance}`
  }
  return `${formatPercent(solution.validationAccuracy)} at least`
}

/** Points as in `7 of 8, 3 to read`; a dash where there are none. */
export function describePoints({ points }: Pick<CheckedWork, 'points'>): string {
  if (points === null) return '–'
  return `${points.got} of ${points.of}${points.toRead > 0 ? `, ${points.toRead} to read` : ''}`
}

/** How far a check is, as in `2 of 5: ada.backprop-work, epoch 3 of 30 anew`. */
export function describeCheck({ file, worksDone, works, epochsDone, epochs }: CheckProgress): string {
  const training = epochsDone === null ? '' : `, epoch ${epochsDone} of ${epochs} anew`
  return `${worksDone + 1} of ${works}: ${file}${training}`
}

/** The share of a check that is done, 0 to 1: each work counts the same. */
export function shareOfCheck({ worksDone, works, epochsDone, epochs }: CheckProgress): number {
  return (worksDone + (epochsDone ?? 0) / Math.max(1, epochs ?? 1)) / works
}
