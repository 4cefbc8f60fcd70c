import { createHash, randomBytes } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { isProcessAlive } from './process-alive.ts'

/** `.backprop-1a2b3c4d-4711-0123456789abcdef.part`: the machine, the process that writes it, and a random number. */
const TEMPORARY = /^\.backprop-([0-9a-f]{8})-(\d+)-[0-9a-f]{16}\.(part|away)$/

/** The machine in names: a folder may be shared by several, each with process numbers of its own. */
const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8)

/** What SQLite puts beside a file while it writes it. */
const SQLITE_ENDINGS = ['', '-wal', '-shm', '-journal']

/** A free path in a folder for a file or folder that is not finished; one that is left behind is swept later. */
export function temporaryPath(folder: string, ending: 'part' | 'away' = 'part'): string {
  return path.join(folder, `.backprop-${HOST}-${process.pid}-${randomBytes(8).toString('hex')}.${ending}`)
}

/** Removes a temporary file or folder and what SQLite left beside it; that it cannot be removed is no error of its own. */
export function removeTemporary(place: string): void {
  for (const ending of SQLITE_ENDINGS) {
    try {
      rmSync(`${place}${ending}`, { recursive: true, force: true })
    } catch {
      // It is swept at the next start.
    }
  }
}

/**
 * Notes in a folder that is swept at each start that a temporary file lies elsewhere, so that it is found there if this
 * program is killed. @returns a function that takes the note back
 */
export function noteTemporary(temporary: string, sweptFolder: string): () => void {
  if (path.resolve(path.dirname(temporary)) === path.resolve(sweptFolder)) return () => undefined
  const note = temporaryPath(sweptFolder, 'away')
  try {
    writeFileSync(note, path.resolve(temporary), { flag: 'wx' })
  } catch {
    // A folder that takes no note must not keep a file from being written.
  }
  return () => removeTemporary(note)
}

/**
 * Removes what programs left in a folder that were killed while they wrote: temporary files of this program alone, made
 * on this machine by a process that lives no more.
 */
export function sweepTemporary(folder: string): void {
  for (const name of listNames(folder)) {
    const base = name.replace(/-(wal|shm|journal)$/, '')
    if (!isAbandoned(base)) continue
    const place = path.join(folder, name)
    if (base.endsWith('.away')) removeNoted(place)
    removeTemporary(place)
  }
}

/** Removes the temporary file that a note tells of, where it is one indeed. */
function removeNoted(note: string): void {
  try {
    const noted = readFileSync(note, 'utf8')
    const base = path.basename(noted)
    if (path.isAbsolute(noted) && base.endsWith('.part') && isAbandoned(base) && lstatSync(noted).isFile()) {
      removeTemporary(noted)
    }
  } catch {
    // The file is gone already, or its disk is not here now.
  }
}

/** Whether a name is that of a temporary file whose process lives no more. */
function isAbandoned(name: string): boolean {
  const [, host, pid] = TEMPORARY.exec(name) ?? []
  return host === HOST && !isProcessAlive(Number(pid))
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
