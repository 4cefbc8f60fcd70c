import path from 'node:path'
import { assignmentCalls } from '#contract/calls/assignments.ts'
import { parseInput } from '#contract/parse-input.ts'
import type { CheckedWork, CheckProgress } from '#contract/types.ts'
import { writeAssignmentTable } from '#shared/assignment-table.ts'
import { describeCheckedWork, describeLikeness, describeWorkProblem } from '#shared/words/assignment-words.ts'
import { EXIT, UsageError } from '../common/errors.ts'
import { followWork } from '../common/follow-work.ts'
import { Output } from '../common/output.ts'
import { readInputText } from '../common/read-input.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'

export interface CheckOptions extends StoreOptions {
  readonly json?: boolean
  readonly csv?: boolean
  readonly key: string
}

/** Checks works and prints a line for each. */
export async function checkWorks(
  files: readonly string[],
  options: CheckOptions,
  terminal: Terminal,
): Promise<number> {
  if (options.json === true && options.csv === true) throw new UsageError('--csv: expected it without --json')
  const output = new Output(terminal, options.json === true)
  const input = parseInput(assignmentCalls.check, {
    key: readInputText(options.key),
    works: files.map((file) => ({ file: path.basename(file), text: readInputText(file) })),
  })
  return withWorkbench(options, output, async (workbench) => {
    const onProgress = ({ file, worksDone, works, epochsDone, epochs }: CheckProgress): void => {
      const training = epochsDone === null ? '' : `, epoch ${epochsDone} of ${epochs} anew`
      output.progress(`Checking ${worksDone + 1} of ${works}: ${file}${training}`)
    }
    const answer = await followWork(output, (signal) =>
      workbench.api.assignments.check(input, { signal, onProgress }),
    )
    if ('status' in answer) return answer.status
    const { result } = answer
    if (options.csv === true) output.file(writeAssignmentTable(result))
    else
      for (const work of result)
        output.result({ event: 'workChecked', ...lineOf(work) }, describeCheckedWork(work))
    return result.every(({ problems }) => problems.length === 0) ? EXIT.done : EXIT.failed
  })
}

function lineOf({ problems, likenesses, ...rest }: CheckedWork) {
  return {
    ...rest,
    problems: problems.map((each) => describeWorkProblem(each)),
    likenesses: likenesses.map((each) => describeLikeness(each)),
  }
}
