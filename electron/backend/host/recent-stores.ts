import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { describeFileError } from '../describe-file-error.ts'
import { readFile } from '#files/read-file.ts'
import { moveFile } from '#files/move-file.ts'
import { writeFile } from '#files/write-file.ts'

/** More would be searched in longer than in a dialog for files. */
const MOST_STORES = 20

const listSchema = z.object({
  stores: z.array(z.object({ path: z.string().min(1), openedAt: z.iso.datetime() })),
})

export interface RecentStore {
  /** Absolute path of its file. */
  readonly path: string
  /** When it was opened last, ISO 8601. */
  readonly openedAt: string
}

/**
 * The stores that windows opened last, newest first, as a file of JSON. It is a comfort: where it is damaged or cannot be
 * read it counts as empty, where it cannot be written it stays as it was, and a person hears of that once.
 */
export class RecentStores {
  readonly #file: string
  #problem: string | null = null
  /** One after the other: each change begins with what the file holds, as other programs change it too. */
  #work: Promise<unknown> = Promise.resolve()

  constructor(file: string) {
    this.#file = file
  }

  /** What is in the list now. */
  list(): Promise<readonly RecentStore[]> {
    return this.#next(() => this.#read())
  }

  /** Notes that a store is opened now. */
  add(storePath: string): Promise<void> {
    return this.#change((stores) => [
      { path: storePath, openedAt: new Date().toISOString() },
      ...stores.filter((each) => each.path !== storePath),
    ])
  }

  /** Takes a store off the list. */
  remove(storePath: string): Promise<void> {
    return this.#change((stores) => stores.filter((each) => each.path !== storePath))
  }

  /** What went wrong since it was last asked for, in a sentence; null for nothing. */
  takeProblem(): string | null {
    const problem = this.#problem
    this.#problem = null
    return problem
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#work.then(work)
    this.#work = done.catch(() => undefined)
    return done
  }

  #change(change: (stores: readonly RecentStore[]) => readonly RecentStore[]): Promise<void> {
    return this.#next(async () => {
      const stores = change(await this.#read()).slice(0, MOST_STORES)
      try {
        await mkdir(path.dirname(this.#file), { recursive: true })
        await writeFile(this.#file, `${JSON.stringify({ stores }, null, 2)}\n`)
      } catch (error) {
        this.#problem ??= `The list of recently opened stores was not written. ${describeFileError(error)}`
      }
    })
  }

  async #read(): Promise<readonly RecentStore[]> {
    let text: string
    try {
      text = (await readFile(this.#file)).toString('utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.#problem ??= `The list of recently opened stores was not read. ${describeFileError(error)}`
      }
      return []
    }
    try {
      return listSchema.parse(JSON.parse(text)).stores
    } catch {
      this.#problem ??= await this.#putAside()
      return []
    }
  }

  /** Keeps a damaged list for who wants to mend it. @returns what a person reads */
  async #putAside(): Promise<string> {
    const aside = this.#file.replace(/\.json$/, '.damaged.json')
    const what = `The list of recently opened stores, ${path.basename(this.#file)}, was damaged (expected JSON with paths and times) and begins anew`
    try {
      await moveFile(this.#file, aside)
      return `${what}; the damaged one is ${path.basename(aside)} beside it.`
    } catch {
      return `${what}.`
    }
  }
}
