import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { KnownStore } from '#contract/types.ts'
import type { RecentStore } from './recent-stores.ts'

export interface ListStoresOptions {
  readonly recent: readonly RecentStore[]
  /** Paths that are on the list whether they were opened or not. */
  readonly offered: readonly string[]
  readonly usualPath: string
  readonly openPath: string
}

/**
 * The stores that a window may open by their paths: the last ones, the usual one, and those beside it. Backups are not
 * among them, as an update leaves them to be kept as they are.
 */
export async function listStores({
  recent,
  offered,
  usualPath,
  openPath,
}: ListStoresOptions): Promise<KnownStore[]> {
  const openedAt = new Map(recent.map((each) => [each.path, each.openedAt]))
  const beside = await findBeside(path.dirname(usualPath))
  const paths = new Set([openPath, ...openedAt.keys(), ...offered, usualPath, ...beside])
  const stores = await Promise.all(
    [...paths].map(async (file): Promise<KnownStore> => ({
      path: file,
      name: path.basename(file),
      folder: path.dirname(file),
      openedAt: openedAt.get(file) ?? null,
      isOpen: file === openPath,
      isThere: await isThere(file),
      isUsual: file === usualPath,
    })),
  )
  return stores.sort(
    (a, b) =>
      Number(b.isOpen) - Number(a.isOpen) ||
      (b.openedAt ?? '').localeCompare(a.openedAt ?? '') ||
      Number(b.isUsual) - Number(a.isUsual) ||
      a.name.localeCompare(b.name),
  )
}

async function findBeside(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => !entry.isDirectory() && /^[^.].*\.sqlite$/i.test(entry.name))
    .filter((entry) => !/\.backup-\d{8}T\d{6}Z-layout-\d+\.sqlite$/.test(entry.name))
    .map((entry) => path.join(folder, entry.name))
}

/** What may not be looked at counts as there: opening it says why it cannot be used. */
async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code !== 'ENOENT' && code !== 'ENOTDIR'
  }
}
