import type { assignmentCalls } from '#contract/calls/assignments.ts'
import type { HandlersOf } from '#contract/define-calls.ts'
import { type RunDetail, WorkbenchError } from '#contract/types.ts'
import { type HandedRun, readKey } from '#core/assignment/assignment.ts'
import { ASSIGNMENT_VERSION } from '#core/assignment/file-kind.ts'
import { hasFolder, portableRecipe } from '#core/recipe/portable-recipe.ts'
import type { DataLibrary } from '../data/data-library.ts'
import { AssignmentChecker, type AssignmentCheckerOptions } from './assignment-checker.ts'
import { handedEpoch } from './handed-epoch.ts'
import { makeAssignment, openToSolve, personalRecipe, readGiven, writeFileText } from './make-assignment.ts'
import { sealWork } from './seal-work.ts'

export interface AssignmentHandlersOptions extends Omit<AssignmentCheckerOptions, 'library'> {
  readonly library: Pick<DataLibrary, 'addImages' | 'checkFit' | 'hash'>
  readonly runs: { get(runId: string): RunDetail }
  readonly version: string
}

/** Carries out the calls on files of assignments. */
export function assignmentHandlers({
  runs,
  version,
  library,
  threads,
}: AssignmentHandlersOptions): HandlersOf<typeof assignmentCalls> {
  const checker = new AssignmentChecker({ library, threads })
  return {
    make: ({ draft }) => makeAssignment(draft, library),
    open: ({ task }) => openToSolve(task, version),
    openKey: ({ key }) => readGiven(readKey, key, 'Key'),
    getRecipe: ({ task, studentId }) => personalRecipe(task, studentId),
    handIn: ({ task, student, answers, runs: chosen }) => {
      const { assignment, sha256 } = openToSolve(task, version)
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
      const { id, title, seal } = assignment
      const work = sealWork({
        ...{ format: 'backprop-work', version: ASSIGNMENT_VERSION },
        assignment: { id, title, sha256, ...(seal !== undefined && { seal }) },
        ...{ student, program: version, answers },
        runs: Object.fromEntries(handed) as Record<string, HandedRun>,
      })
      return { work: writeFileText(work) }
    },
    check: (input, work) => checker.check(input, work),
  }
}

/** What of a run is handed in, without a path of the student's machine. @throws WorkbenchError `conflict` where it is not at its end */
function handedRun({ name, recipe, status, epochs, weightsSha256, dataSha256 }: RunDetail): HandedRun {
  if (status !== 'completed' || weightsSha256 === null) {
    throw new WorkbenchError('conflict', `Run '${name}': expected one that ran to its end, got ${status}`)
  }
  return {
    // A teacher's machine finds a folder by its fingerprint.
    recipe: hasFolder(recipe.data.dataSet) ? portableRecipe(recipe, dataSha256) : recipe,
    epochs: epochs.map(handedEpoch),
    weightsSha256,
    dataSha256,
  }
}
