import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'

/** Makes a folder for an import's copies beside a store, where there has to be room for the runs anyway. */
export function makeImportFolder(storePath: string): string {
  return mkdtempSync(`${storePath}.import-`)
}

/** Removes what imports of killed programs left; only while no import into the store goes on elsewhere. */
export function removeImportFolders(storePath: string): void {
  const { dir, base } = path.parse(storePath)
  for (const name of readdirSync(dir)) {
    if (name.startsWith(`${base}.import-`)) rmSync(path.join(dir, name), { recursive: true, force: true })
  }
}
