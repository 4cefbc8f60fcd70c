import path from 'node:path'
import { readFile } from '#files/read-file.ts'

export interface WindowFile {
  readonly body: Uint8Array<ArrayBuffer>
  readonly type: string
  /** Its name changes with its content, so it may be kept for good. */
  readonly isImmutable: boolean
}

/** Every kind of file that the build writes for the window; another is not served. */
const types: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.css': 'text/css; charset=utf-8',
    '.json': 'application/json; charset=utf-8',
    '.svg': 'image/svg+xml',
    '.png': 'image/png',
    '.ico': 'image/x-icon',
    '.woff2': 'font/woff2',
    '.wasm': 'application/wasm',
  }),
)

/**
 * Reads a file of the built window; `/` is its page.
 *
 * @param pathname path of the address, still percent-encoded
 * @returns null for a path that is absent, malformed or leads out of the folder
 */
export async function readWindowFile(folder: string, pathname: string): Promise<WindowFile | null> {
  const relative = normalizePath(pathname)
  if (relative === null) return null
  const place = path.join(folder, relative === '/' ? 'index.html' : relative)
  if (!place.startsWith(path.resolve(folder) + path.sep)) return null
  const type = types.get(path.extname(place))
  if (type === undefined) return null
  try {
    return { body: new Uint8Array(await readFile(place)), type, isImmutable: relative.startsWith('/assets/') }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'].includes(code ?? '')) return null
    throw error
  }
}

/** Characters of an address's path, at most: those of the window's files have fewer than a hundred. */
const MOST_PATH_CHARACTERS = 1024

/**
 * The one way to write a path, by which alone it may be judged: decoded, without empty parts and `.`, as in `/index.html` for
 * `//index%2ehtml`.
 * @param pathname path of the address, still percent-encoded
 * @returns null for one that is malformed, too long or has `..` in it
 */
export function normalizePath(pathname: string): string | null {
  if (pathname.length > MOST_PATH_CHARACTERS || !pathname.startsWith('/')) return null
  let decoded
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return null
  }
  const parts = decoded.split('/').filter((part) => part !== '' && part !== '.')
  if (/[\\\p{Cc}]/u.test(decoded) || parts.includes('..')) return null
  const isFolder = parts.length > 0 && decoded.endsWith('/')
  return `/${parts.join('/')}${isFolder ? '/' : ''}`
}
