import {
  readKey,
  readWork,
  type Assignment,
  type AssignmentKey,
  type HandedRun,
  type Work,
} from '#core/assignment/assignment.ts'
import { FormatError } from '#core/formats/format-error.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { LongWork, InputOf } from '#contract/define-calls.ts'
import type { assignmentCalls } from '#contract/calls/assignments.ts'
import { WorkbenchError, type CheckedWork, type CheckProgress, type WorkProblem } from '#contract/types.ts'
import type { DataLibrary } from '../data/data-library.ts'
import { DedicatedTasks } from '../trainer/dedicated-tasks.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'
import { bestAccuracy, checkRecipe, findDifference, type Retrained } from './check-run.ts'
import { readGiven } from './make-assignment.ts'
import { findLikenesses } from './find-likenesses.ts'
import { editionOf, hashJson, isSealed } from './seal-work.ts'

export interface AssignmentCheckerOptions {
  readonly library: Pick<DataLibrary, 'checkFit'>
  readonly threads: Pick<ThreadPool, 'runAlone'>
}

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
    const given: Given = { assignment, sha256: editionOf(assignment), solutions }
    const read = works.map(({ file, text }) => ({ file, ...tryReadWork(text) }))
    // Copied runs are trained once.
    const trained = new Map<string, Promise<Retrained>>()
    const checked: CheckedWork[] = []
    for (const [worksDone, { file, content, isWhole, problem }] of read.entries()) {
      work.signal.throwIfAborted()
      const report = (epochsDone: number | null, epochs: number | null): void =>
        work.report({ file, worksDone, works: works.length, epochsDone, epochs })
      report(null, null)
      if (content === null) checked.push(refused(file, problem))
      else {
        checked.push(
          await this.#checkOne(file, content, given, isWhole, (recipe) => {
            const found = trained.get(hashJson(recipe))
            const made = found ?? this.#train(recipe, work.signal, report)
            trained.set(hashJson(recipe), made)
            return made
          }),
        )
      }
    }
    const likenesses = findLikenesses(
      // Questions of another assignment may have the same ids, and ask something else.
      read.flatMap(({ file, content }) =>
        content?.assignment.id === assignment.id ? [{ file, work: content }] : [],
      ),
      given.assignment,
    )
    return checked.map((each) => ({ ...each, likenesses: likenesses.get(each.file) ?? [] }))
  }

  async #checkOne(
    file: string,
    work: Work,
    given: Given,
    isWhole: boolean,
    train: (recipe: Recipe) => Promise<Retrained>,
  ): Promise<CheckedWork> {
    const { assignment, sha256, solutions } = given
    const { student } = work
    const problems: WorkProblem[] = []
    if (!isWhole) problems.push({ code: 'changed' })
    if (work.assignment.id !== assignment.id) {
      problems.push({ code: 'other-assignment', title: work.assignment.title })
      return { file, student, problems, answers: [], points: null, runsConfirmed: 0, likenesses: [] }
    }
    // Another edition is a statement: a teacher may have mended a word.
    if (work.assignment.sha256 !== sha256) {
      const isThisOne = work.assignment.seal === sha256
      problems.push({ code: isThisOne ? 'changed-assignment' : 'other-edition' })
    }
    let runsConfirmed = 0
    const untrue = new Set<string>()
    const anew = new Map<string, number | null>()
    for (const question of assignment.questions) {
      const run = work.runs[question.id]
      if (question.kind !== 'run' || run === undefined) continue
      const found = checkRecipe(question.id, run, assignment, student.id)
      // A recipe that is not this assignment's may take any time to train.
      if (!found.some(({ code }) => code === 'forbidden-changes')) {
        const truth = await this.#checkTruth(question.id, run, train)
        anew.set(question.id, truth.anew)
        found.push(...truth.problems)
      }
      problems.push(...found)
      if (found.length > 0) untrue.add(question.id)
      else runsConfirmed++
    }
    // Here alone, as it reads answers by a library of 650 modules, which every command would load.
    const { countPoints, judgeAnswer } = await import('#core/assignment/judge-answer.ts')
    const verdicts = assignment.questions.map((question) => {
      const { value = '' } = work.answers[question.id] ?? {}
      const verdict = judgeAnswer(question, value, work.runs[question.id], solutions[question.id])
      return untrue.has(question.id) && verdict === 'right' ? ('wrong' as const) : verdict
    })
    const answers = assignment.questions.map(({ id }, k) => {
      const run = work.runs[id]
      return {
        ...{ question: id, verdict: verdicts[k]!, value: work.answers[id]?.value ?? '' },
        run: run ? { handedIn: bestAccuracy(run.epochs), anew: anew.get(id) ?? null } : null,
      }
    })
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
  ): Promise<{ readonly problems: WorkProblem[]; readonly anew: number | null }> {
    try {
      const retrained = await train(run.recipe)
      const difference = findDifference(run, retrained)
      return {
        problems: difference === null ? [] : [{ code: 'run-differs', question, in: difference }],
        anew: bestAccuracy(retrained.epochs),
      }
    } catch (error) {
      if (
        error instanceof WorkbenchError &&
        (error.code === 'data' || error.code === 'invalid' || error.code === 'not-found')
      ) {
        return { problems: [{ code: 'run-not-trained', question, reason: error.message }], anew: null }
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
  | { readonly content: Work; readonly isWhole: boolean; readonly problem: null }
  | { readonly content: null; readonly isWhole: false; readonly problem: WorkProblem }

function tryReadWork(text: string): ReadWork {
  try {
    return { content: readWork(text), isWhole: isSealed(text), problem: null }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    return { content: null, isWhole: false, problem: { code: 'unreadable', reason: error.message } }
  }
}

const refused = (file: string, problem: WorkProblem): CheckedWork => ({
  ...{ file, student: null, problems: [problem], answers: [], points: null },
  ...{ runsConfirmed: 0, likenesses: [] },
})
