import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { symlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '#backend/store/open-database.ts'
import { readProcessStart } from '#backend/store/process-start.ts'
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
function watch(
  pid: number,
  { host = hostname(), start = null }: { host?: string; start?: string | null } = {},
) {
  const file = path.join(makeFolder(), 'workbench.sqlite')
  const database = openDatabase(file)
  onTestFinished(() => void database.close())
  const clock = { now: 1e12, awake: 0, uptime: 100 * HOUR }
  const owner = new Owner(new Statements(database), file, {
    now: () => clock.now,
    awake: () => clock.awake,
    uptime: () => clock.uptime,
  })
  database
    .prepare('INSERT INTO owner (host, pid, heartbeat_at, process_start) VALUES (?, ?, ?, ?)')
    .run(host, pid, clock.now, start)
  return {
    pass: (milliseconds: number, isAsleep = false) => {
      clock.now += milliseconds
      if (!isAsleep) clock.awake += milliseconds
    },
    setHeartbeat: (at: number) => void database.prepare('UPDATE owner SET heartbeat_at = ?').run(at),
    now: () => clock.now,
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
    const other = watch(DEAD, { host: 'another-machine' })
    other.pass(10 * SECOND)
    expect(other.isDead()).toBe(false)
    other.pass(10 * SECOND)
    expect(other.isDead()).toBe(true)
  })
  describe.skipIf(process.platform !== 'linux')('where the start of processes can be read,', () => {
    it('alive as long as that very process lives, whatever its heartbeat says', () => {
      const other = watch(LIVING, { start: readProcessStart(LIVING) })
      for (const at of [0, other.now(), other.now() + 1000 * HOUR]) {
        other.setHeartbeat(at)
        expect(other.isDead()).toBe(false)
        other.pass(20 * SECOND)
        expect(other.isDead()).toBe(false)
      }
    })

    it('dead at once when its number went to another process, even with a heartbeat in the future', () => {
      const start = readProcessStart(LIVING)!
      for (const former of [start.replace(/\d+$/, '1'), start.replace(/^\w+/, 'another-boot')]) {
        const other = watch(LIVING, { start: former })
        expect(other.isDead()).toBe(true)
        other.setHeartbeat(other.now() + 1000 * HOUR)
        expect(other.isDead()).toBe(true)
      }
    })

    it('alive under a name with spaces and parentheses, and gone with its process', async () => {
      const folder = makeFolder()
      const program = path.join(folder, 'a) R 1 (b')
      symlinkSync(process.execPath, program)
      const child = spawn(program, [
        '--eval',
        'process.title = "x) Z 1 (y"; console.log(1); setInterval(() => {}, 1000)',
      ])
      onTestFinished(() => void child.kill('SIGKILL'))
      await once(child.stdout, 'data')
      const start = readProcessStart(child.pid!)
      expect(start).toMatch(/^[0-9a-f-]+ \d+$/)
      expect(watch(child.pid!, { start }).isDead()).toBe(false)
      child.kill('SIGKILL')
      await once(child, 'exit')
      expect(watch(child.pid!, { start }).isDead()).toBe(true)
    })
  })

  it.each([
    ['here', LIVING, hostname()],
    ['on another machine', DEAD, 'another-machine'],
  ])(
    'dead %s when its heartbeat lies in the future and stands still, alive when it moves',
    (_, pid, host) => {
      const other = watch(pid, { host })
      other.setHeartbeat(other.now() + 5 * HOUR)
      expect(other.isDead()).toBe(false)
      other.pass(11 * SECOND)
      expect(other.isDead()).toBe(true)
      const moving = watch(pid, { host })
      for (let k = 0; k < 20; k++) {
        moving.setHeartbeat(moving.now() + 5 * HOUR)
        expect(moving.isDead()).toBe(false)
        moving.pass(2 * SECOND)
      }
    },
  )
})
