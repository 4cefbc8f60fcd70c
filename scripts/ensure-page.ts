import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { replaceWhole } from './replace-whole.ts'
import { root } from './root.ts'

/** What is made of `renderer/page/`. */
const made = path.join(root, 'core/formats/html/page-script.js')

/** Bundles the script of a page with a network inside where it is missing or of other sources. */
export async function ensurePage(): Promise<void> {
  if (isFresh()) return
  const { buildPage } = await import('./build-page.ts')
  const { source, files } = await buildPage()
  const stamp = `// Made from renderer/page/ by scripts/build-page.ts: ${hashFiles(files)} ${files.join(' ')}\n`
  replaceWhole(made, stamp + source)
}

/** The first line says of which files it was made, and the hash of their contents. */
function isFresh(): boolean {
  try {
    const [line] = readFileSync(made, 'utf8').split('\n', 1)
    const [hash, ...files] = line!.slice(line!.indexOf(': ') + 2).split(' ')
    return hash === hashFiles(files)
  } catch {
    return false
  }
}

/** SHA-256 over the sources and what bundles them. */
function hashFiles(files: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of [...files, 'scripts/build-page.ts', 'node_modules/vite/package.json']) {
    hash.update(file).update(readFileSync(path.join(root, file)))
  }
  return hash.digest('hex')
}
