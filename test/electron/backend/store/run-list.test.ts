import path from 'node:path'
import { expect, it } from 'vitest'
import { makeFolder } from '../tiny-workbench.ts'
import { addRun, openStore, tamper } from './filled-store.ts'

it('gives the list in parts that join without a gap, whatever is deleted between them', () => {
  const store = openStore(path.join(makeFolder(), 'workbench.sqlite'))
  const ids = Array.from({ length: 7 }, (_, k) => addRun(store, k % 3)).reverse()
  // Runs of one moment keep the order in which they were made.
  tamper(
    store.path,
    (database) => void database.exec("UPDATE run SET created_at = '2026-01-01T00:00:00.000Z'"),
  )
  const first = store.runs.reader.listPage({ count: 3 })
  expect(first.ids).toEqual(ids)
  expect(first.runs.map((run) => run.id)).toEqual(ids.slice(0, 3))
  // The one that the rest is asked after goes meanwhile, and one of the rest.
  store.runs.delete([ids[2]!, ids[4]!])
  const rest = store.runs.reader.listPage({ before: ids[2] })
  expect(rest.runs.map((run) => run.id)).toEqual([ids[3], ids[5], ids[6]])
  const left = store.runs.list()
  expect(store.runs.reader.listPage({}).runs).toEqual(
    left.map(({ recipe, ...run }) => ({ ...run, recipeText: JSON.stringify(recipe) })),
  )
  expect(left.map(({ best, last }) => [best?.epoch, last?.epoch])).toContainEqual([0, 1])
})

it('gives the epochs of many runs, and passes over those that are gone', () => {
  const store = openStore(path.join(makeFolder(), 'workbench.sqlite'))
  const [some, none, deleted] = [addRun(store, 3), addRun(store, 0), addRun(store, 2)]
  store.runs.delete([deleted])
  const packed = store.runs.reader.packEpochs([deleted, some, 'zzzz', none])
  expect(packed.sound.map(({ runId, layers }) => [runId, layers])).toEqual([[some, '[null,null,null]']])
})
