import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WorkbenchHost } from '#backend/host/workbench-host.ts'
import { MIGRATIONS, STORE_VERSION } from '#backend/store/migrations.ts'
import { openDatabase } from '#backend/store/open-database.ts'
import { Store } from '#backend/store/store.ts'
import type { KnownStore } from '#contract/types.ts'
import {
  ENDLESS,
  makeFolder,
  reachEpochs,
  refusal,
  tinyRecipe,
  trainToEnd,
  writeTinyDataSet,
} from '../tiny-workbench.ts'

const HOLDER = fileURLToPath(new URL('../two-programs/hold-lock.ts', import.meta.url))

function openHost(home = realpathSync(makeFolder()), storePath = path.join(home, 'workbench.sqlite')) {
  const host = new WorkbenchHost({
    home,
    storePath,
    dataFolder: path.join(home, 'data-sets'),
    version: '0.0.0',
    maxWorkers: 2,
    logError: (message, error) => {
      throw new Error(message, { cause: error })
    },
  })
  onTestFinished(() => host.close())
  return { host, home, inHome: (name: string) => path.join(home, name) }
}

const namesOf = (stores: readonly KnownStore[]): string[] => stores.map(({ name }) => name)
const runsOf = async (host: WorkbenchHost): Promise<string[]> =>
  (await host.workbench.api.runs.list()).map((run) => run.name)
const listOf = async (host: WorkbenchHost): Promise<readonly KnownStore[]> =>
  (await host.workbench.api.stores.list()).stores

describe('another store in place of the open one', () => {
  it('is opened with its own runs, and the former one again with its', async () => {
    const { host, inHome } = openHost()
    const dataSet = writeTinyDataSet(inHome('tiny'))
    const first = await trainToEnd(host.workbench, tinyRecipe(dataSet))
    let changes = 0
    host.onChange(() => changes++)

    await host.workbench.api.stores.create({ name: 'course' })
    expect(host.storePath).toBe(inHome('course.sqlite'))
    expect((await host.workbench.api.app.getInfo()).storePath).toBe(inHome('course.sqlite'))
    expect(await runsOf(host)).toEqual([])
    const second = await trainToEnd(host.workbench, tinyRecipe(dataSet, { seed: 2 }))
    expect(await runsOf(host)).toEqual([second.name])

    await host.workbench.api.stores.open({ storePath: inHome('workbench.sqlite') })
    expect((await host.workbench.api.runs.list()).map((run) => run.id)).toEqual([first.id])
    const stores = await listOf(host)
    expect(stores.map(({ name, isOpen, isThere, isUsual }) => ({ name, isOpen, isThere, isUsual }))).toEqual([
      { name: 'workbench.sqlite', isOpen: true, isThere: true, isUsual: true },
      { name: 'course.sqlite', isOpen: false, isThere: true, isUsual: false },
    ])
    await host.close()
    expect(changes).toBe(2)
  })

  it('interrupts trainings, which can be resumed in their store', async () => {
    const { host, inHome } = openHost()
    const dataSet = writeTinyDataSet(inHome('tiny'))
    const run = await host.workbench.api.runs.start({ recipe: tinyRecipe(dataSet, { epochs: ENDLESS }) })
    await reachEpochs(host.workbench, run.id, 1)
    expect((await host.workbench.api.stores.list()).trainings).toEqual([run.name])
    await host.workbench.api.stores.create({ name: 'course.sqlite' })
    expect((await host.workbench.api.stores.list()).trainings).toEqual([])
    await host.workbench.api.stores.open({ storePath: inHome('workbench.sqlite') })
    const left = await host.workbench.api.runs.get({ runId: run.id })
    expect(left.status).toBe('interrupted')
    expect(left.epochsDone).toBeGreaterThan(0)
    await host.workbench.api.runs.resume({ runId: run.id })
    await reachEpochs(host.workbench, run.id, left.epochsDone + 1)
  })

  it('opens a file that a person chose, and makes one where a person chose a place', async () => {
    const { host, inHome } = openHost()
    const elsewhere = path.join(realpathSync(makeFolder()), 'elsewhere.sqlite')
    const target = host.workbench.handles.save(elsewhere.replace('.sqlite', ''), { owner: 'test' })
    await host.workbench.api.stores.createFile({ fileId: target.fileId })
    expect(host.storePath).toBe(elsewhere)
    const taken = host.workbench.handles.save(elsewhere, { owner: 'test' })
    const { message } = await refusal(host.workbench.api.stores.checkNewFile({ fileId: taken.fileId }))
    expect(message).toContain(`${elsewhere} is there already`)
    const { fileId } = await host.workbench.handles.open(inHome('workbench.sqlite'), { owner: 'test' })
    await host.workbench.api.stores.openFile({ fileId })
    expect(host.storePath).toBe(inHome('workbench.sqlite'))
    expect(namesOf(await listOf(host))).toEqual(['workbench.sqlite', 'elsewhere.sqlite'])
  })

  it('is never an upload, and no path that is not on the list', async () => {
    const { host, inHome } = openHost()
    const { api, handles } = host.workbench
    const elsewhere = path.join(makeFolder(), 'private.sqlite')
    new Store(elsewhere).close()
    const { fileId } = await handles.open(elsewhere, { owner: 'test', name: 'up.sqlite', isTemporary: true })
    const upload = await refusal(api.stores.openFile({ fileId }))
    expect(upload.message).toMatch(/^up.sqlite: expected a store on the computer that trains, got an upload/)
    const unknown = await refusal(api.stores.open({ storePath: elsewhere }))
    expect(unknown).toMatchObject({ code: 'not-found' })
    expect(unknown.message).toContain(elsewhere)
    await api.stores.forget({ storePath: elsewhere })
    expect((await refusal(api.stores.open({ storePath: elsewhere }))).code).toBe('not-found')
    expect(host.storePath).toBe(inHome('workbench.sqlite'))
    // Once another start has named it, a window may open it.
    host.offer(elsewhere)
    await api.stores.open({ storePath: elsewhere })
    expect(host.storePath).toBe(elsewhere)
  })
})

describe('a file that is no store', () => {
  const makers: [kind: string, name: string, make: (file: string) => void, reason: RegExp][] = [
    [
      'a text',
      'notes.sqlite',
      (file) => writeFileSync(file, 'dear diary '.repeat(99)),
      /got a file that is no database$/,
    ],
    [
      "another program's database",
      'songs.sqlite',
      (file) => void new Database(file).exec('CREATE TABLE song (title)').close(),
      /expected a store of this workbench, got a database of another program$/,
    ],
    [
      "a newer version's store",
      'newer.sqlite',
      (file) => openDatabase(file, { migrations: [...MIGRATIONS, { version: 9990, sql: '' }] }).close(),
      new RegExp(`expected layout ${STORE_VERSION} at most, got 9990`),
    ],
    [
      'a file of runs',
      'runs.backprop',
      (file) => new Store(file).close(),
      /expected a store, got a file of runs; it can be imported/,
    ],
    ['gone', 'gone.sqlite', () => undefined, /expected a store of this workbench, but nothing is there$/],
  ]
  it.each(makers)(
    '%s is refused by its name, and the open store stays',
    async (_kind, name, make, reason) => {
      const { host, inHome } = openHost()
      const run = await trainToEnd(
        host.workbench,
        tinyRecipe(writeTinyDataSet(inHome('tiny')), { epochs: 1 }),
      )
      const file = path.join(makeFolder(), name)
      make(file)
      host.offer(file)
      const { workbench } = host
      const error = await refusal(workbench.api.stores.open({ storePath: file }))
      expect(error.message.startsWith(`The store ${file} cannot be used: `)).toBe(true)
      expect(error.message).toMatch(reason)
      expect(host.workbench).toBe(workbench)
      expect(await runsOf(host)).toEqual([run.name])
      await workbench.api.runs.rename({ runId: run.id, name: 'still written' })
      expect(namesOf(await listOf(host)).includes(name)).toBe(true)
    },
  )

  it('a locked one is refused in a moment, and is opened once it is free', async () => {
    const { host, inHome } = openHost()
    openDatabase(inHome('locked.sqlite'), { migrations: MIGRATIONS.slice(0, 1) }).close()
    const child = fork(HOLDER, [inHome('locked.sqlite')], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    const exited = once(child, 'exit')
    await once(child, 'message')
    const error = await refusal(host.workbench.api.stores.open({ storePath: inHome('locked.sqlite') }))
    expect(error.message).toContain('locked.sqlite cannot be used: another program keeps it locked')
    expect(host.storePath).toBe(inHome('workbench.sqlite'))
    child.send('let go')
    await exited
    await host.workbench.api.stores.open({ storePath: inHome('locked.sqlite') })
    expect(host.storePath).toBe(inHome('locked.sqlite'))
  })

  it('the open one, one that is there, and two at once are conflicts', async () => {
    const { host, inHome } = openHost()
    const { api } = host.workbench
    new Store(inHome('there.sqlite')).close()
    const before = readFileSync(inHome('there.sqlite'))
    const opened = await refusal(api.stores.open({ storePath: inHome('workbench.sqlite') }))
    expect(opened).toMatchObject({
      code: 'conflict',
      message: `${inHome('workbench.sqlite')} is the store that is open.`,
    })
    const there = await refusal(api.stores.create({ name: 'there' }))
    expect(there.message).toContain(
      `${inHome('there.sqlite')} is there already: expected the name of a new store`,
    )
    expect(await refusal(api.stores.checkNew({ name: 'there' }))).toEqual(there)
    expect(await refusal(api.stores.checkNew({ name: 'there.sqlite' }))).toEqual(there)
    await api.stores.checkNew({ name: 'one' })
    expect(readFileSync(inHome('there.sqlite')).equals(before)).toBe(true)
    const both = await Promise.allSettled([
      api.stores.create({ name: 'one' }),
      api.stores.create({ name: 'two' }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('the list of the last stores', () => {
  it('has what was opened last first, over restarts, and what lies beside the usual one', async () => {
    const { host, home, inHome } = openHost()
    for (const name of ['one', 'two', 'three']) await host.workbench.api.stores.create({ name })
    await host.close()
    new Store(inHome('beside.sqlite')).close()
    new Store(inHome('workbench.backup-20261122T204502Z-layout-20.sqlite')).close()
    const again = openHost(home).host
    expect(namesOf(await listOf(again))).toEqual([
      ...['workbench.sqlite', 'three.sqlite', 'two.sqlite', 'one.sqlite', 'beside.sqlite'],
    ])
    const beside = (await listOf(again)).at(-1)!
    expect(beside).toMatchObject({ openedAt: null, folder: home, isThere: true })
  })

  it('shows what is gone as gone, until it is taken off', async () => {
    const folder = realpathSync(makeFolder())
    const { host, home, inHome } = openHost()
    host.offer(path.join(folder, 'lent.sqlite'))
    new Store(path.join(folder, 'lent.sqlite')).close()
    await host.workbench.api.stores.open({ storePath: path.join(folder, 'lent.sqlite') })
    await host.workbench.api.stores.open({ storePath: inHome('workbench.sqlite') })
    await host.close()
    rmSync(folder, { recursive: true })
    const again = openHost(home).host
    const gone = (await listOf(again)).find(({ name }) => name === 'lent.sqlite')
    expect(gone).toMatchObject({ isThere: false, folder })
    const { stores } = await again.workbench.api.stores.forget({ storePath: gone!.path })
    expect(namesOf(stores)).toEqual(['workbench.sqlite'])
    await again.close()
    expect(namesOf(await listOf(openHost(home).host))).toEqual(['workbench.sqlite'])
  })

  it('offers the usual store although it was never made', async () => {
    const home = realpathSync(makeFolder())
    const { host, inHome } = openHost(home, path.join(home, 'other', 'first.sqlite'))
    const usual = (await listOf(host)).find(({ isUsual }) => isUsual)
    expect(usual).toMatchObject({ name: 'workbench.sqlite', isThere: false, isOpen: false })
    await host.workbench.api.stores.open({ storePath: usual!.path })
    expect(host.storePath).toBe(inHome('workbench.sqlite'))
  })

  it.each(['', '{"stores": [{"path": "/a', '[]', '{"stores": [{"path": 3}]}', '\0\0\0'])(
    'begins anew where it is damaged, which is said once: %j',
    async (text) => {
      const home = realpathSync(makeFolder())
      writeFileSync(path.join(home, 'recent-stores.json'), text)
      const { api } = openHost(home).host.workbench
      const first = await api.stores.list()
      expect(namesOf(first.stores)).toEqual(['workbench.sqlite'])
      expect(first.problem).toContain('recent-stores.json, was damaged')
      expect((await api.stores.list()).problem).toBeNull()
      expect(readFileSync(path.join(home, 'recent-stores.damaged.json'), 'utf8')).toBe(text)
      expect(JSON.parse(readFileSync(path.join(home, 'recent-stores.json'), 'utf8'))).toMatchObject({
        stores: [{ path: path.join(home, 'workbench.sqlite') }],
      })
    },
  )

  it('keeps no store from opening where it cannot be written', async () => {
    const home = realpathSync(makeFolder())
    // A folder in its place, which even an administrator cannot write to as a file.
    mkdirSync(path.join(home, 'recent-stores.json'))
    const { host, inHome } = openHost(home)
    await host.workbench.api.stores.create({ name: 'course' })
    expect(host.storePath).toBe(inHome('course.sqlite'))
    expect((await host.workbench.api.stores.list()).problem).toMatch(
      /^The list of recently opened stores was not/,
    )
  })
})
