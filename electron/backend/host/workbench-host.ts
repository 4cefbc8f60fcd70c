import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import type { storeCalls } from '#contract/calls/stores.ts'
import type { HandlersOf } from '#contract/define-calls.ts'
import { type KnownStore, type KnownStores, WorkbenchError } from '#contract/types.ts'
import { checkStoreFile } from '../store/open-database.ts'
import { storeError } from '../store/store-errors.ts'
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../workbench.ts'
import { listStores } from './list-stores.ts'
import { RecentStores } from './recent-stores.ts'

/** How long opening another store waits for a program that keeps it locked: meanwhile this program answers nothing. */
const OPENING_PATIENCE_MS = 1000

export interface WorkbenchHostOptions extends Omit<WorkbenchOptions, 'stores' | 'openingPatienceMs'> {
  /** The base folder: of the usual store, of those that are made by their names, and of the list of the last ones. */
  readonly home: string
  /** Called with defects that no call reports. */
  readonly logError: (message: string, error: unknown) => void
}

/**
 * The workbench that a program serves to its windows, which can be changed for one on another store. The new one is opened
 * before the former is closed, so a store that is refused costs nothing.
 */
export class WorkbenchHost {
  readonly #options: WorkbenchHostOptions
  readonly #usualPath: string
  readonly #recent: RecentStores
  readonly #offered = new Set<string>()
  readonly #listeners = new Set<() => void>()
  #workbench: Workbench
  #storePath: string
  #isChanging = false
  /** The end of the former workbench. */
  #leaving: Promise<void> = Promise.resolve()
  #closing: Promise<void> | undefined

  /** Opens the first store. @throws WorkbenchError `store` */
  constructor(options: WorkbenchHostOptions) {
    this.#options = options
    this.#usualPath = path.join(options.home, 'workbench.sqlite')
    this.#recent = new RecentStores(path.join(options.home, 'recent-stores.json'))
    this.#storePath = options.storePath
    this.#workbench = openWorkbench({ ...options, stores: this.#handlers })
    void this.#recent.add(this.#storePath)
  }

  /** The present one. */
  get workbench(): Workbench {
    return this.#workbench
  }

  /** Absolute path of the store that is open. */
  get storePath(): string {
    return this.#storePath
  }

  /**
   * Hears of a change to another store, once `workbench` is the new one: windows that are served the former one have to
   * be loaded anew. @returns a function that ends it
   */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Puts a store on the list that windows choose from, for as long as this program runs. */
  offer(storePath: string): void {
    this.#offered.add(storePath)
  }

  /** Ends all trainings and closes the store. */
  close(): Promise<void> {
    return (this.#closing ??= (async () => {
      await this.#leaving
      await this.#workbench.close()
      // A change of the list that is under way is written to its end.
      await this.#recent.list()
    })())
  }

  readonly #handlers: HandlersOf<typeof storeCalls> = {
    list: () => this.#list(),
    open: async ({ storePath }) =>
      this.#change(storePath, { mayBeNew: (await this.#find(storePath)).isUsual }),
    openFile: ({ fileId }) => this.#change(this.#pathOfOpened(fileId), { mayBeNew: false }),
    check: async ({ storePath }) =>
      this.#check(storePath, { mayBeNew: (await this.#find(storePath)).isUsual }),
    checkFile: ({ fileId }) => this.#check(this.#pathOfOpened(fileId), { mayBeNew: false }),
    checkNew: ({ name }) => expectNothing(this.#pathOfName(name)),
    checkNewFile: ({ fileId }) => expectNothing(this.#pathOfFile(fileId)),
    create: ({ name }) => this.#create(this.#pathOfName(name)),
    createFile: ({ fileId }) => this.#create(this.#pathOfFile(fileId)),
    forget: async ({ storePath }) => {
      this.#offered.delete(storePath)
      await this.#recent.remove(storePath)
      return this.#list()
    },
  }

  async #list(): Promise<KnownStores> {
    const recent = await this.#recent.list()
    const stores = await listStores({
      recent,
      offered: [...this.#offered],
      usualPath: this.#usualPath,
      openPath: this.#storePath,
    })
    return {
      stores,
      folder: this.#options.home,
      trainings: this.#workbench.listTrainings(),
      problem: this.#recent.takeProblem(),
    }
  }

  /** @throws WorkbenchError `not-found` where it is not on the list */
  async #find(storePath: string): Promise<KnownStore> {
    const known = (await this.#list()).stores.find((store) => store.path === storePath)
    if (known !== undefined) return known
    throw new WorkbenchError('not-found', `${storePath}: expected a store of the list, got another path`)
  }

  /** The path of a file that a person chose. @throws WorkbenchError `invalid` where it was uploaded */
  #pathOfOpened(fileId: string): string {
    const { path: file, name, isTemporary } = this.#workbench.handles.find(fileId, 'open')
    if (!isTemporary) return file
    throw new WorkbenchError(
      'invalid',
      `${name}: expected a store on the computer that trains, got an upload; its runs can be imported`,
    )
  }

  /** Where a new store of this name is made. */
  #pathOfName(name: string): string {
    return path.join(this.#options.home, withEnding(name))
  }

  /** Where a new store is made at a chosen place. @throws WorkbenchError `invalid` where it is none */
  #pathOfFile(fileId: string): string {
    const { path: file, name, isTemporary } = this.#workbench.handles.find(fileId, 'save')
    if (isTemporary) throw new WorkbenchError('invalid', `${name}: expected a place, got a download`)
    return withEnding(file)
  }

  #create(storePath: string): Promise<void> {
    expectNothing(storePath)
    return this.#change(storePath, { mayBeNew: true })
  }

  /** Fails as `#change` would for what the file is, and leaves it as it is. @param mayBeNew as there */
  async #check(storePath: string, options: { readonly mayBeNew: boolean }): Promise<void> {
    this.#expectStore(storePath, options)
    await this.#leaving
    if (existsSync(storePath)) checkStoreFile(storePath, OPENING_PATIENCE_MS)
  }

  /** Refuses what its path alone shows to be none that can be opened. */
  #expectStore(storePath: string, { mayBeNew }: { readonly mayBeNew: boolean }): void {
    if (isSameFile(storePath, this.#storePath)) {
      throw new WorkbenchError('conflict', `${storePath} is the store that is open.`)
    }
    if (!mayBeNew && !existsSync(storePath)) {
      throw storeError(storePath, 'expected a store of this workbench, but nothing is there')
    }
    if (/\.backprop$/i.test(storePath)) {
      throw storeError(
        storePath,
        'expected a store, got a file of runs; it can be imported into the open store',
      )
    }
  }

  /** @param mayBeNew whether a store is made where no file is there */
  async #change(storePath: string, { mayBeNew }: { readonly mayBeNew: boolean }): Promise<void> {
    if (this.#isChanging || this.#closing !== undefined) {
      throw new WorkbenchError('conflict', 'Another store is being opened already.')
    }
    this.#expectStore(storePath, { mayBeNew })
    this.#isChanging = true
    try {
      // Going back to a store has to wait until it is left: the runs that were trained there count as interrupted then.
      await this.#leaving
      const former = this.#workbench
      this.#workbench = this.#open(storePath)
      this.#storePath = storePath
      await this.#recent.add(storePath)
      this.#leaving = this.#leave(former)
    } finally {
      this.#isChanging = false
    }
  }

  #open(storePath: string): Workbench {
    try {
      return openWorkbench({
        ...this.#options,
        storePath,
        stores: this.#handlers,
        openingPatienceMs: OPENING_PATIENCE_MS,
      })
    } catch (error) {
      // Without its cause: what fails for a lock is tried again for as long as a write would be.
      if (error instanceof WorkbenchError) throw new WorkbenchError(error.code, error.message)
      throw error
    }
  }

  async #leave(former: Workbench): Promise<void> {
    // The call that asked for the change is answered first, by the former.
    await new Promise((resolve) => setImmediate(resolve))
    for (const listener of this.#listeners) listener()
    try {
      await former.close()
    } catch (error) {
      this.#options.logError('The former store could not be closed.', error)
    }
  }
}

/** @throws WorkbenchError `conflict` where a file is there already */
function expectNothing(storePath: string): void {
  if (!existsSync(storePath)) return
  throw new WorkbenchError(
    'conflict',
    `${storePath} is there already: expected the name of a new store. What is there stays as it is; it can be opened.`,
  )
}

/** A name without an ending gets the usual one. */
const withEnding = (file: string): string => (path.extname(file) === '' ? `${file}.sqlite` : file)

function isSameFile(a: string, b: string): boolean {
  if (a === b) return true
  try {
    return realpathSync(a) === realpathSync(b)
  } catch {
    return false
  }
}
