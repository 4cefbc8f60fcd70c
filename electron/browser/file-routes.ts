import type { IncomingMessage, ServerResponse } from 'node:http'
import { WorkbenchError } from '#contract/types.ts'
import { hasKey, hasOwnOrigin } from './access.ts'
import { type PassedFiles, RefusedRequest } from './passed-files.ts'

export interface FileRoutesOptions {
  readonly files: PassedFiles
  readonly key: string
  /** Of every answer. */
  readonly headers: Record<string, string>
  readonly logError: (message: string, error: unknown) => void
}

const ID = /^\/files\/([0-9a-f-]{36})$/
const WINDOW = /^[0-9a-f-]{36}$/

/**
 * Answers requests for files: `POST /files` is an upload, `POST /targets` asks for a place for a download, and
 * `GET /files/ID` is the download. A request has to bring the key, and one that brings something the page's own origin
 * too, for a page of another site could send it as well.
 * @returns false where the request is for something else
 */
export function answerFileRequest(
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
  options: FileRoutesOptions,
): boolean {
  const id = ID.exec(pathname)?.[1]
  if (pathname !== '/files' && pathname !== '/targets' && id === undefined) return false
  void answer(request, response, { ...options, pathname, id }).catch((error: unknown) => {
    const { status, message } = describe(error, options)
    if (response.headersSent) {
      response.destroy()
      return
    }
    // The rest of an upload that is refused is not waited for.
    response.writeHead(status, {
      ...options.headers,
      'Content-Type': 'text/plain; charset=utf-8',
      Connection: 'close',
    })
    response.end(`${message}\n`)
  })
  return true
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { files, key, headers, pathname, id }: FileRoutesOptions & { pathname: string; id: string | undefined },
): Promise<void> {
  if (!hasKey(request, key)) throw new RefusedRequest(403, 'The key is missing or wrong.')
  if (id !== undefined) {
    if (request.method !== 'GET') throw new RefusedRequest(405, 'Only GET.')
    await files.send(response, id, headers)
    return
  }
  if (request.method !== 'POST') throw new RefusedRequest(405, 'Only POST.')
  if (!hasOwnOrigin(request)) throw new RefusedRequest(403, 'Not a page of this server.')
  const query = new URL(request.url ?? '', 'http://localhost').searchParams
  const [owner, name] = [query.get('window') ?? '', query.get('name') ?? '']
  if (!WINDOW.test(owner)) throw new RefusedRequest(400, 'window: expected the id of a window.')
  if (name === '' || name.length > 255) throw new RefusedRequest(400, 'name: expected the name of a file.')
  const told =
    pathname === '/files' ? await files.take(request, owner, name) : await files.reserve(owner, name)
  response.writeHead(200, { ...headers, 'Content-Type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(told))
}

function describe(error: unknown, { logError }: FileRoutesOptions): { status: number; message: string } {
  if (error instanceof RefusedRequest) return error
  if (error instanceof WorkbenchError) return { status: 404, message: error.message }
  const { code } = error as NodeJS.ErrnoException
  // The browser went away in the middle.
  if (code !== 'ECONNRESET' && code !== 'ERR_STREAM_PREMATURE_CLOSE')
    logError('A file could not be passed.', error)
  return { status: 500, message: 'The file could not be passed.' }
}
