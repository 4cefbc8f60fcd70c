import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parameterLayout } from '#core/network/parameters.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { Store } from '#backend/store/store.ts'
import type { FileWorkProgress, RunImport } from '#contract/types.ts'
import { addEpoch, addRun, findProblems, openStore, smallMetrics } from '../store/filled-store.ts'
import type { ImportProgramMessage } from './import-program.ts'
import { makeExchangeStore, type ExchangeStore } from './exchange-store.ts'

const PROGRAM = fileURLToPath(new URL('import-program.ts', import.meta.url))

/** A file of some 20 MB, so that its import takes many transactions, with a run that the store has already, longer. */
async function makeLargeFile(): Promise<{ file: string; to: ExchangeStore; short: string; large: string }> {
  const from = makeExchangeStore()
  const short = addRun(from.store, 2, 'short')
  const beginning = from.path('beginning.backprop')
  await from.exchange.exportRuns([short], beginning)
  const to = makeExchangeStore()
  await to.exchange.importRuns(beginning)
  addEpoch(from.store, short, 2)
  const large = from.store.runs.create({ status: 'queued', recipe: LECTURE_RECIPE, name: 'large' })
  const { length, trainable } = parameterLayout(LECTURE_RECIPE)
  for (let epoch = 0; epoch < 100; epoch++) {
    const parameters = Float64Array.from({ length }, (_, k) => Math.sin(k + epoch))
    const optimizerState = new Float64Array(0 * trainable)
    from.store.runs.addEpoch(large, smallMetrics(epoch), { epoch, steps: epoch, parameters, optimizerState })
  }
  const file = from.path('large.backprop')
  await from.exchange.exportRuns([short, large], file)
  return { file, to, short, large }
}

/** All that the tables hold of runs, and what stands beside the store. */
function contentOf(exchangeStore: ExchangeStore): unknown {
  const database = new Database(exchangeStore.store.path, { readonly: true })
  try {
    const tables = ['run', 'epoch', 'checkpoint', 'run_import']
    return {
      rows: tables.map((table) => database.prepare(`SELECT * FROM ${table}`).all()),
      freePages: database.pragma('freelist_count', { simple: true }),
      files: readdirSync(exchangeStore.folder).filter((name) => !/-(wal|shm)$/.test(name)),
    }
  } finally {
    database.close()
  }
}

/** Imports until so much of it is done. @returns the process, which goes on */
async function beginImport(
  exchangeStore: ExchangeStore,
  file: string,
  isReached: (progress: FileWorkProgress) => boolean,
) {
  const child = fork(PROGRAM, [exchangeStore.store.path, file], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const result = new Promise<RunImport>((done) => {
    child.on('message', (message: ImportProgramMessage) => {
      if ('result' in message) done(message.result)
      else if (isReached(message.progress)) resolve(undefined)
    })
  })
  await promise
  return { child, result }
}

const isHalfAdded = ({ phase, bytes }: FileWorkProgress): boolean => phase === 'adding' && (bytes ?? 0) > 5e6

describe('an import', () => {
  it.each<FileWorkProgress['phase']>(['reading', 'checking', 'adding'])(
    'that is cancelled while it is %s leaves the store as it was',
    async (phase) => {
      const { file, to } = await makeLargeFile()
      const before = contentOf(to)
      const ending = new AbortController()
      const onProgress = (progress: FileWorkProgress): void => {
        if (progress.phase === phase && (phase !== 'adding' || isHalfAdded(progress))) ending.abort()
      }
      const done = to.exchange.importRuns(file, { signal: ending.signal, onProgress })
      await expect(done).rejects.toMatchObject({ code: 'cancelled' })
      expect(contentOf(to)).toEqual({ ...(before as object), freePages: 0 })
      expect(to.announced).toHaveLength(1)
      expect(await to.exchange.importRuns(file)).toMatchObject({ added: 1, extended: 1 })
      expect(findProblems(to.store.path)).toEqual([])
    },
  )

  it('shows nothing before it shows all, and tells how far it is', async () => {
    const { file, to, short, large } = await makeLargeFile()
    const reports: FileWorkProgress[] = []
    const seen = new Set<string>()
    const onProgress = (progress: FileWorkProgress): void => {
      reports.push(progress)
      const runs = to.store.runs.list()
      seen.add(runs.map((run) => `${run.name} ${run.epochsDone}`).join())
    }
    await to.exchange.importRuns(file, { onProgress })
    expect([...seen]).toEqual(['short 2'])
    expect([...new Set(reports.map(({ phase }) => phase))]).toEqual(['reading', 'checking', 'adding'])
    const fractions = reports.map(({ fraction }) => fraction)
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
    expect(to.store.runs.summarize(short).epochsDone).toBe(3)
    expect(to.store.runs.summarize(large).epochsDone).toBe(100)
    expect(findProblems(to.store.path)).toEqual([])
  })

  it('that is killed leaves nothing but hidden rows, which go at the next opening', async () => {
    const { file, to, short } = await makeLargeFile()
    const before = contentOf(to)
    const { child } = await beginImport(to, file, isHalfAdded)
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    expect(await exited).toEqual([null, 'SIGKILL'])
    expect(to.store.runs.list().map((run) => run.id)).toEqual([short])
    expect(findProblems(to.store.path)).toEqual([])
    const left = contentOf(to) as { rows: unknown[][]; files: string[] }
    expect(left.rows[2]!.length).toBeGreaterThan(2)
    expect(left.files.some((name) => name.startsWith('.backprop-'))).toBe(true)

    to.store.close()
    const again = new Store(to.store.path)
    again.close()
    expect(contentOf(to)).toEqual({ ...(before as object), freePages: 0 })
  })

  it('takes over what a killed one left, though the store was not opened anew', async () => {
    const { file, to, large } = await makeLargeFile()
    const { child } = await beginImport(to, file, isHalfAdded)
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
    to.store.runs.releaseDead()
    expect(await to.exchange.importRuns(file)).toMatchObject({ added: 1, extended: 1 })
    expect(to.store.runs.summarize(large).epochsDone).toBe(100)
    expect(findProblems(to.store.path)).toEqual([])
  })

  it('waits for that of another program', async () => {
    const { file, to } = await makeLargeFile()
    const { child, result } = await beginImport(to, file, isHalfAdded)
    const phases = new Set<string>()
    const exited = once(child, 'exit')
    const second = await to.exchange.importRuns(file, { onProgress: ({ phase }) => phases.add(phase) })
    expect([...phases][0]).toBe('waiting')
    expect(await result).toMatchObject({ added: 1, extended: 1 })
    expect(second).toMatchObject({ added: 0, extended: 0, present: 2 })
    expect(await exited).toEqual([0, null])
    expect(findProblems(to.store.path)).toEqual([])
  })

  it('decides anew what another program changes meanwhile', async () => {
    const { file, to, short } = await makeLargeFile()
    const other = openStore(to.store.path)
    let isChanged = false
    const onProgress = (progress: FileWorkProgress): void => {
      if (isChanged || !isHalfAdded(progress)) return
      isChanged = true
      other.runs.claim(short, ['interrupted'], () => '')
      addEpoch(other, short, 2)
      other.runs.setStatus(short, 'stopped')
    }
    expect(await to.exchange.importRuns(file, { onProgress })).toMatchObject({ added: 1, present: 1 })
    expect(isChanged).toBe(true)
    expect(to.store.runs.summarize(short)).toMatchObject({ epochsDone: 3, status: 'stopped' })
    expect(findProblems(to.store.path)).toEqual([])
  })
})
