import type { CheckedWork, RunDifference, WorkLikeness, WorkProblem } from '#contract/types.ts'

/** What a person calls a question, of its id; by default the id. */
type NameOfQuestion = (id: string) => string
const asItIs: NameOfQuestion = (id) => id

/** What is wrong with handed-in work, as a sentence without its full stop. */
export function describeWorkProblem(problem: WorkProblem, nameOf = asItIs): string {
  switch (problem.code) {
    case 'unreadable':
      return `It cannot be read: ${problem.reason}`
    case 'changed':
      return 'The file was changed after it was handed in: its checksum does not fit'
    case 'other-assignment':
      return `It belongs to another assignment, ‘${problem.title}’`
    case 'other-edition':
      return 'It was solved on another edition of this assignment'
    case 'changed-assignment':
      return 'It was solved on a file of this assignment that was changed after it was made'
    case 'other-seed':
      return `Question ${nameOf(problem.question)}: expected the student’s own seed ${problem.expected}, got ${problem.got}`
    case 'forbidden-changes':
      return `Question ${nameOf(problem.question)}: more was changed than is free: ${problem.changes.join('; ')}`
    case 'run-differs':
      return `Question ${nameOf(problem.question)}: trained anew, the run comes out differently: ${describeDifference(problem.in)}`
    case 'run-not-trained':
      return `Question ${nameOf(problem.question)}: the run could not be trained anew: ${problem.reason}`
  }
}

function describeDifference(difference: RunDifference): string {
  switch (difference.what) {
    case 'data':
      return 'the images of its data set are others'
    case 'epochs':
      return `it has ${difference.expected} epochs, and ${difference.got} were handed in`
    case 'measures':
      return `the measures of epoch ${difference.epoch} are others`
    case 'weights':
      return 'its measures are the same, and its weights are others'
  }
}

/** What works have in common, to be looked at and not judged. */
export function describeLikeness({ question, kind, others }: WorkLikeness, nameOf = asItIs): string {
  return `Question ${nameOf(question)}: the same ${kind === 'text' ? 'text' : 'weights'} as in ${others.join(', ')}`
}

/** The points of a work, as in `7 of 8 points, 2 to read`; empty where it has none. */
function describePoints({ points }: Pick<CheckedWork, 'points'>): string {
  if (points === null) return ''
  const read = points.toRead > 0 ? `, ${points.toRead} to read` : ''
  return `${points.got} of ${points.of} points${read}`
}

/** Everything about a work in one line: who, points, runs, and what is wrong. */
export function describeCheckedWork(work: CheckedWork): string {
  const { file, student, problems, likenesses, runsConfirmed } = work
  const who = student === null ? file : `${student.name} (${student.id})`
  const runs =
    runsConfirmed === 0 ? [] : [`${runsConfirmed === 1 ? '1 run' : `${runsConfirmed} runs`} confirmed`]
  const facts = [describePoints(work), ...runs].filter((each) => each !== '')
  const notes = [
    ...problems.map((each) => describeWorkProblem(each)),
    ...likenesses.map((each) => describeLikeness(each)),
  ]
  return `${who}: ${[facts.join(', '), ...notes].filter((each) => each !== '').join('. ')}.`
}
