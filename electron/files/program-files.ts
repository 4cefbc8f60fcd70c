import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { readFileNow } from './read-file.ts'

/**
 * SHA-256 of each file of code that lies beside the program's archive, by its path in that folder, with `/`; null where
 * only its being there counts, as its bytes are changed by signing.
 */
export type ProgramFiles = Readonly<Record<string, string | null>>

/** A file that is not as it was built, with what was expected and what is there. */
export interface WrongFile {
  readonly file: string
  readonly problem: string
}

const CODE = /\.(?:[cm]?js|json|node|dll|dylib|wasm|so(?:\.[\d.]+)?)$/

/** What of a package decides which of its files are loaded; packing drops other fields. */
const LOADING_FIELDS = ['name', 'version', 'type', 'main', 'exports', 'imports']

/** Whether a file can be loaded as code, or decides what is loaded. */
function isCode(file: string): boolean {
  return CODE.test(file)
}

/** SHA-256 of a file's bytes, of a package.json that of the fields by which its files are found. */
export function hashProgramFile(file: string, bytes: Uint8Array): string {
  const isPackage = path.posix.basename(file) === 'package.json'
  return createHash('sha256')
    .update(isPackage ? loadingFields(bytes) : bytes)
    .digest('hex')
}

function loadingFields(bytes: Uint8Array): string {
  const fields = JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown>
  return JSON.stringify(LOADING_FIELDS.map((name) => fields[name] ?? null))
}

/** The files of code in a folder and those in it, by their paths in it, with `/`. @throws NodeJS.ErrnoException */
export function listCode(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join('/'))
    .filter(isCode)
    .sort()
}

/** The first file of code in a folder that is not as it was built, is missing, or was put there; null where all are right. */
export function findWrongFile(folder: string, files: ProgramFiles): WrongFile | null {
  let there: Set<string>
  try {
    there = new Set(listCode(folder))
  } catch {
    there = new Set()
  }
  for (const [file, expected] of Object.entries(files)) {
    if (!there.delete(file)) return { file, problem: 'expected the file of this version, got none' }
    if (expected === null) continue
    const got = tryToHash(path.join(folder, file), file)
    if (got !== expected) {
      return { file, problem: `expected the file of this version (SHA-256 ${expected}), got ${got}` }
    }
  }
  const [added] = there
  return added === undefined ? null : { file: added, problem: 'expected no such file, got one' }
}

function tryToHash(place: string, file: string): string {
  try {
    return hashProgramFile(file, readFileNow(place))
  } catch (error) {
    return `one that cannot be read (${error instanceof Error ? error.message : String(error)})`
  }
}
