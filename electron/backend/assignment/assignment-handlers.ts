import type { assignmentCalls } from '#contract/calls/assignments.ts'
import type { HandlersOf } from '#contract/define-calls.ts'
import { type RunDetail, WorkbenchError } from '#contract/types.ts'
import { type HandedRun, readAssignment } from '#core/assignment/assignment.ts'
import { AssignmentChecker, type AssignmentCheckerOptions } from './assignment-checker.ts'
import { handedEpoch } from './handed-epoch.ts'
import { makeAssignment, personalRecipe, readGiven, writeFileText } from './make-assignment.ts'
import { hashJson, sealWork } from './seal-work.ts'

export interface AssignmentHandlersOptions extends AssignmentCheckerOptions {
  readonly runs: { get(runId: string): RunDetail }
  readonly version: string
}

/** Carries out the calls on files of assignments. */
export function assignmentHandlers({
  runs,
  version,
  ...options
}: AssignmentHandlersOptions): HandlersOf<typeof assignmentCalls> {
  const checker = new AssignmentChecker(options)
  return {
    make: ({ draft }) => makeAssignment(draft),
    open: ({ task }) => {
      const assignment = readGiven(readAssignment, task, 'Assignment')
      return { assignment, sha256: hashJson(assignment) }
    },
    getRecipe: ({ task, studentId }) => personalRecipe(task, studentId),
    handIn: ({ task, student, answers, runs: chosen }) => {
      const assignment = readGiven(readAssignment, task, 'Assignment')
      const handed = Object.entries(chosen).map(([question, runId]) => [question, handedRun(runs.get(runId))])
      const known = new Set(assignment.questions.map(({ id }) => id))
      const unknown = [...Object.keys(answers), ...Object.keys(chosen)].find(
        (question) => !known.has(question),
      )
      if (unknown !== undefined)
        throw new WorkbenchError(
          'invalid',
          `Answers: expected questions of '${assignment.title}', got '${unknown}'`,
        )
      const { id, title } = assignment
      const work = sealWork({
        ...{ format: 'backprop-work', version: 1 },
        assignment: { id, title, sha256: hashJson(assignment) },
        ...{ student, program: version, answers },
        runs: Object.fromEntries(handed) as Record<string, HandedRun>,
      })
      return { work: writeFileText(work) }
    },
    check: (input, work) => checker.check(input, work),
  }
}

/** What of a run is handed in. @throws WorkbenchError `conflict` where it is not at its end */
function handedRun({ name, recipe, status, epochs, weightsSha256, dataSha256 }: RunDetail): HandedRun {
  if (status !== 'completed' || weightsSha256 === null) {
    throw new WorkbenchError('conflict', `Run '${name}': expected one that ran to its end, got ${status}`)
  }
  return {
    recipe,
    epochs: epochs.map(handedEpoch),
    weightsSha256,
    dataSha256,
  }
}
