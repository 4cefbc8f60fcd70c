import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Workbench } from '#backend/workbench.ts'
import { addEpoch, addRun, openStore } from './filled-store.ts'
import { makeFolder, openTinyWorkbench, tinyRecipe, trainToEnd } from '../tiny-workbench.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

/** Notes the statements that are prepared from now on. */
function noteStatements(): Set<string> {
  const texts = new Set<string>()
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on its database below
  const { prepare } = Database.prototype
  vi.spyOn(Database.prototype, 'prepare').mockImplementation(function (
    this: Database.Database,
    text: string,
  ) {
    texts.add(text)
    return prepare.call(this, text)
  })
  return texts
}

/** How SQLite reads the tables for each statement: `SEARCH epoch USING PRIMARY KEY (run_id=? AND epoch=?)`. */
function explain(storePath: string, texts: Iterable<string>): { text: string; steps: string[] }[] {
  const database = new Database(storePath, { readonly: true })
  const plans = [...texts]
    .filter((text) => /^\s*(select|insert|update|delete|with)\b/i.test(text))
    .map((text) => {
      const statement = database.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
      const unbound = Array.from({ length: text.split('?').length - 1 }, () => null)
      return { text, steps: statement.all(...unbound).map(({ detail }) => detail) }
    })
  database.close()
  return plans
}

describe('statements of the store', () => {
  it.each([
    { keepEvery: 1, name: 'all' },
    { keepEvery: 10, name: 'every tenth' },
    { keepEvery: null, name: 'the best and the newest' },
  ])('that add an epoch find each row by its key, where $name of the weights are kept', ({ keepEvery }) => {
    const storePath = path.join(makeFolder(), 'workbench.sqlite')
    const store = openStore(storePath)
    const runId = addRun(store, 0)
    store.runs.thin([runId], keepEvery)
    const texts = noteStatements()
    for (let epoch = 0; epoch < 3; epoch++) addEpoch(store, runId, epoch)
    const plans = explain(storePath, texts)
    expect(plans.length).toBeGreaterThan(4)
    const readsOfMany = plans.flatMap(({ text, steps }) =>
      steps
        // The newest epoch of a run is the last entry of its part of the key, wherever that is.
        .filter((step) => !(step.includes('(run_id=?)') && text.includes('max(epoch)')))
        .filter((step) => /^SCAN|\(run_id=\?\)|epoch>|epoch</.test(step))
        .map((step) => `${step}: ${text}`),
    )
    expect(readsOfMany).toEqual([])
  })

  it('that the window runs read no table whole, but where the whole is asked for', async () => {
    const texts = noteStatements()
    const { workbench, storePath, dataSet } = openTinyWorkbench()
    await useTheStore(workbench, dataSet)
    const scans = explain(storePath, texts).flatMap(({ text, steps }) =>
      steps
        .filter((step) => /^SCAN (run|epoch|checkpoint)\b/.test(step))
        // The list of runs in its order, and the states of all runs after a change by another program.
        .filter((step) => step !== 'SCAN run USING INDEX run_created_at')
        .filter(() => !READS_ALL.some((pattern) => pattern.test(text)))
        .map((step) => `${step}: ${text}`),
    )
    expect(scans).toEqual([])
  })
})

/** Statements that may read all runs. */
const READS_ALL: readonly RegExp[] = [
  // At a migration.
  /\breason = \? WHERE|SET reason = \?|SELECT DISTINCT reason/,
  // At opening: what was deleted for good.
  /"deleted_at" is not null and "deleted_by" is null/,
  // At the start of a run without a name, which gets a number that no other has.
  /"name" like \?/,
  // The marks of the whole list.
  /as "listed" cross join "epoch"/,
]

/** All that the window asks of the store in its places. */
async function useTheStore(workbench: Workbench, dataSet: string): Promise<void> {
  const { api } = workbench
  const recipe = tinyRecipe(dataSet)
  const first = await trainToEnd(workbench, recipe)
  const second = await trainToEnd(workbench, { ...recipe, seed: 2 })
  const runIds = [first.id, second.id]
  await api.runs.list()
  await api.runs.getList({})
  await api.runs.getList({ count: 5, before: second.id })
  await api.runs.getEpochs({ runIds })
  await api.runs.getKeptEpochs({ runIds })
  await api.runs.edit({ runIds, changes: { addTags: ['a'], notes: 'b' } })
  await api.runs.rename({ runId: first.id, name: 'first' })
  await api.analysis.evaluate({ runId: first.id })
  await api.analysis.diagnose({ runId: first.id })
  await api.analysis.compare({ a: first.id, b: second.id })
  const sweep = await api.sweeps.start({
    recipe: { ...recipe, epochs: 1 },
    variations: [{ path: 'seed', values: { kind: 'list', values: [3, 4] } }],
    search: { kind: 'grid' },
    halving: null,
    workers: 1,
    keepEvery: 1,
  })
  await vi.waitUntil(async () => (await api.sweeps.get({ sweepId: sweep.id })).status === 'completed', 30_000)
  await api.sweeps.list()
  await api.sweeps.diagnose({ sweepId: sweep.id })
  await api.runs.planThinning({ runIds, keepEvery: 2 })
  await api.runs.thin({ runIds, keepEvery: null })
  await api.runs.delete({ runIds: [second.id] })
  await api.runs.restore({ runIds: [second.id] })
  await api.sweeps.delete({ sweepId: sweep.id })
  await api.data.list()
}
