import { statSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { ExchangeThreads } from '#backend/exchange/exchange-threads.ts'
import { openDatabase } from '#backend/store/open-database.ts'
import { StoreLog } from '#backend/store/store-log.ts'
import { makeFolder } from '../tiny-workbench.ts'

function openLog(): { database: Database.Database; log: StoreLog; storePath: string } {
  const storePath = path.join(makeFolder(), 'store.sqlite')
  const database = openDatabase(storePath)
  const log = new StoreLog(database)
  onTestFinished(() => {
    log.close()
    database.close()
  })
  return { database, log, storePath }
}

const FULL = 2

it('commits at once, and is done when the log is on the disk', async () => {
  const { database, log, storePath } = openLog()
  const other = new Database(storePath)
  const committed = log.commit(() => void database.exec("INSERT INTO data_folder VALUES ('/a', 'now')"))
  expect(other.prepare('SELECT path FROM data_folder').pluck().all()).toEqual(['/a'])
  await committed
  other.close()
})

it('leaves every other transaction as durable as before, also after one that fails', async () => {
  const { database, log } = openLog()
  await log.commit(() => undefined)
  expect(database.pragma('synchronous', { simple: true })).toBe(FULL)
  await expect(log.commit(() => void database.exec('INSERT INTO nowhere VALUES (1)'))).rejects.toThrow(
    'nowhere',
  )
  expect(database.pragma('synchronous', { simple: true })).toBe(FULL)
})

it('merges nothing while others do, and goes on doing so afterwards', async () => {
  const { database, log, storePath } = openLog()
  database.pragma('wal_checkpoint(TRUNCATE)')
  const before = statSync(storePath).size
  const fill = (): void => {
    database.exec('CREATE TABLE IF NOT EXISTS filling (bytes BLOB)')
    database.prepare('INSERT INTO filling VALUES (?)').run(Buffer.alloc(8e6))
  }
  await log.leaveMergingToOthers(async () => {
    fill()
    expect(statSync(storePath).size).toBe(before)
    await Promise.resolve()
  })
  fill()
  expect(statSync(storePath).size).toBeGreaterThan(before + 8e6)
})

/** Commits 64 MB in as many epochs of weights. @returns the longest that the log became, in bytes */
async function fillEpochs({ database, log, storePath }: ReturnType<typeof openLog>): Promise<number> {
  database.exec('CREATE TABLE filling (bytes BLOB)')
  const add = database.prepare('INSERT INTO filling VALUES (?)')
  const weights = Buffer.alloc(1e6)
  let longest = 0
  for (let k = 0; k < 64; k++) {
    await log.commit(() => void add.run(weights), weights.length)
    longest = Math.max(longest, statSync(`${storePath}-wal`).size)
  }
  return longest
}

it('has its log merged by another thread, and begins it anew', async () => {
  const opened = openLog()
  const threads = new ExchangeThreads()
  onTestFinished(() => threads.close())
  const merges: Promise<null>[] = []
  opened.log.mergeBeside(() => {
    const merge = threads.run({ type: 'merge', storePath: opened.storePath })
    merges.push(merge)
    return merge
  })
  // Where a commit merged, the log would have as many pages as that waits for.
  expect(await fillEpochs(opened)).toBeLessThan(8e6)
  await Promise.all(merges)
  expect(merges.length).toBeGreaterThan(10)
  expect(statSync(opened.storePath).size).toBeGreaterThan(55e6)
})

it('merges its log by itself where others fail to', async () => {
  const opened = openLog()
  opened.log.mergeBeside(() => Promise.reject(new Error('no thread')))
  expect(await fillEpochs(opened)).toBeLessThan(20e6)
  expect(statSync(opened.storePath).size).toBeGreaterThan(40e6)
})
