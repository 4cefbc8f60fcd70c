import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs'
import path from 'node:path'
import { replaceWhole } from './replace-whole.ts'
import { root } from './root.ts'

/** Made programs by their files in electron/made, with the module that each begins with. */
const PROGRAMS = {
  'command-line.mjs': 'electron/cli/main.ts',
  'browser-mode.mjs': 'electron/browser/main.ts',
  'training-worker.mjs': 'electron/worker/training-worker.ts',
  'exchange-worker.mjs': 'electron/backend/exchange/exchange-worker.ts',
}

/** What a program is made with. */
const TOOLS = ['scripts/build-program.ts', 'scripts/node-bundle.ts', 'package.json', 'package-lock.json']

/**
 * Makes each program that runs from the sources into one file, where that is missing or of other sources: Node takes
 * longer to find and read some hundred modules than most commands take for their work, and each thread reads them again.
 */
export async function ensurePrograms(): Promise<void> {
  for (const [name, entry] of Object.entries(PROGRAMS)) {
    const made = path.join(root, 'electron/made', name)
    if (isFresh(made)) continue
    const { buildProgram } = await import('./build-program.ts')
    const { source, files } = await buildProgram(entry, name)
    const all = [...files, ...TOOLS]
    mkdirSync(path.dirname(made), { recursive: true })
    replaceWhole(made, `// Made by scripts/ensure-programs.ts of ${stampOf(all)} ${all.join(' ')}\n${source}`)
  }
}

/** The first line says of which files it was made, and how they were then. */
function isFresh(made: string): boolean {
  try {
    const [stamp, ...files] = readFirstLine(made).split(' of ')[1]!.split(' ')
    return stamp === stampOf(files)
  } catch {
    return false
  }
}

/** Of a file that begins with a long line and goes on for megabytes. */
function readFirstLine(file: string): string {
  const start = Buffer.alloc(256 * 1024)
  const handle = openSync(file, 'r')
  try {
    const length = readSync(handle, start)
    return start.toString('latin1', 0, length).split('\n', 1)[0]!
  } finally {
    closeSync(handle)
  }
}

/** Sizes and times of change, as to read all files would take longer than many a command. @throws where one is missing */
function stampOf(files: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of files) hash.update(stateOf(file))
  return hash.digest('hex')
}

/** The programs share most of their files. */
const states = new Map<string, string>()

function stateOf(file: string): string {
  let state = states.get(file)
  if (state === undefined) {
    const { mtimeMs, size } = statSync(path.join(root, file))
    state = `${file} ${mtimeMs} ${size}\n`
    states.set(file, state)
  }
  return state
}
