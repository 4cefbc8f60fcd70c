import path from 'node:path'
import { writeWholeFile } from '#backend/whole-file.ts'
import { JobError, UsageError } from '../errors.ts'
import { epochOf, findRun } from '../find-run.ts'
import { Output } from '../output.ts'
import { type StoreOptions, withWorkbench } from '../session.ts'

export interface ExportOptions extends StoreOptions {
  readonly json?: boolean
  readonly epoch?: number | 'best'
  readonly format: 'network2'
  readonly out?: string
}

/** Writes the weights of a run's epoch as a file. */
export async function exportWeights(wanted: string, options: ExportOptions): Promise<number> {
  const output = new Output(options.json === true)
  return withWorkbench(options, async (workbench) => {
    const run = await findRun(workbench, wanted)
    const epoch = epochOf(run, options.epoch)
    const { fileName, text } = await workbench.api.exportRun({ runId: run.id, epoch, format: options.format })
    if (options.out === '-') {
      process.stdout.write(`${text}\n`)
      return 0
    }
    const file = path.resolve(options.out ?? fileName)
    await writeExport(file, text, options.out !== undefined)
    output.result({ event: 'exported', runId: run.id, format: options.format, file }, `Wrote ${file}`)
    return 0
  })
}

/** Only a name that was asked for replaces another file. */
async function writeExport(file: string, text: string, mayReplace: boolean): Promise<void> {
  try {
    await writeWholeFile(file, text, { mayReplace })
  } catch (error) {
    throw describeWriteError(error, file)
  }
}

function describeWriteError(error: unknown, file: string): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'EEXIST':
      return new UsageError(`${file} exists already; name another file, or this one, with --out`)
    case 'ENOENT':
    case 'ENOTDIR':
      return new UsageError(`--out: the folder ${path.dirname(file)} is not there`)
    case 'EISDIR':
      return new UsageError(`--out: expected a file, got the folder ${file}`)
    case 'ENOSPC':
    case 'EDQUOT':
      return new JobError(`${file} cannot be written: the disk is full`)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new JobError(`${file} cannot be written: this account may not write there`)
    default:
      return new JobError(
        `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      )
  }
}
