import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { describeFileError } from '../file-errors.ts'
import { fileErrorCode } from '#files/file-errors.ts'
import { readFile } from '#files/read-file.ts'
import { appendToFile, moveFile } from '#files/move-file.ts'
import type { RemoteFile } from './mnist-source.ts'

/**
 * A file that is still being downloaded. It has a name of its own until its bytes are known to be right,
 * so that an incomplete file is never taken for the whole.
 * Every method throws a DataError when the disk fails.
 */
export class PartialFile {
  readonly remote: RemoteFile
  readonly #finalPath: string
  readonly #partPath: string
  #handle: FileHandle | undefined

  constructor(folder: string, remote: RemoteFile) {
    this.remote = remote
    this.#finalPath = path.join(folder, remote.name)
    this.#partPath = `${this.#finalPath}.part`
  }

  /** Whether the finished file is already in its place with the right bytes. */
  async isFinished(): Promise<boolean> {
    return this.#guard(() => this.#matches(this.#finalPath))
  }

  /** Whether all bytes are here and right. */
  async isWhole(): Promise<boolean> {
    return this.#guard(() => this.#matches(this.#partPath))
  }

  /** Bytes here so far. */
  async size(): Promise<number> {
    return this.#guard(() => sizeOf(this.#partPath))
  }

  /** Appends bytes; opens the file on the first of them. */
  async append(bytes: Uint8Array): Promise<void> {
    await this.#guard(async () => {
      this.#handle ??= await appendToFile(this.#partPath)
      await this.#handle.appendFile(bytes)
    })
  }

  /** Ends appending; what was appended stays. */
  async close(): Promise<void> {
    const handle = this.#handle
    this.#handle = undefined
    await this.#guard(async () => handle?.close())
  }

  /** Throws away what is here. */
  async discard(): Promise<void> {
    await this.close()
    await this.#guard(() => rm(this.#partPath, { force: true }))
  }

  /** Gives the whole file its final name. */
  async finish(): Promise<void> {
    await this.#guard(() => moveFile(this.#partPath, this.#finalPath))
  }

  async #matches(file: string): Promise<boolean> {
    if ((await sizeOf(file)) !== this.remote.sizeBytes) return false
    return (
      createHash('md5')
        .update(await readFile(file))
        .digest('hex') === this.remote.md5
    )
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw describeFileError(error, this.#partPath)
    }
  }
}

/** A file's size in bytes; 0 where there is none. */
async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') return 0
    throw error
  }
}
