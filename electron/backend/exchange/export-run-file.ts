import { randomUUID } from 'node:crypto'
import { linkSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { WorkbenchError } from '#contract/types.ts'
import { flush } from '../store/backup.ts'
import type { ExchangeResults, ExportJob } from './exchange-jobs.ts'
import type { WorkControl } from './work-control.ts'
import { writeRunFile } from './write-run-file.ts'

/**
 * Writes runs as a file that another workbench can import; it appears whole.
 * @returns bytes of the file
 * @throws WorkbenchError `not-found`, `store`, or `invalid` for the store's own file; NodeJS.ErrnoException as writing a
 * file does; WorkbenchError `cancelled`
 */
export function exportRunFile(job: ExportJob, control: WorkControl): ExchangeResults['export'] {
  const { storePath, runIds, file, weights, mayReplace } = job
  refuseOwn(file, storePath)
  const fresh = path.join(path.dirname(file), `.${randomUUID()}.part`)
  try {
    writeRunFile(storePath, runIds, fresh, { weights, control })
    flush(fresh)
    const { size } = statSync(fresh)
    control.throwIfCancelled()
    if (mayReplace) renameSync(fresh, file)
    else linkSync(fresh, file)
    return size
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${fresh}${end}`, { force: true })
  }
}

/** Refuses to overwrite the store that the runs come from, as all its other runs would be lost. */
function refuseOwn(file: string, storePath: string): void {
  const former = statSync(file, { throwIfNoEntry: false })
  if (former === undefined) return
  const store = statSync(storePath)
  if (former.dev !== store.dev || former.ino !== store.ino) return
  throw new WorkbenchError('invalid', `${file}: expected another file than the store that the runs come from`)
}
