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
  const relative = decodePath(pathname)
  if (relative === null) return null
  const place = path.join(folder, relative === '/' ? 'index.html' : relative)
  if (!place.startsWith(path.resolve(folder) + path.sep)) return null
  const type = types.get(path.extname(place))
  if (type === undefined) return null
  try {
    return { body: new Uint8Array(await readFile(place)), type, isImmutable: relative.startsWith('/assets/') }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return null
    throw error
  }
}

function decodePath(pathname: string): string | null {
  try {
    const decoded = decodeURIComponent(pathname)
    return decoded.startsWith('/') && !/[\\\0]/.test(decoded) ? decoded : null
  } catch {
    return null
  }
}
