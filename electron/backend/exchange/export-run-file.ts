import { statSync } from 'node:fs'
import path from 'node:path'
import type Database from 'better-sqlite3'
import { WorkbenchError } from '#contract/types.ts'
import { fillFile } from '#files/write-file.ts'
import type { ExchangeResults, ExportJob } from './exchange-jobs.ts'
import { sealRunFile } from './run-file-seal.ts'
import type { WorkControl } from './work-control.ts'
import { writeRunFile } from './write-run-file.ts'

/**
 * Writes runs as a file that another workbench can import; it appears whole.
 * @param source a connection to the store, where no other can be opened
 * @returns bytes of the file
 * @throws WorkbenchError `not-found`, `store`, or `invalid` for the store's own file; NodeJS.ErrnoException as writing a
 * file does; WorkbenchError `cancelled`
 */
export async function exportRunFile(
  job: ExportJob,
  control: WorkControl,
  source?: Database.Database,
): Promise<ExchangeResults['export']> {
  const { storePath, runIds, file, weights, mayReplace } = job
  refuseOwn(file, storePath)
  return fillFile(
    file,
    (fresh) => {
      writeRunFile(storePath, runIds, fresh, { weights, control, source })
      sealRunFile(fresh, control)
      return statSync(fresh).size
    },
    { mayReplace, sweptFolder: path.dirname(storePath) },
  )
}

/** Refuses to overwrite the store that the runs come from, as all its other runs would be lost. */
function refuseOwn(file: string, storePath: string): void {
  const former = statSync(file, { throwIfNoEntry: false })
  if (former === undefined) return
  const store = statSync(storePath)
  if (former.dev !== store.dev || former.ino !== store.ino) return
  throw new WorkbenchError('invalid', `${file}: expected another file than the store that the runs come from`)
}
