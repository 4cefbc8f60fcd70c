import { cp } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashSources, isBuildFresh } from '../../scripts/build-stamp.ts'
import { root } from '../../scripts/root.ts'
import { NEWEST_EDITION } from '#core/data/pen-digits/editions.ts'
import { loadPenDigits, penDigitsFolder } from '#data/pen-digits-store.ts'
import { resolvePaths } from '#backend/paths.ts'

const cache = fileURLToPath(new URL('../../node_modules/.cache/test-data-sets', import.meta.url))

/**
 * What vitest does before the end-to-end tests: makes the pen digits once, which takes seconds, for all their homes.
 * @throws where the built window is of other sources than the backend that it would talk to
 */
export async function setup(): Promise<void> {
  if (!(await isBuildFresh(root, await hashSources(root)))) {
    throw new Error("dist/ is not built from these sources. Run 'npm run build' first.")
  }
  await loadPenDigits(NEWEST_EDITION, { dataFolder: cache })
}

/** Gives a home its pen digits, as if it had been used before; they are the same bytes that it would make. */
export async function givePenDigits(home: string): Promise<void> {
  const kept = penDigitsFolder(cache, NEWEST_EDITION)
  await cp(kept, join(resolvePaths({ home }).dataFolder, basename(kept)), { recursive: true })
}
