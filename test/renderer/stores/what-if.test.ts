import { expect, test, vi } from 'vitest'
import { useNoticesStore } from '../../../renderer/stores/notices.ts'
import { useRecipeStore } from '../../../renderer/stores/recipe.ts'
import { useDataSetsStore } from '../../../renderer/stores/data-sets.ts'
import { useWhatIfStore } from '../../../renderer/stores/what-if.ts'
import { openTinyWorkbench, tinyRecipe } from '../../electron/backend/tiny-workbench.ts'
import { openTestWindow } from '../window.ts'

const WAIT = { timeout: 20_000 }

async function openStores() {
  const { workbench, dataSet } = openTinyWorkbench()
  await workbench.api.data.addImages({ path: dataSet })
  const window = openTestWindow(workbench)
  const recipe = window.use(useRecipeStore)
  const dataSets = window.use(useDataSetsStore)
  const whatIf = window.use(useWhatIfStore)
  const notices = window.use(useNoticesStore)
  await vi.waitFor(() => expect(dataSets.isLoaded).toBe(true), WAIT)
  recipe.load(tinyRecipe(dataSet))
  await vi.waitFor(() => expect(recipe.isReady).toBe(true), WAIT)
  return { window, recipe, whatIf, notices }
}

/** A training that a person would cancel: many epochs of one field. */
async function beginLong({ whatIf }: Awaited<ReturnType<typeof openStores>>): Promise<void> {
  whatIf.epochs = 100
  whatIf.isOpen = true
  void whatIf.draw()
  await vi.waitFor(() => expect(whatIf.drawn?.lines.some(({ points }) => points.length > 0)).toBe(true), WAIT)
}

test('opened, it draws at once, each value as it comes, the recipe’s own first', async () => {
  const { whatIf } = await openStores()
  const order: (number | undefined)[] = []
  whatIf.open()
  await vi.waitFor(
    () => {
      const begun = whatIf.drawn!.lines.filter(({ points }) => points.length > 0)
      if (begun.length === 1) order.push(begun[0]!.value)
      expect(whatIf.running).toBeNull()
    },
    { ...WAIT, interval: 1 },
  )
  expect(order[0]).toBe(3)
  const drawn = whatIf.drawn!
  expect(drawn).toMatchObject({ state: 'done', present: 3, problem: null, progress: null })
  expect(drawn.lines.map(({ value }) => value)).toEqual([0.1, 0.3, 1, 3, 10, 30, 100])
  expect([...drawn.ended].sort((a, b) => a - b)).toEqual([0.1, 0.3, 1, 3, 10, 30, 100])
  expect(drawn.lines.every(({ points }) => points.at(-1)!.epochs === 3)).toBe(true)
  expect(drawn.plan.trainSize).toBe(200)
})

test('a value that is used is one step of undo in the form', async () => {
  const { whatIf, recipe, notices } = await openStores()
  whatIf.open()
  await vi.waitFor(() => expect(whatIf.drawn?.state).toBe('done'), WAIT)
  recipe.set(['optimizer', 'learningRate'], 2)
  whatIf.use(10, 'Learning rate')
  expect(recipe.draft.optimizer.learningRate).toBe(10)
  expect(notices.list.at(-1)?.title).toBe('Learning rate is now 10')
  notices.list.at(-1)!.action!.run()
  expect(recipe.draft.optimizer.learningRate).toBe(2)
})

test('another field has its own range, and what was set for one is kept', async () => {
  const { whatIf } = await openStores()
  whatIf.setRange({ from: '1', to: '9', count: 3 })
  expect(whatIf.values).toEqual([1, 3, 9])
  whatIf.choose('layers.0.units')
  expect(whatIf.values).toContain(12)
  await vi.waitFor(() => expect(whatIf.drawn?.state).toBe('done'), WAIT)
  expect(whatIf.drawn?.plan.field).toBe('layers.0.units')
  whatIf.choose('optimizer.learningRate')
  expect(whatIf.drawn?.plan.values).toEqual([3, 1, 9])
})

test('a range that was set for a value of the recipe does not outlive it', async () => {
  const { whatIf, recipe } = await openStores()
  whatIf.setRange({ from: '1', to: '9', count: 3 })
  recipe.set(['optimizer', 'learningRate'], 0.01)
  expect(whatIf.range).toMatchObject({ from: 0.0003, to: 0.3 })
  recipe.set(['optimizer', 'learningRate'], 3)
  expect(whatIf.values).toEqual([1, 3, 9])
})

test('closing the dialog ends the trainings; what they measured stays', async () => {
  const stores = await openStores()
  await beginLong(stores)
  const { whatIf } = stores
  whatIf.isOpen = false
  await vi.waitFor(() => expect(whatIf.running).toBeNull(), WAIT)
  expect(whatIf.drawn?.state).toBe('cancelled')
  expect(whatIf.drawn?.lines.some(({ points }) => points.length > 0)).toBe(true)
})

test('a lost connection ends them with the reason', async () => {
  const stores = await openStores()
  await beginLong(stores)
  stores.window.dropConnection()
  await vi.waitFor(() => expect(stores.whatIf.drawn?.state).toBe('failed'), WAIT)
  expect(stores.whatIf.drawn?.problem).toBe('The connection to the workbench is lost.')
})

test('says why nothing can be tried', async () => {
  const { whatIf, recipe } = await openStores()
  whatIf.setRange({ from: '3', to: '3', count: 2 })
  expect(whatIf.refusal).toBe(
    'Learning rate: expected a range with at least two values that it can take, got 3 to 3',
  )
  whatIf.setRange({ from: 'abc' })
  expect(whatIf.refusal).toBe("From: expected a number, got 'abc'")
  expect(whatIf.shownRange?.from).toBe('abc')
  whatIf.setRange({ from: '1' })
  expect(whatIf.refusal).toBeNull()
  recipe.chooseOptimizer('adam')
  whatIf.path = 'optimizer.momentum'
  expect(whatIf.refusal).toMatch(/^The recipe has no such number/)
  recipe.set(['batchSize'], 'many')
  expect(whatIf.refusal).toMatch(/^Mini-batch size: expected/)
})
