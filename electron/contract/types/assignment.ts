import type { AnswerVerdict, Points } from '#core/assignment/judge-answer.ts'

/** How far a check of works is. */
export interface CheckProgress {
  readonly file: string
  readonly worksDone: number
  readonly works: number
  /** Of the run that is trained anew; null while none is. */
  readonly epochsDone: number | null
  readonly epochs: number | null
}

/** What is wrong with handed-in work. */
export type WorkProblem =
  | { readonly code: 'unreadable'; readonly reason: string }
  /** The checksum does not fit the content. */
  | { readonly code: 'changed' }
  | { readonly code: 'other-assignment'; readonly title: string }
  /** It was solved on another edition of the assignment's file. */
  | { readonly code: 'other-edition' }
  /** It was solved on this edition, in which something was changed. */
  | { readonly code: 'changed-assignment' }
  | {
      readonly code: 'other-seed'
      readonly question: string
      readonly expected: number
      readonly got: number
    }
  /** Fields are changed that are not free, in words. */
  | { readonly code: 'forbidden-changes'; readonly question: string; readonly changes: readonly string[] }
  | { readonly code: 'run-differs'; readonly question: string; readonly in: RunDifference }
  | { readonly code: 'run-not-trained'; readonly question: string; readonly reason: string }

/** In what a run trained anew differs from the one that was handed in. */
export type RunDifference =
  | { readonly what: 'data' }
  | { readonly what: 'epochs'; readonly expected: number; readonly got: number }
  | { readonly what: 'measures'; readonly epoch: number }
  | { readonly what: 'weights' }

/** What two works have in common; to be looked at by a person. */
export interface WorkLikeness {
  readonly question: string
  readonly kind: 'text' | 'run'
  /** Files of the others. */
  readonly others: readonly string[]
}

/** What was handed in as the answer to a question, and what it is worth. */
export interface CheckedAnswer {
  readonly question: string
  readonly verdict: AnswerVerdict
  /** As typed, of a choice the option's id; empty where there is none. */
  readonly value: string
  /** The best validation accuracy, 0 to 1, as handed in and as it came out anew; null where it was not measured. */
  readonly run: { readonly handedIn: number | null; readonly anew: number | null } | null
}

/** What came of checking one work. */
export interface CheckedWork {
  readonly file: string
  /** Null where it could not be read. */
  readonly student: { readonly name: string; readonly id: string } | null
  /** Empty where it is whole and true. */
  readonly problems: readonly WorkProblem[]
  readonly answers: readonly CheckedAnswer[]
  /** Null where it could not be read, or belongs to another assignment. */
  readonly points: Points | null
  /** Runs that came out the same when they were trained anew. */
  readonly runsConfirmed: number
  readonly likenesses: readonly WorkLikeness[]
}
