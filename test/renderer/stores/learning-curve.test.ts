import { expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import { useCurrentRunStore } from '../../../renderer/stores/current-run.ts'
import { useInspectStore } from '../../../renderer/stores/inspect.ts'
import { useLearningCurveStore } from '../../../renderer/stores/learning-curve.ts'
import { useRunsStore } from '../../../renderer/stores/runs.ts'
import { ENDLESS, openTinyWorkbench, tinyRecipe, trainToEnd } from '../../electron/backend/tiny-workbench.ts'
import { openTestWindow } from '../window.ts'

const WAIT = { timeout: 20_000 }

async function openStores() {
  const { workbench, dataSet } = openTinyWorkbench()
  const window = openTestWindow(workbench)
  const runs = window.use(useRunsStore)
  const current = window.use(useCurrentRunStore)
  const inspect = window.use(useInspectStore)
  inspect.isOpen = true
  const curves = window.use(useLearningCurveStore)
  const { id } = await trainToEnd(workbench, tinyRecipe(dataSet))
  await vi.waitFor(() => expect(inspect.run?.id).toBe(id), WAIT)
  await vi.waitFor(() => expect(inspect.run?.status).toBe('completed'), WAIT)
  return { workbench, dataSet, window, runs, current, inspect, curves, id }
}
type Stores = Awaited<ReturnType<typeof openStores>>

/** Starts a curve that would not end by itself, and waits until it goes. */
async function beginEndless({ inspect, curves, id }: Stores): Promise<void> {
  curves.equal = 'epochs'
  curves.chooseEpochs(inspect.run!, ENDLESS)
  inspect.drawCurve()
  await vi.waitFor(() => expect(curves.curveOf(id)?.progress).not.toBeNull(), WAIT)
}

test('points come one by one and stay', async () => {
  const { inspect, curves, id } = await openStores()
  for (const share of [0.05, 0.2, 0.5]) curves.toggleShare(share)
  curves.seedCount = 2
  const counts = new Set<number>()
  inspect.drawCurve()
  await vi.waitFor(
    () => {
      counts.add(curves.curveOf(id)!.points.length)
      expect(curves.running).toBeNull()
    },
    { ...WAIT, interval: 1 },
  )
  const curve = curves.curveOf(id)!
  expect(curve).toMatchObject({ state: 'done', problem: null, progress: null })
  expect(curve.plan).toMatchObject({ sizes: [20, 200], seeds: [1, 2], epochs: 4, equal: 'steps' })
  expect(curve.points.map(({ size, seed }) => [size, seed])).toEqual([
    [20, 1],
    [20, 2],
    [200, 1],
    [200, 2],
  ])
  expect(counts.size).toBeGreaterThan(1)
})

test('a newer run does not take its place, but another that is chosen ends it', async () => {
  const stores = await openStores()
  const { workbench, dataSet, current, inspect, curves, runs, id } = stores
  await beginEndless(stores)
  const newer = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
  await vi.waitFor(() => expect(runs.byId.get(newer.id)?.status).toBe('completed'), WAIT)
  expect(inspect.run?.id).toBe(id)
  expect(curves.running).not.toBeNull()
  // Who trains in Train, where the started run becomes the current one, still wants the curve.
  inspect.isOpen = false
  current.choose(newer.id)
  await nextTick()
  expect(curves.running).not.toBeNull()
  inspect.isOpen = true
  current.choose(id)
  await nextTick()
  expect(curves.running).not.toBeNull()
  current.choose(newer.id)
  await vi.waitFor(() => expect(curves.running).toBeNull(), WAIT)
  expect(curves.curveOf(id)).toMatchObject({ state: 'cancelled' })
  // The thread is free again: two more can be drawn at once.
  await beginEndless({ ...stores, id: newer.id })
  curves.cancel()
})

test('drawn anew, it takes the place of the one under way', async () => {
  const stores = await openStores()
  const { inspect, curves, id } = stores
  await beginEndless(stores)
  const first = curves.curveOf(id)!.call
  inspect.drawCurve()
  await vi.waitFor(() => expect(curves.curveOf(id)?.progress).not.toBeNull(), WAIT)
  expect(curves.curveOf(id)).toMatchObject({ state: 'running' })
  expect(curves.curveOf(id)!.call).not.toBe(first)
  expect(first.signal.aborted).toBe(true)
  curves.cancel()
  expect(curves.curveOf(id)).toMatchObject({ state: 'cancelled' })
})

test('a lost connection ends it with the reason', async () => {
  const stores = await openStores()
  const { window, curves, id } = stores
  await beginEndless(stores)
  window.dropConnection()
  await vi.waitFor(() => expect(curves.curveOf(id)?.state).toBe('failed'), WAIT)
  expect(curves.curveOf(id)?.problem).toBe('The connection to the workbench is lost.')
})

test('what the backend refuses is reported', async () => {
  const { inspect, curves, id } = await openStores()
  curves.chooseEpochs(inspect.run!, ENDLESS)
  inspect.drawCurve()
  await vi.waitFor(() => expect(curves.curveOf(id)?.state).toBe('failed'), WAIT)
  expect(curves.curveOf(id)?.problem).toMatch(/^Epochs: expected a whole number from 1 to 100,000/)
})
