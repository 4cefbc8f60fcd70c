import { chmodSync, chownSync, closeSync, linkSync, openSync, renameSync, rmSync } from 'node:fs'
import { fileErrorCode } from './file-errors.ts'
import type { WriteTarget } from './write-target.ts'

/** Codes of drives that know no hard links. */
const NO_LINKS: ReadonlySet<string | undefined> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
])

/**
 * Gives a finished file its place, in one step.
 * @param mayReplace whether a file that is there may go; else that is `EEXIST`
 * @throws NodeJS.ErrnoException
 */
export function settle(fresh: string, { place, former }: WriteTarget, mayReplace: boolean): void {
  if (!mayReplace) {
    settleOnce(fresh, place)
    return
  }
  if (former !== null) keepAccess(fresh, former)
  renameSync(fresh, place)
}

/** Who may do what with a file stays as it was. */
function keepAccess(fresh: string, former: NonNullable<WriteTarget['former']>): void {
  try {
    if (process.getuid?.() === 0) chownSync(fresh, former.uid, former.gid)
    chmodSync(fresh, former.mode & 0o7777)
  } catch {
    // A drive without permissions.
  }
}

function settleOnce(fresh: string, place: string): void {
  try {
    linkSync(fresh, place)
    return
  } catch (error) {
    if (!NO_LINKS.has(fileErrorCode(error))) throw error
  }
  // An empty file holds the name, which fails where another has it.
  closeSync(openSync(place, 'wx'))
  try {
    renameSync(fresh, place)
  } catch (error) {
    rmSync(place, { force: true })
    throw error
  }
}
