import { describeEpochChoice } from '#shared/words/epoch-words.ts'
import { describeCheck } from '#shared/words/written-check-words.ts'
import path from 'node:path'
import { writableFormat, type WritableFormatName } from '#core/formats/registry.ts'
import { epochOf, findRun, type NamedEpoch } from '../common/find-run.ts'
import { Output } from '../common/output.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'
import { writeOutputFile } from '../common/write-output-file.ts'

export interface ExportOptions extends StoreOptions {
  readonly json?: boolean
  readonly epoch?: number | NamedEpoch
  readonly format: WritableFormatName
  readonly out?: string
}

/** Writes the weights of a run's epoch as a file. */
export async function exportWeights(
  wanted: string,
  options: ExportOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  return withWorkbench(options, output, async (workbench) => {
    const run = await findRun(workbench, wanted)
    const epoch = epochOf(run, options.epoch)
    const { fileName, bytes, check } = await workbench.documents.writeWeights({
      runId: run.id,
      epoch,
      format: options.format,
    })
    const writer = await writableFormat(options.format).loadWriter()
    const limits = writer.findLimits(run.recipe)
    for (const limit of limits) output.note(limit.message)
    if (options.out === '-') {
      output.file(bytes)
      return 0
    }
    const file = path.resolve(options.out ?? fileName)
    await writeOutputFile(file, bytes, { mayReplace: options.out !== undefined, option: '--out' })
    const which = epoch === undefined ? '' : ` (${describeEpochChoice(run, epoch)})`
    output.result(
      {
        event: 'exported',
        runId: run.id,
        epoch: epoch ?? null,
        format: options.format,
        file,
        limits: limits.map(({ code }) => code),
        ...check,
      },
      [`Wrote ${file}${which}`, ...(check === null ? [] : [describeCheck(check)])].join('\n'),
    )
    return 0
  })
}
