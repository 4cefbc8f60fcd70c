import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { sweepTemporary, temporaryPath } from '#files/temporary-files.ts'

/** Makes a folder for an import's copies beside a store, where there has to be room for the runs anyway. */
export function makeImportFolder(storePath: string): string {
  const folder = temporaryPath(path.dirname(storePath))
  mkdirSync(folder, { mode: 0o700 })
  return folder
}

/**
 * Removes what killed programs left beside a store. Folders of earlier versions do not tell whose they are, so this is
 * called only while no import into the store goes on elsewhere.
 */
export function removeImportFolders(storePath: string): void {
  const { dir, base } = path.parse(storePath)
  sweepTemporary(dir)
  for (const name of readdirSync(dir)) {
    if (name.startsWith(`${base}.import-`)) rmSync(path.join(dir, name), { recursive: true, force: true })
  }
}
