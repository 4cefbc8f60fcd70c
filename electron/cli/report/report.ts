import path from 'node:path'
import { countRuns } from '#shared/describe-import.ts'
import { REPORT_RUN_LIMIT } from '#contract/limits.ts'
import { chooseRuns } from '../common/choose-runs.ts'
import { UsageError } from '../common/errors.ts'
import { Output } from '../common/output.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'
import { writeOutputFile } from '../common/write-output-file.ts'

export interface ReportOptions extends StoreOptions {
  readonly json?: boolean
  readonly filter?: string
  readonly out?: string
}

/** Writes a report of runs as one HTML page. */
export async function report(
  wanted: readonly string[],
  options: ReportOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  return withWorkbench(options, output, async (workbench) => {
    const runs = await chooseRuns(workbench, wanted, options.filter)
    if (runs.length > REPORT_RUN_LIMIT) {
      throw new UsageError(`runs: expected ${REPORT_RUN_LIMIT} at most in one report, got ${runs.length}`)
    }
    const runIds = runs.map((run) => run.id)
    const { fileName, text } = await workbench.documents.writeReport(runIds)
    if (options.out === '-') {
      output.file(text)
      return 0
    }
    const file = path.resolve(options.out ?? fileName)
    await writeOutputFile(file, text, { mayReplace: options.out !== undefined, option: '--out' })
    output.result(
      { event: 'exported', runIds, format: 'html', file },
      `Wrote ${file}, a report of ${countRuns(runs.length)}`,
    )
    return 0
  })
}
