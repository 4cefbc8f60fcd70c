import path from 'node:path'
import { findFits, usualFormat } from '#core/formats/format-fits.ts'
import type { WritableFormatName } from '#core/formats/registry.ts'
import type { ChosenOptions } from '#core/formats/weight-format.ts'
import { describeEpochChoice } from '#shared/words/epoch-words.ts'
import { describeCheck } from '#shared/words/written-check-words.ts'
import { epochOf, findRun, type NamedEpoch } from '../common/find-run.ts'
import { Output } from '../common/output.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'
import { writeOutputFile } from '../common/write-output-file.ts'

export interface ExportOptions extends StoreOptions {
  readonly json?: boolean
  readonly epoch?: number | NamedEpoch
  readonly format?: WritableFormatName
  readonly option?: ChosenOptions
  readonly list?: boolean
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
    const format = options.format ?? usualFormat(await findFits(run.recipe)).name
    const written = await workbench.documents.writeWeights({
      ...{ runId: run.id, epoch, format },
      options: options.option,
    })
    const { fileName, bytes, check, limits } = written
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
        format,
        options: written.options,
        file,
        limits: limits.map(({ code }) => code),
        ...check,
      },
      [`Wrote ${file}${which}`, ...(check === null ? [] : [describeCheck(check)])].join('\n'),
    )
    return 0
  })
}
