import { createReadStream } from 'node:fs'
import { mkdir, rm, stat, statfs } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { randomUUID } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import type { FileHandles } from '#backend/exchange/file-handles.ts'
import { storeStream } from '#files/move-file.ts'
import { temporaryPath } from '#files/temporary-files.ts'

/** A request that cannot be carried out, with its HTTP status and a sentence for the person. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export interface PassedFilesOptions {
  readonly handles: FileHandles
  /** Beside it files are kept on their way: there has to be room for what they hold anyway. */
  readonly storePath: string
}

/**
 * Files between a browser and the workbench, streamed from and to the disk. A browser shows no page a file's path, so
 * an upload becomes a temporary file of this program, as does what is written for the browser to download.
 */
export class PassedFiles {
  readonly #options: PassedFilesOptions
  /** Made with the first file. */
  #folder: Promise<string> | undefined

  constructor(options: PassedFilesOptions) {
    this.#options = options
  }

  /** Stores an upload. @returns the answer to the window, see `OpenedFile` @throws RefusedRequest */
  async take(request: IncomingMessage, owner: string, name: string): Promise<unknown> {
    const folder = await this.#makeFolder()
    await refuseWithoutRoom(folder, Number(request.headers['content-length'] ?? 0))
    const file = path.join(folder, randomUUID())
    try {
      await storeStream(request, file)
      return await this.#options.handles.open(file, { owner, name, isTemporary: true })
    } catch (error) {
      await rm(file, { force: true })
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOSPC' || code === 'EDQUOT') throw new RefusedRequest(507, 'The disk is full.')
      throw error
    }
  }

  /** Reserves a temporary file that is to be downloaded. @returns the answer to the window, see `SaveTarget` */
  async reserve(owner: string, name: string): Promise<unknown> {
    const file = path.join(await this.#makeFolder(), randomUUID())
    return this.#options.handles.save(file, { owner, name, isTemporary: true })
  }

  /** Sends a file that was written for the window, once. @throws RefusedRequest, WorkbenchError `not-found` */
  async send(response: ServerResponse, fileId: string, headers: Record<string, string>): Promise<void> {
    const { handles } = this.#options
    const { path: file, name } = handles.find(fileId, 'save')
    const { size } = await stat(file).catch(() => {
      throw new RefusedRequest(404, 'The file is not written.')
    })
    response.writeHead(200, {
      ...headers,
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(size),
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'Cache-Control': 'no-store',
    })
    try {
      await pipeline(createReadStream(file), response)
    } finally {
      await handles.drop(fileId)
    }
  }

  /** Removes all files that are on their way. */
  async close(): Promise<void> {
    const folder = await this.#folder
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  }

  #makeFolder(): Promise<string> {
    return (this.#folder ??= makeFolder(this.#options.storePath))
  }
}

/** A folder that the next start sweeps away where this program is killed. */
async function makeFolder(storePath: string): Promise<string> {
  const folder = temporaryPath(path.dirname(storePath))
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return folder
}

/**
 * @param sizeBytes of the whole file; 0 where the browser does not say, and a full disk shows only while it is written
 */
async function refuseWithoutRoom(folder: string, sizeBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (sizeBytes <= bavail * bsize) return
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`
  throw new RefusedRequest(
    507,
    `The file has ${gigabytes(sizeBytes)}, and the disk of the store has room for ${gigabytes(bavail * bsize)}.`,
  )
}
