import { describe, expect, it } from 'vitest'
import type { LossGrid } from '#core/explain/slice/loss-grid.ts'
import { splitDataSet, sliceImages } from '#core/data/data-set.ts'
import { createEngine } from '#core/engine/create-engine.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { EpochEvaluation } from '#core/training/epoch-evaluation.ts'
import type { SliceUpdate } from '#contract/types.ts'
import type { Workbench } from '#backend/workbench.ts'
import { loadDataSet } from '#data/data-sets.ts'
import { openTinyWorkbench, refusal, tinyRecipe, trainToEnd } from '../tiny-workbench.ts'

const plan = { count: 1000, size: 11, seed: 3, extent: 1 }
/** Takes minutes, even of a network this small, and is cancelled. */
const LONG = { ...plan, size: 101 }

/** The loss of parameters on the first validation images, as an epoch's evaluation takes it. */
async function evaluate(recipe: Recipe, parameters: Float64Array, count: number): Promise<number> {
  const { dataSet } = await loadDataSet(recipe.data.dataSet, { dataFolder: '' })
  const { validation } = splitDataSet(dataSet, recipe.data)
  const engine = createEngine(recipe)
  const images = sliceImages(validation, 0, Math.min(count, validation.count))
  const evaluation = new EpochEvaluation(engine, { validation: images, test: sliceImages(images, 0, 0) })
  engine.load(parameters)
  while (!evaluation.isDone) evaluation.advance(7)
  return evaluation.metrics.validationLoss!
}

async function readWeights(workbench: Workbench, runId: string, epoch: number): Promise<Float64Array> {
  const image = { pixels: new Uint8Array(30), label: 0 }
  const traced = await workbench.api.analysis.traceRun({ runId, epoch, image })
  return traced.network.parameters
}

describe('a slice of a run’s loss', () => {
  it.each(['reference', 'wasm'] as const)(
    'has the loss of the epoch’s own evaluation at its centre: %s',
    async (engine) => {
      const { workbench, dataSet } = openTinyWorkbench()
      const recipe = tinyRecipe(dataSet, { engine })
      const run = await trainToEnd(workbench, recipe)
      const updates: SliceUpdate[] = []
      const slice = await workbench.api.analysis.sliceRun(
        { runId: run.id, epoch: 2, ...plan, size: 21 },
        { onProgress: (update) => updates.push(update) },
      )
      expect(slice).toMatchObject({ epoch: 2, seed: 3, partCount: 40, changedData: null })
      expect(slice.images).toEqual({ dataSet, part: 'validation', count: 40 })
      const parameters = await readWeights(workbench, run.id, 2)
      expect(slice.centre).toBe(await evaluate(run.recipe, parameters, 40))
      expect(slice.centre).toBe(slice.grid.losses[10 * 21 + 10])
      const stored = run.epochs[2]!.validationLoss!
      expect(slice.storedLoss).toBe(stored)
      expect(Math.abs(slice.centre - stored)).toBeLessThanOrEqual(1e-12 * stored)
      expect(slice.margin).toBeGreaterThan(0)
      expect(Math.abs(slice.cosine)).toBeLessThan(0.5)
      const grids = updates.flatMap((update) => (update.type === 'gridMeasured' ? [update.grid] : []))
      expect(grids.map(({ size }) => size)).toEqual([11, 21])
      expect(grids[1]).toEqual(slice.grid)
      expect(everySecond(slice.grid)).toEqual([...grids[0]!.losses])
    },
  )

  it('is the same for the same seed, another for another, and wider with more extent', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { id: runId } = await trainToEnd(workbench, tinyRecipe(dataSet))
    const cut = (change: Partial<typeof plan>) =>
      workbench.api.analysis.sliceRun({ runId, ...plan, ...change })
    const slice = await cut({})
    expect(slice.epoch).toBe((await workbench.api.runs.get({ runId })).best!.epoch)
    expect((await cut({})).grid).toEqual(slice.grid)
    expect((await cut({ seed: 4 })).grid.losses).not.toEqual(slice.grid.losses)
    const wide = await cut({ extent: 2, size: 21 })
    expect(wide.grid.xs[0]).toBe(-2)
    expect(wide.centre).toBe(slice.centre)
    const few = await cut({ count: 10 })
    expect(few.images.count).toBe(10)
    expect(few.partCount).toBe(40)
    expect(few.centre).not.toBe(slice.centre)
  })

  it('takes the images’ statistics with batch normalization, and says so', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet)
    const layers = [{ ...recipe.layers[0]!, batchNorm: true }, recipe.layers[1]!]
    const run = await trainToEnd(workbench, { ...recipe, layers })
    const slice = await workbench.api.analysis.sliceRun({ runId: run.id, ...plan })
    expect(slice.usesBatchStatistics).toBe(true)
    expect(slice.grid.losses.every(Number.isFinite)).toBe(true)
    // Other statistics, another loss, but of the same network.
    expect(slice.centre).not.toBe(slice.storedLoss)
    expect(Math.abs(slice.centre - slice.storedLoss!)).toBeLessThan(0.2 * slice.storedLoss!)
  })

  it('takes test images where a run keeps none for validation', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { data } = tinyRecipe(dataSet)
    const run = await trainToEnd(workbench, tinyRecipe(dataSet, { data: { ...data, validationSize: 0 } }))
    const slice = await workbench.api.analysis.sliceRun({ runId: run.id, ...plan })
    expect(slice.images).toEqual({ dataSet, part: 'test', count: 60 })
    expect(Math.abs(slice.centre - slice.storedLoss!)).toBeLessThanOrEqual(1e-12 * slice.centre)
  })

  it('says what it cannot measure', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { id: runId } = await trainToEnd(workbench, tinyRecipe(dataSet))
    const refused = await refusal(workbench.api.analysis.sliceRun({ runId, ...plan, epoch: 9 }))
    expect(refused).toMatchObject({ code: 'not-found' })
    expect(refused.message).toContain('expected a finished epoch')
  })

  it('ends at once when cancelled', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { id: runId } = await trainToEnd(workbench, tinyRecipe(dataSet))
    const cancelling = new AbortController()
    const answer = workbench.api.analysis.sliceRun(
      { runId, ...LONG },
      { signal: cancelling.signal, onProgress: () => cancelling.abort() },
    )
    expect((await refusal(answer)).code).toBe('cancelled')
  })
})

describe('the plane of a run’s epochs', () => {
  it('goes through the last weights, with each epoch’s own loss, from the start on', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const run = await trainToEnd(workbench, tinyRecipe(dataSet))
    const plane = await workbench.api.analysis.planeOfRun({ runId: run.id, count: 1000, size: 11 })
    expect(plane.epochs.map(({ epoch }) => epoch)).toEqual([-1, 0, 1, 2, 3])
    expect(plane.leftOut).toBe(0)
    for (const { epoch, loss, storedLoss } of plane.epochs.slice(1)) {
      expect(storedLoss).toBe(run.epochs[epoch]!.validationLoss)
      expect(Math.abs(loss - storedLoss!)).toBeLessThanOrEqual(1e-12 * loss)
    }
    const [start] = plane.epochs
    expect(start!.storedLoss).toBeNull()
    expect(start!.loss).toBe(await evaluate(run.recipe, initializeParameters(run.recipe), 40))
    expect(plane.epochs.at(-1)).toMatchObject({ x: 0, y: 0, offPlane: 0 })
    expect(plane.epochs.every(({ offPlane }) => offPlane >= 0 && offPlane <= 1)).toBe(true)
    const [first, second] = plane.shares
    expect(first).toBeGreaterThan(second)
    expect(first + second).toBeLessThanOrEqual(1)
    expect(plane.walkShares[0]).toBeGreaterThan(0.5)
    const { xs, ys } = plane.grid
    for (const { x, y } of plane.epochs) {
      expect(xs[0]! < x && x < xs.at(-1)!).toBe(true)
      expect(ys[0]! < y && y < ys.at(-1)!).toBe(true)
    }
  })

  it('starts with the weights that a run started from', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const first = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 2 }))
    const parameters = await readWeights(workbench, first.id, 1)
    const second = await workbench.startFrom({ recipe: tinyRecipe(dataSet, { epochs: 2 }), parameters })
    await expect
      .poll(async () => (await workbench.api.runs.get({ runId: second.id })).status)
      .toBe('completed')
    const plane = await workbench.api.analysis.planeOfRun({ runId: second.id, count: 1000, size: 11 })
    expect(plane.epochs.map(({ epoch }) => epoch)).toEqual([-1, 0, 1])
    expect(plane.epochs[0]!.loss).toBe(await evaluate(second.recipe, parameters, 40))
  })

  it('needs three epochs that are not in line', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const short = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
    const ask = (runId: string) =>
      refusal(workbench.api.analysis.planeOfRun({ runId, count: 1000, size: 11 }))
    expect(await ask(short.id)).toMatchObject({
      code: 'invalid',
      message: `Run '${short.name}': expected the weights of 3 epochs at least, the start counted, to lay a plane through them, got 2`,
    })
  })
})

/** Every second point of a grid along both sides. */
function everySecond({ size, losses }: LossGrid): number[] {
  return [...losses].filter(
    (_, at) => at % 2 === 0 && Math.floor(at / size) % 2 === 0 && (at % size) % 2 === 0,
  )
}
