import type { CheckedWork } from '#contract/types.ts'
import { writeCsv } from './csv.ts'
import { describeLikeness, describeWorkProblem } from './words/assignment-words.ts'

const HEAD = ['file', 'name', 'id', 'points', 'of', 'to read', 'runs confirmed']

/** Checked works as CSV (RFC 4180), a line for each student. */
export function writeAssignmentTable(works: readonly CheckedWork[]): string {
  const questions = [...new Set(works.flatMap(({ answers }) => answers.map(({ question }) => question)))]
  const rows = works.map(({ file, student, points, runsConfirmed, answers, problems, likenesses }) => [
    ...[file, student?.name ?? null, student?.id ?? null],
    ...[points?.got ?? null, points?.of ?? null, points?.toRead ?? null, runsConfirmed],
    ...questions.map((id) => answers.find(({ question }) => question === id)?.verdict ?? null),
    problems.map((each) => describeWorkProblem(each)).join('; '),
    likenesses.map((each) => describeLikeness(each)).join('; '),
  ])
  return writeCsv([[...HEAD, ...questions, 'problems', 'alike'], ...rows])
}
