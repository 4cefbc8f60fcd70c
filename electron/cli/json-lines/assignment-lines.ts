import type { AnswerVerdict } from '#core/assignment/judge-answer.ts'

/** An assignment and its key were made. */
export interface AssignmentMadeLine {
  readonly event: 'assignmentMade'
  readonly id: string
  readonly title: string
  /** How many. */
  readonly questions: number
  /** The file for students. */
  readonly task: string
  /** The file that the teacher keeps. */
  readonly key: string
}

/** A file to hand in was made. */
export interface HandedInLine {
  readonly event: 'handedIn'
  readonly file: string
  /** How many. */
  readonly answers: number
  /** How many. */
  readonly runs: number
}

/** What came of checking one work. */
export interface WorkCheckedLine {
  readonly event: 'workChecked'
  readonly file: string
  /** Null where it could not be read. */
  readonly student: { readonly name: string; readonly id: string } | null
  /** What is wrong, in words; empty where it is whole and true. */
  readonly problems: readonly string[]
  readonly answers: readonly {
    readonly question: string
    readonly verdict: AnswerVerdict
    /** As typed, of a choice the option's id; empty where there is none. */
    readonly value: string
    /** The best validation accuracy, 0 to 1, as handed in and trained anew; null where it was not measured. */
    readonly run: { readonly handedIn: number | null; readonly anew: number | null } | null
  }[]
  /** Points of right answers, of all that are judged, and of those to be read; null where there are none. */
  readonly points: { readonly got: number; readonly of: number; readonly toRead: number } | null
  /** Runs that came out the same when they were trained anew. */
  readonly runsConfirmed: number
  /** What it has in common with other works, in words. */
  readonly likenesses: readonly string[]
}
