import { checkAnswer } from '../explain/functions/check-answer.ts'
import { readTypedNumber } from '../math/read-number.ts'
import type { HandedRun, Question, Solution } from './assignment.ts'

/** What an answer is; `read`: for the teacher to read; `unknown`: no solution is at hand. */
export type AnswerVerdict = 'right' | 'wrong' | 'missing' | 'read' | 'unknown'

/** Judges the answer to a question by its solution; of a run whether it reached what it must, not whether it is true. */
export function judgeAnswer(
  question: Question,
  value: string,
  run: HandedRun | undefined,
  solution: Solution | undefined,
): AnswerVerdict {
  if (question.kind === 'run') {
    if (run === undefined) return 'missing'
    if (solution === undefined || !('validationAccuracy' in solution)) return 'right'
    const reached = Math.max(...run.epochs.map(({ validationAccuracy }) => validationAccuracy ?? 0))
    return reached >= solution.validationAccuracy ? 'right' : 'wrong'
  }
  if (value.trim() === '') return 'missing'
  const verdict = (isRight: boolean): AnswerVerdict => (isRight ? 'right' : 'wrong')
  switch (question.kind) {
    case 'text':
      return 'read'
    case 'formula':
      return verdict(checkAnswer(question.exercise, value).kind === 'right')
    case 'choice':
      return solution === undefined || !('choice' in solution)
        ? 'unknown'
        : verdict(value === solution.choice)
    case 'number': {
      if (solution === undefined || !('number' in solution)) return 'unknown'
      const number = readTypedNumber(value.replace('−', '-'))
      return verdict(number !== null && Math.abs(number - solution.number) <= solution.tolerance)
    }
  }
}

/** Points of right answers, of all that are judged, and of those that a teacher has to read. */
export interface Points {
  readonly got: number
  readonly of: number
  readonly toRead: number
}

/** Sums up verdicts, in the order of their questions. */
export function countPoints(questions: readonly Question[], verdicts: readonly AnswerVerdict[]): Points {
  const sum = (isOne: (verdict: AnswerVerdict) => boolean): number =>
    questions.reduce((all, { points }, k) => all + (isOne(verdicts[k]!) ? points : 0), 0)
  return {
    got: sum((verdict) => verdict === 'right'),
    of: sum((verdict) => verdict !== 'read'),
    toRead: sum((verdict) => verdict === 'read'),
  }
}
