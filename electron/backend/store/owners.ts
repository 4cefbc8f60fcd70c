import { hostname } from 'node:os'
import { sql, type Statements } from './statements.ts'

/** How often a living program renews its heartbeat, in milliseconds. */
export const HEARTBEAT_MS = 2000

/** On another machine a program counts as dead after so long without a heartbeat: its process cannot be asked. */
const REMOTE_SILENCE_MS = 15_000

/**
 * On this machine its process can be asked, but a number may have gone to another process. A program that was only
 * suspended and wakes up finds its runs taken and leaves them alone.
 */
const LOCAL_SILENCE_MS = 60_000

/** Owners of this very process, which may have several stores open, or whose number was a dead program's before. */
const ownIds = new Set<string>()

/** This program's registration in a store as the one that trains runs or can undo deletions. */
export class Owner {
  readonly #statements: Statements
  readonly #storePath: string
  readonly #now: () => number
  #id: number | null = null
  #heartbeat: NodeJS.Timeout | undefined

  constructor(statements: Statements, storePath: string, now: () => number = Date.now) {
    this.#statements = statements
    this.#storePath = storePath
    this.#now = now
  }

  /** Its number in the store; it is registered, and its heartbeat started, on first use. */
  get id(): number {
    if (this.#id === null) {
      const { lastInsertRowid } = this.#statements.change(
        sql.insertInto('owner').values({ host: hostname(), pid: process.pid, heartbeat_at: this.#now() }),
      )
      this.#id = lastInsertRowid
      ownIds.add(this.#key(this.#id))
      this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS).unref()
    }
    return this.#id
  }

  /** Its number if it is registered, else null. */
  get registeredId(): number | null {
    return this.#id
  }

  /** Numbers of all programs that no longer live. */
  listDead(): number[] {
    const owners = this.#statements.all(sql.selectFrom('owner').selectAll())
    return owners.filter((owner) => !this.#isAlive(owner)).map((owner) => owner.id)
  }

  /** Signs off; the rows that name it are freed by the store's foreign keys. */
  release(): void {
    clearInterval(this.#heartbeat)
    if (this.#id === null) return
    ownIds.delete(this.#key(this.#id))
    this.#statements.change(sql.deleteFrom('owner').where('id', '=', this.#id))
    this.#id = null
  }

  #beat(): void {
    if (this.#id === null) return
    try {
      this.#statements.change(
        sql.updateTable('owner').set({ heartbeat_at: this.#now() }).where('id', '=', this.#id),
      )
    } catch {
      // A full or locked disk is told by the write that matters; a missed heartbeat is made up by the next.
    }
  }

  #isAlive(owner: { id: number; host: string; pid: number; heartbeat_at: number }): boolean {
    if (ownIds.has(this.#key(owner.id))) return true
    const silence = this.#now() - owner.heartbeat_at
    if (owner.host !== hostname()) return silence < REMOTE_SILENCE_MS
    return owner.pid !== process.pid && silence < LOCAL_SILENCE_MS && isProcessAlive(owner.pid)
  }

  #key(id: number): string {
    return `${this.#storePath}\0${id}`
  }
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Without permission to signal it, it is there all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
