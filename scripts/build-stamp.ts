import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** All that a build depends on. */
const sources = [
  'core',
  'electron',
  'renderer',
  'scripts',
  'resources',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
]

/** Made of the others. */
const MADE = path.join('electron', 'made')

const stampFile = 'dist/build-stamp'

/** SHA-256 over the names and contents of all sources. */
export async function hashSources(root: string): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await Promise.all(sources.map((source) => listFiles(root, source)))).flat()) {
    hash.update(file).update('\0')
    hash.update(await readFile(path.join(root, file)))
  }
  return hash.digest('hex')
}

/** Whether dist/ was built from just these sources. */
export async function isBuildFresh(root: string, sourcesHash: string): Promise<boolean> {
  try {
    return (await readFile(path.join(root, stampFile), 'utf8')) === sourcesHash
  } catch {
    return false
  }
}

/** A build that is cut off must not count as one. */
export async function removeStamp(root: string): Promise<void> {
  await rm(path.join(root, stampFile), { force: true })
}

export async function writeStamp(root: string, sourcesHash: string): Promise<void> {
  await mkdir(path.join(root, 'dist'), { recursive: true })
  await writeFile(path.join(root, stampFile), sourcesHash)
}

async function listFiles(root: string, source: string): Promise<string[]> {
  const place = path.join(root, source)
  if (!existsSync(place)) return []
  if (path.extname(source) !== '') return [source]
  const entries = await readdir(place, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.split(path.sep).includes('node_modules') && !file.startsWith(MADE))
    .sort()
}
