import { expect, test, vi } from 'vitest'
import { rankingAccuracy } from '#shared/measures.ts'
import { useDataSetsStore } from '../../../renderer/stores/data-sets.ts'
import { useRecipeStore } from '../../../renderer/stores/recipe.ts'
import { useRunsStore } from '../../../renderer/stores/runs.ts'
import { useSweepFormStore } from '../../../renderer/stores/sweep-form.ts'
import { useSweepsStore } from '../../../renderer/stores/sweeps.ts'
import { ENDLESS, openTinyWorkbench, tinyRecipe } from '../../electron/backend/tiny-workbench.ts'
import { openTestWindow } from '../window.ts'

const WAIT = { timeout: 20_000 }

async function openStores(change = {}) {
  const { workbench, dataSet } = openTinyWorkbench()
  await workbench.api.data.addImages({ path: dataSet })
  const window = openTestWindow(workbench)
  const recipe = window.use(useRecipeStore)
  const dataSets = window.use(useDataSetsStore)
  const form = window.use(useSweepFormStore)
  const sweeps = window.use(useSweepsStore)
  const runs = window.use(useRunsStore)
  await vi.waitFor(() => expect(dataSets.isLoaded).toBe(true), WAIT)
  recipe.load(tinyRecipe(dataSet, change))
  await vi.waitFor(() => expect(recipe.isReady).toBe(true), WAIT)
  return { form, sweeps, runs, recipe }
}

test('the form tells the number of runs and the time before the start, then the sweep runs to its end', async () => {
  const { form, sweeps, runs } = await openStores()
  form.open()
  const row = form.rows[0]!
  expect(row).toMatchObject({ path: 'optimizer.learningRate', kind: 'log', from: '0.1', to: '100' })
  form.change(row.key, { count: 2 })
  form.add()
  expect(form.rows[1]).toMatchObject({ path: 'seed', kind: 'list', list: '1, 2, 3' })
  await vi.waitFor(() => expect(form.forecast?.expectedMs).toBeGreaterThan(0), WAIT)
  expect(form.forecast).toMatchObject({ runCount: 6, epochs: 24, leftOutCount: 0 })

  const { id } = await sweeps.start(form.settings!, 'mine')
  await vi.waitFor(() => expect(sweeps.shown).toMatchObject({ id, name: 'mine', status: 'completed' }), WAIT)
  await vi.waitFor(() => expect(sweeps.plan?.runs).toHaveLength(6), WAIT)
  const own = runs.list.filter(({ sweep }) => sweep?.id === id)
  expect(own.map(({ sweep }) => sweep!.index).sort()).toEqual([0, 1, 2, 3, 4, 5])
  // The header's best is that of the table's rows, from the moment on at which these have it.
  const reached = Math.max(...own.map(({ best }) => rankingAccuracy(best)!))
  expect(sweeps.bestOf(id)).toMatchObject({ accuracy: reached, run: { sweep: { id } } })
  const better = { ...own[3]!, best: { ...own[3]!.best!, validationAccuracy: 1, testCorrect: null } }
  runs.put(better)
  expect(sweeps.bestOf(id)).toMatchObject({ run: { id: better.id } })
  runs.put(own[3]!)
  expect(sweeps.bestOf('no such sweep')).toBeNull()
  // Taken over into the form, it would be the same sweep.
  const settings = form.settings!
  form.remove(form.rows[0]!.key)
  form.take(sweeps.shown!.settings)
  expect(form.settings).toEqual(settings)
  await sweeps.remove(id)
  expect(sweeps.list).toEqual([])
  expect(runs.list).toHaveLength(6)
})

test('what is typed wrong is reported, and what is no recipe is left out', async () => {
  const { form } = await openStores()
  form.open()
  form.change(form.rows[0]!.key, { from: 'low' })
  await vi.waitFor(() => expect(form.problem).toMatch(/number/), WAIT)
  form.choose(form.rows[0]!.key, 'layers')
  expect(form.rows[0]).toMatchObject({ kind: 'list', list: '12' })
  form.change(form.rows[0]!.key, { list: '12, many' })
  await vi.waitFor(() => expect(form.problem).toMatch(/many/), WAIT)
  form.choose(form.rows[0]!.key, 'loss')
  form.change(form.rows[0]!.key, { list: 'mse, binary-cross-entropy, softmax-cross-entropy' })
  await vi.waitFor(() => expect(form.forecast).toMatchObject({ runCount: 2, leftOutCount: 1 }), WAIT)
  expect(form.problem).toBeNull()
  form.remove(form.rows[0]!.key)
  expect(form.problem).toBe('Choose a field to vary.')
})

test('a choice, a flag and a random search go the same way', async () => {
  const { form } = await openStores()
  form.open()
  form.choose(form.rows[0]!.key, 'shuffle')
  form.change(form.rows[0]!.key, { list: 'on, off' })
  form.add('loss')
  form.change(form.rows[1]!.key, { list: 'mse, binary-cross-entropy' })
  form.add('l2.lambda')
  form.isRandom = true
  form.randomCount = 7
  await vi.waitFor(() => expect(form.forecast?.runCount).toBe(7), WAIT)
  expect(form.settings?.variations[0]!.values).toEqual({ kind: 'list', values: [true, false] })
  expect(form.settings?.variations[2]!.values).toMatchObject({ count: null })
})

test('a sweep is paused, resumed and stopped', async () => {
  const { form, sweeps } = await openStores({ epochs: ENDLESS })
  form.open()
  const { id } = await sweeps.start(form.settings!)
  const reach = (status: string) => vi.waitFor(() => expect(sweeps.shown?.status).toBe(status), WAIT)
  await vi.waitFor(() => expect(sweeps.shown?.counts.training).toBeGreaterThan(0), WAIT)
  expect(sweeps.running?.id).toBe(id)
  await sweeps.pause(id)
  await reach('paused')
  await sweeps.resume(id)
  await reach('running')
  await sweeps.stop(id)
  await reach('stopped')
  await sweeps.rename(id, ' rates ')
  await vi.waitFor(() => expect(sweeps.shown?.name).toBe('rates'), WAIT)
})
