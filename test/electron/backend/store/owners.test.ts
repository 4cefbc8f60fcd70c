import { hostname } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '#backend/store/open-database.ts'
import { Owner } from '#backend/store/owners.ts'
import { Statements } from '#backend/store/statements.ts'
import { makeFolder } from '../tiny-workbench.ts'

const SECOND = 1000
const HOUR = 3600 * SECOND
/** A process that lives and is not this one. */
const LIVING = process.ppid
/** No process has this number. */
const DEAD = 2 ** 31 - 7

/** This program's view of another owner of the store, under a clock that the test sets. */
function watch(pid: number, host = hostname()) {
  const file = path.join(makeFolder(), 'workbench.sqlite')
  const database = openDatabase(file)
  onTestFinished(() => void database.close())
  const clock = { now: 1e12, awake: 0, uptime: 100 * HOUR }
  const owner = new Owner(new Statements(database), file, {
    now: () => clock.now,
    awake: () => clock.awake,
    uptime: () => clock.uptime,
  })
  database.prepare('INSERT INTO owner (host, pid, heartbeat_at) VALUES (?, ?, ?)').run(host, pid, clock.now)
  return {
    pass: (milliseconds: number, isAsleep = false) => {
      clock.now += milliseconds
      if (!isAsleep) clock.awake += milliseconds
    },
    beat: () => void database.prepare('UPDATE owner SET heartbeat_at = ?').run(clock.now),
    restartMachine: () => {
      clock.uptime = 5 * SECOND
    },
    isDead: () => owner.listDead().length > 0,
  }
}

describe('another program counts as', () => {
  it('dead when its process is gone, however fresh its heartbeat', () => {
    expect(watch(DEAD).isDead()).toBe(true)
  })

  it('dead when this process has its number', () => {
    expect(watch(process.pid).isDead()).toBe(true)
  })

  it('alive while its process lives, also right after the machine slept', () => {
    const other = watch(LIVING)
    expect(other.isDead()).toBe(false)
    other.pass(8 * HOUR, true)
    expect(other.isDead()).toBe(false)
    other.pass(2 * SECOND)
    other.beat()
    other.pass(20 * SECOND)
    expect(other.isDead()).toBe(false)
  })

  it('dead when its number went to another process and nothing beats while it is watched', () => {
    const other = watch(LIVING)
    other.pass(2 * 60 * SECOND)
    expect(other.isDead()).toBe(false)
    other.pass(11 * SECOND)
    expect(other.isDead()).toBe(true)
  })

  it('dead when the machine was started anew since', () => {
    const other = watch(LIVING)
    other.pass(60 * SECOND)
    other.restartMachine()
    expect(other.isDead()).toBe(true)
  })

  it('dead on another machine when it is silent', () => {
    const other = watch(DEAD, 'another-machine')
    other.pass(10 * SECOND)
    expect(other.isDead()).toBe(false)
    other.pass(10 * SECOND)
    expect(other.isDead()).toBe(true)
  })
})
