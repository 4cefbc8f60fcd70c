import { rmSync, statSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { findMissingRoom } from '#files/free-room.ts'
import { makeImportFolder } from '../store/import-folders.ts'
import { describeStoreError, noRoom } from '../store/store-errors.ts'
import type { ExchangeResults, ImportJob } from './exchange-jobs.ts'
import { mergeRuns } from './merge-runs.ts'
import { openRunFile } from './open-run-file.ts'
import { countBytes } from './row-bytes.ts'
import { StagedRuns } from './staged-runs.ts'
import type { WorkControl } from './work-control.ts'

/** How long one try to take the lock lasts, in milliseconds; between two tries a cancellation is noticed. */
const LOCK_TRY_MS = 200

/**
 * Pages in the log after which it is written into the store's file. Less than in other connections, so that this thread
 * waits for the disk and not the commit of a training on the main thread.
 */
const LOG_PAGES = 500

/**
 * Adds the runs of a file, or of a whole store, each once; all of them or none.
 * @throws WorkbenchError `invalid` naming the file and what is wrong with it, or `store`; WorkbenchError `cancelled`
 */
export function importRunFile(job: ImportJob, control: WorkControl): ExchangeResults['import'] {
  const { storePath, ownerId, file, fileName } = job
  // Its rows are copied into a folder beside the store, checked, and only then added.
  const missing = findMissingRoom(
    path.dirname(storePath),
    statSync(file, { throwIfNoEntry: false })?.size ?? 0,
  )
  if (missing !== null) throw noRoom(storePath, missing)
  try {
    const into = new Database(storePath, { fileMustExist: true, timeout: LOCK_TRY_MS })
    try {
      into.pragma('foreign_keys = ON')
      into.pragma(`wal_autocheckpoint = ${LOG_PAGES}`)
      const staged = new StagedRuns(into, ownerId, control)
      staged.claim()
      try {
        return addRuns(file, fileName, into, staged, control)
      } finally {
        staged.release()
      }
    } finally {
      into.close()
    }
  } catch (error) {
    throw describeStoreError(error, storePath)
  }
}

function addRuns(
  file: string,
  fileName: string,
  into: Database.Database,
  staged: StagedRuns,
  control: WorkControl,
): ExchangeResults['import'] {
  const folder = makeImportFolder(into.name)
  try {
    const { database: from, hasChecksum } = openRunFile(file, { folder, fileName, control })
    try {
      const total = countBytes(from)
      let done = 0
      control.report('adding', 0, 0)
      const onBytes = (bytes: number): void => {
        done += bytes
        control.report('adding', done / total, done)
      }
      return { ...mergeRuns({ from, into, staged, onBytes }), hasChecksum }
    } catch (error) {
      control.report('removing', 1)
      staged.discard()
      throw error
    } finally {
      from.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
