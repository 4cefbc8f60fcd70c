import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { EPOCHS_AT_ONCE } from '#contract/limits.ts'
import { unpackEpochs } from '#contract/packed-runs.ts'
import { fetchEpochs } from '#contract/fetch-epochs.ts'
import { fillStore } from '../../bench/filled-store.ts'
import { makeFolder, openTinyWorkbench } from '../../electron/backend/tiny-workbench.ts'

it.each([
  ['a page within runs', 3, EPOCHS_AT_ONCE - 100],
  ['a page of exactly one run', 2, EPOCHS_AT_ONCE],
  ['many pages of one run', 1, 3 * EPOCHS_AT_ONCE + 7],
])('fetches all epochs, no answer being too long: %s', async (_, runs, epochs) => {
  const storePath = path.join(makeFolder(), 'runs.sqlite')
  fillStore(storePath, runs, epochs)
  const { api } = openTinyWorkbench({ storePath }).workbench
  const ids = (await api.runs.list()).map(({ id }) => id)
  const counts: number[] = []
  const getEpochs: typeof api.runs.getEpochs = async (input) => {
    const answer = await api.runs.getEpochs(input)
    counts.push(answer.reduce((sum, packed) => sum + unpackEpochs(packed).length, 0))
    return answer
  }
  const fetched = await fetchEpochs({ runs: { ...api.runs, getEpochs } }, ids)
  expect(Math.max(...counts)).toBe(Math.min(EPOCHS_AT_ONCE, runs * epochs))
  for (const id of ids) {
    expect(fetched.get(id)!.map(({ epoch }) => epoch)).toEqual(Array.from({ length: epochs }, (_, k) => k))
  }
})

it('has no epochs of a run that is damaged on a later page, and all of the next run', async () => {
  const storePath = path.join(makeFolder(), 'runs.sqlite')
  fillStore(storePath, 2, EPOCHS_AT_ONCE + 10)
  const { api } = openTinyWorkbench({ storePath }).workbench
  const [bad, good] = (await api.runs.list()).map(({ id }) => id)
  const database = new Database(storePath)
  const damage = `UPDATE epoch SET layers = '[' WHERE run_id = ? AND epoch = ?`
  expect(database.prepare(damage).run(bad, EPOCHS_AT_ONCE + 5).changes).toBe(1)
  database.close()
  const fetched = await fetchEpochs(api, [bad!, good!])
  expect(fetched.has(bad!)).toBe(false)
  expect(fetched.get(good!)).toHaveLength(EPOCHS_AT_ONCE + 10)
})
