import {
  readKey,
  readWork,
  type Assignment,
  type AssignmentKey,
  type HandedRun,
  type Work,
} from '#core/assignment/assignment.ts'
import { findForbiddenChanges } from '#core/assignment/changed-fields.ts'
import { countPoints, judgeAnswer } from '#core/assignment/judge-answer.ts'
import { FormatError } from '#core/formats/format-error.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { LongWork, InputOf } from '#contract/define-calls.ts'
import type { assignmentCalls } from '#contract/calls/assignments.ts'
import {
  WorkbenchError,
  type CheckedWork,
  type CheckProgress,
  type RunDifference,
  type WorkProblem,
} from '#contract/types.ts'
import type { TaskResults } from '../../worker/messages.ts'
import type { DataLibrary } from '../data/data-library.ts'
import { hashFloats } from '../store/float-bytes.ts'
import { DedicatedTasks } from '../trainer/dedicated-tasks.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'
import { handedEpoch } from './handed-epoch.ts'
import { readGiven } from './make-assignment.ts'
import { findLikenesses } from './find-likenesses.ts'
import { hashJson, isSealed, personalSeed } from './seal-work.ts'

export interface AssignmentCheckerOptions {
  readonly library: Pick<DataLibrary, 'checkFit'>
  readonly threads: Pick<ThreadPool, 'runAlone'>
}

type Retrained = TaskResults['retrain']
/** What belongs to the files of one assignment. */
interface Given {
  readonly assignment: Assignment
  readonly sha256: string
  readonly solutions: AssignmentKey['solutions']
}

/** Checks works by calculation: what they say, and whether their runs are what their recipes give. */
export class AssignmentChecker {
  readonly #library: AssignmentCheckerOptions['library']
  readonly #tasks: DedicatedTasks

  constructor({ library, threads }: AssignmentCheckerOptions) {
    this.#library = library
    this.#tasks = new DedicatedTasks({ threads, limit: 1, crowd: 'Assignments are being checked' })
  }

  /** @throws WorkbenchError `invalid` for a key that cannot be read; `cancelled` */
  async check(
    { key, works }: InputOf<typeof assignmentCalls.check>,
    work: LongWork<CheckProgress>,
  ): Promise<CheckedWork[]> {
    const { assignment, solutions } = readGiven(readKey, key, 'Key')
    const given: Given = { assignment, sha256: hashJson(assignment), solutions }
    const read = works.map(({ file, text }) => ({ file, ...tryReadWork(text) }))
    // Copied runs are trained once.
    const trained = new Map<string, Promise<Retrained>>()
    const checked: CheckedWork[] = []
    for (const [worksDone, { file, content, problem }] of read.entries()) {
      work.signal.throwIfAborted()
      const report = (epochsDone: number | null, epochs: number | null): void =>
        work.report({ file, worksDone, works: works.length, epochsDone, epochs })
      report(null, null)
      if (content === null) checked.push(refused(file, problem))
      else {
        checked.push(
          await this.#checkOne(file, content, given, (recipe) => {
            const found = trained.get(hashJson(recipe))
            const made = found ?? this.#train(recipe, work.signal, report)
            trained.set(hashJson(recipe), made)
            return made
          }),
        )
      }
    }
    const likenesses = findLikenesses(
      read.flatMap(({ file, content }) => (content ? [{ file, work: content }] : [])),
      given.assignment,
    )
    return checked.map((each) => ({ ...each, likenesses: likenesses.get(each.file) ?? [] }))
  }

  async #checkOne(
    file: string,
    work: Work,
    given: Given,
    train: (recipe: Recipe) => Promise<Retrained>,
  ): Promise<CheckedWork> {
    const { assignment, sha256, solutions } = given
    const { student } = work
    const problems: WorkProblem[] = []
    if (!isSealed(work)) problems.push({ code: 'changed' })
    if (work.assignment.id !== assignment.id) {
      problems.push({ code: 'other-assignment', title: work.assignment.title })
      return { file, student, problems, answers: [], points: null, runsConfirmed: 0, likenesses: [] }
    }
    // Another edition is a statement: a teacher may have mended a word.
    if (work.assignment.sha256 !== sha256) problems.push({ code: 'other-edition' })
    let runsConfirmed = 0
    const untrue = new Set<string>()
    for (const question of assignment.questions) {
      const run = work.runs[question.id]
      if (question.kind !== 'run' || run === undefined) continue
      const found = [
        ...checkRecipe(question.id, run, given, student.id),
        ...(await this.#checkTruth(question.id, run, train)),
      ]
      problems.push(...found)
      if (found.length > 0) untrue.add(question.id)
      else runsConfirmed++
    }
    const verdicts = assignment.questions.map((question) => {
      const { value = '' } = work.answers[question.id] ?? {}
      const verdict = judgeAnswer(question, value, work.runs[question.id], solutions[question.id])
      return untrue.has(question.id) && verdict === 'right' ? ('wrong' as const) : verdict
    })
    const answers = assignment.questions.map(({ id }, k) => ({ question: id, verdict: verdicts[k]! }))
    return {
      file,
      student,
      problems,
      answers,
      points: countPoints(assignment.questions, verdicts),
      runsConfirmed,
      likenesses: [],
    }
  }

  async #checkTruth(
    question: string,
    run: HandedRun,
    train: (recipe: Recipe) => Promise<Retrained>,
  ): Promise<WorkProblem[]> {
    try {
      const difference = findDifference(run, await train(run.recipe))
      return difference === null ? [] : [{ code: 'run-differs', question, in: difference }]
    } catch (error) {
      if (
        error instanceof WorkbenchError &&
        (error.code === 'data' || error.code === 'invalid' || error.code === 'not-found')
      ) {
        return [{ code: 'run-not-trained', question, reason: error.message }]
      }
      throw error
    }
  }

  #train(
    recipe: Recipe,
    signal: AbortSignal,
    report: (done: number, all: number) => void,
  ): Promise<Retrained> {
    return this.#tasks.run<'retrain'>(
      async () => {
        await this.#library.checkFit(recipe)
        return { type: 'retrain', recipe }
      },
      { signal, report: ({ epochsDone, epochs }) => report(epochsDone, epochs) },
    )
  }
}

type ReadWork =
  | { readonly content: Work; readonly problem: null }
  | { readonly content: null; readonly problem: WorkProblem }

function tryReadWork(text: string): ReadWork {
  try {
    return { content: readWork(text), problem: null }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    return { content: null, problem: { code: 'unreadable', reason: error.message } }
  }
}

const refused = (file: string, problem: WorkProblem): CheckedWork => ({
  ...{ file, student: null, problems: [problem], answers: [], points: null },
  ...{ runsConfirmed: 0, likenesses: [] },
})

function checkRecipe(
  question: string,
  { recipe }: HandedRun,
  { assignment }: Given,
  studentId: string,
): WorkProblem[] {
  const seed = assignment.fixedSeed ? assignment.recipe.seed : personalSeed(assignment.id, studentId)
  const changes = findForbiddenChanges({ ...assignment.recipe, seed: recipe.seed }, recipe, assignment.free)
  return [
    ...(recipe.seed === seed
      ? []
      : [{ code: 'other-seed', question, expected: seed, got: recipe.seed } as const]),
    ...(changes.length === 0 ? [] : [{ code: 'forbidden-changes', question, changes } as const]),
  ]
}

/** The first thing in which a run trained anew differs; null where it is the same to the bit. */
function findDifference(run: HandedRun, { epochs, parameters, dataSha256 }: Retrained): RunDifference | null {
  if (run.dataSha256 !== null && run.dataSha256 !== dataSha256) return { what: 'data' }
  if (run.epochs.length !== epochs.length)
    return { what: 'epochs', expected: epochs.length, got: run.epochs.length }
  const other = run.epochs.findIndex((handed, k) => hashJson(handed) !== hashJson(handedEpoch(epochs[k]!)))
  if (other >= 0) return { what: 'measures', epoch: epochs[other]!.epoch }
  return hashFloats(parameters) === run.weightsSha256 ? null : { what: 'weights' }
}
