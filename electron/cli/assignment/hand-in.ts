import { z } from 'zod'
import { assignmentCalls } from '#contract/calls/assignments.ts'
import { parseInput } from '#contract/parse-input.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { readJson } from '#core/formats/read-json.ts'
import { describeIssue } from '#core/recipe/describe-issue.ts'
import { personalRecipe } from '#backend/assignment/make-assignment.ts'
import { EXIT, UsageError } from '../common/errors.ts'
import { findRun } from '../common/find-run.ts'
import { Output } from '../common/output.ts'
import { readInputText } from '../common/read-input.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'
import { writeOutputFile } from '../common/write-output-file.ts'

export interface HandInOptions extends StoreOptions {
  readonly json?: boolean
  readonly name: string
  readonly student: string
  readonly answers?: string
  readonly run?: readonly string[]
  readonly out?: string
}

const answersSchema = z.record(z.string(), z.union([z.string(), z.number().transform(String)]))

/** Prints the recipe that a student trains by. */
export async function printRecipe(
  task: string,
  { student }: { readonly student: string },
  terminal: Terminal,
): Promise<number> {
  const recipe = personalRecipe(readInputText(task), student)
  new Output(terminal, false).file(`${JSON.stringify(recipe, null, 2)}\n`)
  return Promise.resolve(EXIT.done)
}

/** Makes the file that a student hands in. */
export async function handIn(task: string, options: HandInOptions, terminal: Terminal): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const text = readInputText(task)
  const answers = options.answers === undefined ? {} : readAnswers(options.answers)
  return withWorkbench(options, output, async (workbench) => {
    const runs: Record<string, string> = {}
    for (const each of options.run ?? []) {
      const at = each.indexOf('=')
      if (at < 1) throw new UsageError(`--run: expected QUESTION=RUN, got '${each}'`)
      runs[each.slice(0, at)] = (await findRun(workbench, each.slice(at + 1))).id
    }
    const input = parseInput(assignmentCalls.handIn, {
      ...{ task: text, student: { name: options.name, id: options.student }, runs },
      answers: Object.fromEntries(Object.entries(answers).map(([id, value]) => [id, { value, tries: 1 }])),
    })
    const { work } = await workbench.api.assignments.handIn(input)
    const file = options.out ?? `${options.student.replace(/[^\p{L}\p{N}_-]+/gu, '-')}.backprop-work`
    await writeOutputFile(file, work, { mayReplace: options.out !== undefined, option: '--out' })
    output.result(
      { event: 'handedIn', file, answers: Object.keys(answers).length, runs: Object.keys(runs).length },
      `${file}: hand it in`,
    )
    return EXIT.done
  })
}

function readAnswers(file: string): Record<string, string> {
  try {
    const result = answersSchema.safeParse(readJson(readInputText(file), 'answers as JSON'))
    if (result.success) return result.data
    throw new FormatError(`expected an object of texts: ${describeIssue(result.error.issues[0]!)}`)
  } catch (error) {
    if (error instanceof FormatError) throw new UsageError(`${file}: ${error.message}`)
    throw error
  }
}
