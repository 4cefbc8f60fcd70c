import { expect, test, vi } from 'vitest'
import { useCurrentRunStore } from '../../../renderer/stores/current-run.ts'
import { useDigitsStore } from '../../../renderer/stores/digits.ts'
import { useInspectStore } from '../../../renderer/stores/inspect.ts'
import { useNoticesStore } from '../../../renderer/stores/notices.ts'
import { useRunsStore } from '../../../renderer/stores/runs.ts'
import { useTrainingStore } from '../../../renderer/stores/training.ts'
import { ENDLESS, openTinyWorkbench, tinyRecipe, trainToEnd } from '../../electron/backend/tiny-workbench.ts'
import { openTestWindow } from '../window.ts'

const WAIT = { timeout: 20_000 }

/** A window over two runs, the second one newer. */
async function openStores() {
  const { workbench, dataSet } = openTinyWorkbench()
  const older = await trainToEnd(workbench, tinyRecipe(dataSet))
  const newer = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 2 }))
  const window = openTestWindow(workbench)
  const runs = window.use(useRunsStore)
  const current = window.use(useCurrentRunStore)
  await vi.waitFor(() => expect(runs.list).toHaveLength(2), WAIT)
  return { workbench, dataSet, window, runs, current, older, newer }
}

test('without a choice it is the newest run; what is chosen holds for Digits and Inspect alike', async () => {
  const { window, current, older, newer } = await openStores()
  const digits = window.use(useDigitsStore)
  const inspect = window.use(useInspectStore)
  expect(current.run?.id).toBe(newer.id)
  current.choose(older.id)
  expect([current.run?.id, digits.run?.id, inspect.run?.id]).toEqual([older.id, older.id, older.id])
  current.chooseEpoch(1)
  expect([digits.epoch, inspect.epoch]).toEqual([1, 1])
  current.choose(newer.id)
  expect([digits.epoch, inspect.epoch]).toEqual([newer.best!.epoch, newer.best!.epoch])
})

test('a run that starts elsewhere takes the place of no choice, and not of a chosen epoch', async () => {
  const { workbench, dataSet, current, runs, newer } = await openStores()
  const other = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
  await vi.waitFor(() => expect(current.run?.id).toBe(other.id), WAIT)
  current.chooseEpoch(0)
  const last = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
  await vi.waitFor(() => expect(runs.byId.has(last.id)).toBe(true), WAIT)
  expect(current.run?.id).toBe(other.id)
  expect(newer.id).not.toBe(other.id)
})

test('a deleted run gives way to another one, and is the current one again once it is back', async () => {
  const { window, runs, current, older, newer } = await openStores()
  current.choose(older.id)
  await runs.remove([older.id])
  expect(current.run?.id).toBe(newer.id)
  window.use(useNoticesStore).list.at(-1)!.action!.run()
  await vi.waitFor(() => expect(current.run?.id).toBe(older.id), WAIT)
})

test('an archived run stays while it is chosen, comes last in the list, and is nobody’s default', async () => {
  const { runs, current, older, newer } = await openStores()
  await runs.archive([newer.id], true)
  await vi.waitFor(() => expect(current.choices.map((run) => run.id)).toEqual([older.id, newer.id]), WAIT)
  expect(current.run?.id).toBe(older.id)
  current.choose(newer.id)
  expect(current.run?.id).toBe(newer.id)
})

test('a run that starts here is the current one, and has nothing to try before its first epoch', async () => {
  const { workbench, dataSet, window, current } = await openStores()
  const digits = window.use(useDigitsStore)
  const training = window.use(useTrainingStore)
  const blocked = tinyRecipe(dataSet, { epochs: ENDLESS })
  // Both workers are busy, so that the third run waits.
  const busy = [
    await workbench.api.runs.start({ recipe: blocked }),
    await workbench.api.runs.start({ recipe: blocked }),
  ]
  const { id } = await training.start(tinyRecipe(dataSet))
  expect(current.run?.id).toBe(id)
  expect(current.runWithWeights).toBeNull()
  expect([digits.run, digits.epoch]).toEqual([null, null])
  for (const run of busy) await workbench.api.runs.stop({ runId: run.id })
  await vi.waitFor(() => expect(digits.run?.id).toBe(id), WAIT)
})
