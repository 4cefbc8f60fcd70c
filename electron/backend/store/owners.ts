import { hostname, uptime } from 'node:os'
import type { Selectable } from 'kysely'
import { isProcessAlive } from '#files/process-alive.ts'
import { readProcessStart } from './process-start.ts'
import type { OwnerTable } from './schema.ts'
import { sql, type Statements } from './statements.ts'

/** How often a living program renews its heartbeat, in milliseconds. */
const HEARTBEAT_MS = 2000

/**
 * A program on another machine counts as dead after this time without a heartbeat, as its process cannot be looked up.
 */
const REMOTE_SILENCE_MS = 15_000

/**
 * On this machine its process can be looked up, but where its start cannot be read, another process may have the number
 * by now. A living process that is silent this long is watched; see `WATCH_MS`.
 */
const LOCAL_SILENCE_MS = 60_000

/**
 * How long an owner that is silent, or whose clock was ahead, is watched before it counts as dead, in time that this
 * machine was awake: after a sleep every heartbeat is old for a moment.
 */
const WATCH_MS = 10_000

/** Silence after which even a program that runs for a moment only need not watch any longer. */
const LONG_SILENCE_MS = 24 * 3_600_000

/** The time, to be replaced in tests. */
export interface OwnerClock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** A clock in milliseconds that stops while the machine sleeps. */
  readonly awake: () => number
  /** Milliseconds since this machine was started. */
  readonly uptime: () => number
}

const SYSTEM_CLOCK: OwnerClock = {
  now: () => Date.now(),
  awake: () => performance.now(),
  uptime: () => uptime() * 1000,
}

/** Owners of this very process, which may have several stores open, or whose number was a dead program's before. */
const ownIds = new Set<string>()

type OwnerRow = Selectable<OwnerTable>

/** This program's registration in a store as the one that trains runs or can undo deletions. */
export class Owner {
  readonly #statements: Statements
  readonly #storePath: string
  readonly #clock: OwnerClock
  /** Owners that are watched: the heartbeat they had, and since when. */
  readonly #watched = new Map<number, { readonly heartbeatAt: number; readonly since: number }>()
  #id: number | null = null
  #heartbeat: NodeJS.Timeout | undefined

  constructor(statements: Statements, storePath: string, clock: OwnerClock = SYSTEM_CLOCK) {
    this.#statements = statements
    this.#storePath = storePath
    this.#clock = clock
  }

  /** Its number in the store; it is registered, and its heartbeat started, on first use. */
  get id(): number {
    if (this.#id === null) {
      const { lastInsertRowid } = this.#statements.change(
        sql.insertInto('owner').values({
          ...{ host: hostname(), pid: process.pid, heartbeat_at: this.#clock.now() },
          process_start: readProcessStart(process.pid),
        }),
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
        sql.updateTable('owner').set({ heartbeat_at: this.#clock.now() }).where('id', '=', this.#id),
      )
    } catch {
      // A full or locked disk is reported by the write that matters; a missed heartbeat is made up for by the next.
    }
  }

  #isAlive(owner: OwnerRow): boolean {
    if (ownIds.has(this.#key(owner.id))) return true
    const silence = this.#clock.now() - owner.heartbeat_at
    // A heartbeat in the future was written by a clock that was ahead: whether it moves is all that it tells.
    if (owner.host !== hostname()) {
      return silence < 0 ? !this.#isStill(owner) : silence < REMOTE_SILENCE_MS
    }
    if (owner.pid === process.pid || !isProcessAlive(owner.pid)) return false
    const start = owner.process_start === null ? null : readProcessStart(owner.pid)
    if (start !== null) return start === owner.process_start
    if (silence > this.#clock.uptime() || silence > LONG_SILENCE_MS) return false
    return (silence >= 0 && silence < LOCAL_SILENCE_MS) || !this.#isStill(owner)
  }

  /** Whether an owner's heartbeat stood still for the whole time it was watched. */
  #isStill(owner: OwnerRow): boolean {
    const watched = this.#watched.get(owner.id)
    if (watched?.heartbeatAt === owner.heartbeat_at) return this.#clock.awake() - watched.since >= WATCH_MS
    this.#watched.set(owner.id, { heartbeatAt: owner.heartbeat_at, since: this.#clock.awake() })
    return false
  }

  #key(id: number): string {
    return `${this.#storePath}\0${id}`
  }
}
