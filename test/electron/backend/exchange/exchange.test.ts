import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { FileWorkProgress } from '#contract/types.ts'
import { MIGRATIONS } from '#backend/store/migrations.ts'
import { openDatabase } from '#backend/store/open-database.ts'
import type { Checkpoint } from '#core/training/checkpoint.ts'
import { addEpoch, addRun, findProblems, SMALL_RECIPE, smallMetrics } from '../store/filled-store.ts'
import { refusal } from '../tiny-workbench.ts'
import { makeExchangeStore } from './exchange-store.ts'

/** All that a run is, but for what belongs to the store it lies in. */
function contentOf(storePath: string, id: string): unknown {
  const database = new Database(storePath, { readonly: true })
  try {
    const rows = (text: string): unknown[] => database.prepare(text).all(id)
    const [run] = rows('SELECT * FROM run WHERE id = ?') as Record<string, unknown>[]
    return {
      run: { ...run, owner_id: null, status: null, reason: null },
      epochs: rows('SELECT * FROM epoch WHERE run_id = ? ORDER BY epoch'),
      checkpoints: rows('SELECT * FROM checkpoint WHERE run_id = ? ORDER BY epoch'),
    }
  } finally {
    database.close()
  }
}

describe('a file of runs', () => {
  it('never takes the place of the store that its runs come from', async () => {
    const { store, exchange } = makeExchangeStore()
    const [id] = [addRun(store, 1), addRun(store, 2)]
    const done = exchange.exportRuns([id], store.path, { mayReplace: true })
    expect(await refusal(done)).toMatchObject({
      code: 'invalid',
      message: `${store.path}: expected another file than the store that the runs come from`,
    })
    expect(store.runs.list()).toHaveLength(2)
  })

  it('carries everything of the chosen runs, byte for byte, and nothing else', async () => {
    const from = makeExchangeStore()
    const [first, second, other] = [
      addRun(from.store, 5, 'first'),
      addRun(from.store, 3),
      addRun(from.store, 2),
    ]
    const started = from.store.runs.create({
      status: 'queued',
      recipe: SMALL_RECIPE,
      parameters: new Float64Array(130).fill(0.25),
      parent: { runId: first, name: 'first', epoch: 2 },
    })
    from.store.runs.setStatus(first, 'completed')
    from.store.runs.edit([first], { notes: '# Why', addTags: ['teaching'], colour: 3, isStarred: true })
    const file = from.path('some.backprop')
    const reports: FileWorkProgress[] = []
    const onProgress = (progress: FileWorkProgress): void => void reports.push(progress)
    const bytes = await from.exchange.exportRuns([first, second, started], file, { onProgress })
    expect(bytes).toBe(statSync(file).size)
    expect(reports[0]).toMatchObject({ phase: 'writing', fraction: 0 })
    expect(readdirSync(from.folder).filter((name) => name.includes('backprop'))).toEqual(['some.backprop'])

    const to = makeExchangeStore()
    const imported = await to.exchange.importRuns(file)
    expect(imported).toEqual({
      ...{
        fileName: 'some.backprop',
        added: 3,
        present: 0,
        extended: 0,
        besides: 0,
        busy: 0,
        hasChecksum: true,
        home: [],
      },
      runIds: [first, second, started],
    })
    expect(to.announced).toEqual([first, second, started])
    for (const id of imported.runIds) {
      expect(contentOf(to.store.path, id)).toEqual(contentOf(from.store.path, id))
    }
    expect(to.store.runs.list().map((run) => run.id)).not.toContain(other)
    // Nobody trains them here; what was training there can go on.
    expect(to.store.runs.summarize(first).status).toBe('completed')
    expect(to.store.runs.summarize(second)).toMatchObject({
      status: 'interrupted',
      reason: { code: 'copied-while-active' },
    })
    expect(findProblems(to.store.path)).toEqual([])
  })

  it('can leave the weights between best and last out', async () => {
    const from = makeExchangeStore()
    const id = addRun(from.store, 6)
    const file = from.path('ends.backprop')
    await from.exchange.exportRuns([id], file, { weights: 'best-and-last' })
    const to = makeExchangeStore()
    await to.exchange.importRuns(file)
    expect(to.store.runs.get(id)).toMatchObject({
      epochsDone: 6,
      keepEvery: null,
      weightsSha256: from.store.runs.get(id).weightsSha256,
    })
    // All are as right on the validation images, so the first is the best.
    expect([0, 1, 2, 3, 4, 5].filter((epoch) => to.store.checkpoints.find(id, epoch) !== null)).toEqual([
      0, 5,
    ])
    expect(findProblems(to.store.path)).toEqual([])
  })

  it('is refused for a run that is not there, and leaves no file', async () => {
    const { exchange, folder, path: at } = makeExchangeStore()
    const error = await refusal(exchange.exportRuns(['zzzz'], at('none.backprop')))
    expect(error).toMatchObject({ code: 'not-found' })
    expect(readdirSync(folder).filter((name) => name.includes('part') || name.includes('backprop'))).toEqual(
      [],
    )
  })

  it('does not replace a file unless asked to', async () => {
    const { exchange, store, path: at } = makeExchangeStore()
    const id = addRun(store, 1)
    writeFileSync(at('mine.backprop'), 'mine')
    await expect(exchange.exportRuns([id], at('mine.backprop'))).rejects.toMatchObject({ code: 'EEXIST' })
    expect(readFileSync(at('mine.backprop'), 'utf8')).toBe('mine')
    await exchange.exportRuns([id], at('mine.backprop'), { mayReplace: true })
    expect(findProblems(at('mine.backprop'))).toEqual([])
  })
})

describe('merging', () => {
  it('adds nothing twice, keeps the record here, and takes missing tags and notes', async () => {
    const from = makeExchangeStore()
    const [named, plain] = [addRun(from.store, 2), addRun(from.store, 2)]
    from.store.runs.edit([named, plain], { notes: 'theirs', addTags: ['a', 'b'] })
    const file = from.path('x.backprop')
    await from.exchange.exportRuns([named, plain], file)
    const to = makeExchangeStore()
    await to.exchange.importRuns(file)
    to.store.runs.edit([named], { notes: 'ours', removeTags: ['a', 'b'], addTags: ['B', 'own'], colour: 2 })
    to.store.runs.edit([plain], { notes: '' })
    to.store.runs.rename(named, 'renamed')
    expect(await to.exchange.importRuns(file)).toMatchObject({ added: 0, present: 2, runIds: [named, plain] })
    expect(to.store.runs.summarize(named)).toMatchObject({
      name: 'renamed',
      notes: 'ours',
      tags: ['B', 'own', 'a'],
      colour: 2,
    })
    expect(to.store.runs.summarize(plain)).toMatchObject({ notes: 'theirs' })
    expect(to.store.runs.list()).toHaveLength(2)
  })

  it('replaces a run by its longer self, and never by its shorter one', async () => {
    const from = makeExchangeStore()
    const id = addRun(from.store, 2)
    const [short, long] = [from.path('short.backprop'), from.path('long.backprop')]
    await from.exchange.exportRuns([id], short)
    addEpoch(from.store, id, 2)
    addEpoch(from.store, id, 3)
    await from.exchange.exportRuns([id], long)
    const to = makeExchangeStore()
    await to.exchange.importRuns(short)
    expect(await to.exchange.importRuns(long)).toMatchObject({ extended: 1, runIds: [id] })
    expect(contentOf(to.store.path, id)).toEqual(contentOf(from.store.path, id))
    expect(findProblems(to.store.path)).toEqual([])
    expect(await to.exchange.importRuns(short)).toMatchObject({ present: 1, extended: 0 })
    expect(to.store.runs.summarize(id).epochsDone).toBe(4)
  })

  it('leaves a run alone that is trained here', async () => {
    const from = makeExchangeStore()
    const id = addRun(from.store, 1)
    const [short, long] = [from.path('short.backprop'), from.path('long.backprop')]
    await from.exchange.exportRuns([id], short)
    addEpoch(from.store, id, 1)
    await from.exchange.exportRuns([id], long)
    const to = makeExchangeStore()
    await to.exchange.importRuns(short)
    to.store.runs.claim(id, ['interrupted'], () => '')
    expect(await to.exchange.importRuns(long)).toMatchObject({ busy: 1, extended: 0 })
    expect(to.store.runs.summarize(id)).toMatchObject({ status: 'queued', epochsDone: 1 })
  })

  it('keeps another training of the same id beside, once, and says so in its notes', async () => {
    const from = makeExchangeStore()
    const id = addRun(from.store, 2, 'twin')
    const [child] = [
      from.store.runs.create({
        status: 'queued',
        recipe: SMALL_RECIPE,
        parent: { runId: id, name: 'twin', epoch: 1 },
      }),
    ]
    const file = from.path('twin.backprop')
    await from.exchange.exportRuns([id], file)
    const to = makeExchangeStore()
    await to.exchange.importRuns(file)
    // From the same beginning, the two went on differently.
    addEpoch(from.store, id, 2)
    to.store.runs.claim(id, ['interrupted'], () => '')
    const checkpoint: Checkpoint = {
      epoch: 2,
      steps: 30,
      parameters: new Float64Array(130),
      optimizerState: new Float64Array(130),
    }
    to.store.runs.addEpoch(id, smallMetrics(2), checkpoint)
    to.store.runs.setStatus(id, 'stopped')
    const both = from.path('both.backprop')
    await from.exchange.exportRuns([id, child], both)
    const merged = await to.exchange.importRuns(both)
    expect(merged).toMatchObject({ besides: 1, added: 1, present: 0 })
    const beside = merged.runIds[0]!
    expect(beside).not.toBe(id)
    expect(to.store.runs.summarize(beside)).toMatchObject({
      name: 'twin',
      weightsSha256: from.store.runs.summarize(id).weightsSha256,
      notes: `Imported beside the run of the same id, ${id}, from which it differs in epoch 2.`,
    })
    expect(to.store.runs.summarize(child).parent?.runId).toBe(beside)
    expect(await to.exchange.importRuns(both)).toMatchObject({ besides: 0, added: 0, present: 2 })
    expect(to.store.runs.list()).toHaveLength(3)
    expect(findProblems(to.store.path)).toEqual([])
  })

  it('brings back what was deleted here', async () => {
    const from = makeExchangeStore()
    const id = addRun(from.store, 2)
    const file = from.path('x.backprop')
    await from.exchange.exportRuns([id], file)
    const to = makeExchangeStore()
    await to.exchange.importRuns(file)
    to.store.runs.delete([id])
    expect(await to.exchange.importRuns(file)).toMatchObject({ added: 1, present: 0 })
    expect(to.store.runs.summarize(id).epochsDone).toBe(2)
  })

  it('takes a whole store, also one that is open and one of an older layout, and changes neither', async () => {
    const from = makeExchangeStore()
    const id = addRun(from.store, 3)
    const gone = addRun(from.store, 1)
    from.store.runs.delete([gone])
    const to = makeExchangeStore()
    expect(existsSync(`${from.store.path}-wal`)).toBe(true)
    const before = readFileSync(from.store.path)
    expect(await to.exchange.importRuns(from.store.path)).toMatchObject({ added: 1, runIds: [id] })
    expect(readFileSync(from.store.path).equals(before)).toBe(true)

    const old = to.path('old.sqlite')
    const layout = openDatabase(old, { migrations: MIGRATIONS.slice(0, 1) })
    layout.exec(`
      INSERT INTO run (id, name, status, recipe, created_at)
      VALUES ('2222222222', 'from long ago', 'failed', '${JSON.stringify(withoutEngine())}', '2026-01-01T00:00:00.000Z')`)
    layout.close()
    const bytes = readFileSync(old)
    expect(await to.exchange.importRuns(old)).toMatchObject({ added: 1 })
    expect(to.store.runs.summarize('2222222222')).toMatchObject({
      name: 'from long ago',
      recipe: { engine: 'reference' },
    })
    expect(readFileSync(old).equals(bytes)).toBe(true)
  })
})

function withoutEngine(): unknown {
  const recipe: Record<string, unknown> = { ...SMALL_RECIPE }
  delete recipe.engine
  return recipe
}
