import { randomUUID } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { refuseImpossiblePath } from '#files/file-errors.ts'
import { refuseIrregular } from '#files/read-file.ts'
import { type OpenedFile, type SaveTarget, WorkbenchError } from '#contract/types.ts'

/** The most handles at once, over all windows; beyond them the oldest is dropped. All works of a course are chosen at once. */
const MAX_HANDLES = 1000

interface Handle {
  readonly path: string
  readonly name: string
  readonly use: 'open' | 'save'
  /** The window that may use it, by the number that its server gave it. */
  readonly owner: string
  /** Whether it is a temporary copy of this program, which is removed with the handle. */
  readonly isTemporary: boolean
}

export interface AddHandleOptions {
  readonly owner: string
  /** By default the path's last part. */
  readonly name?: string | undefined
  readonly isTemporary?: boolean | undefined
}

/**
 * The files that persons chose in windows. A window knows of each a random id, its name and size; the path stays here,
 * so no window can reach a file that nobody chose, and no file's bytes have to pass through a window.
 */
export class FileHandles {
  /** Those made longest ago first. */
  readonly #handles = new Map<string, Handle>()

  /** Takes a file to read. @throws NodeJS.ErrnoException where there is none, or a pipe or device */
  async open(file: string, options: AddHandleOptions): Promise<OpenedFile> {
    refuseImpossiblePath(file)
    const stats = await stat(file)
    refuseIrregular(file, stats)
    const { fileId, name } = this.#add(file, 'open', options)
    return { fileId, name, sizeBytes: stats.size }
  }

  /** Takes a path to write to. */
  save(file: string, options: AddHandleOptions): SaveTarget {
    return this.#add(file, 'save', options)
  }

  /** The file of a handle. @throws WorkbenchError `not-found`, also for one that was chosen for the other use */
  find(
    fileId: string,
    use: Handle['use'],
  ): { readonly path: string; readonly name: string; readonly isTemporary: boolean } {
    const handle = this.#handles.get(fileId)
    if (handle === undefined) {
      throw new WorkbenchError('not-found', 'The file is no longer available; choose it again')
    }
    if (handle.use !== use) {
      const [expected, got] = use === 'open' ? ['to read', 'to write'] : ['to write', 'to read']
      throw new WorkbenchError(
        'not-found',
        `${handle.name}: expected a file that was chosen ${expected}, got one that was chosen ${got}`,
      )
    }
    return handle
  }

  /** Where a window saved a file. @throws WorkbenchError `not-found`, also for the handle of another window */
  findSaved(fileId: string, owner: string): string {
    const handle = this.#handles.get(fileId)
    if (handle?.owner !== owner || handle.use !== 'save') {
      throw new WorkbenchError(
        'not-found',
        'Expected a file that this window saved, got one that it does not know',
      )
    }
    return handle.path
  }

  /** Forgets a handle; one that is not there stays so. */
  async drop(fileId: string): Promise<void> {
    const handle = this.#handles.get(fileId)
    if (handle === undefined) return
    this.#handles.delete(fileId)
    // Where a system does not remove open files, the folder of copies is removed at the end.
    if (handle.isTemporary) await rm(handle.path, { force: true }).catch(() => undefined)
  }

  /** Forgets all handles of a window that left. */
  async dropOwner(owner: string): Promise<void> {
    const own = [...this.#handles].filter(([, handle]) => handle.owner === owner)
    await Promise.all(own.map(([fileId]) => this.drop(fileId)))
  }

  /** Forgets all. */
  async close(): Promise<void> {
    await Promise.all([...this.#handles.keys()].map((fileId) => this.drop(fileId)))
  }

  #add(
    file: string,
    use: Handle['use'],
    { owner, name = path.basename(file), isTemporary = false }: AddHandleOptions,
  ): SaveTarget {
    const fileId = randomUUID()
    this.#handles.set(fileId, { path: file, name, use, owner, isTemporary })
    if (this.#handles.size > MAX_HANDLES) void this.drop(this.#handles.keys().next().value!)
    return { fileId, name }
  }
}
