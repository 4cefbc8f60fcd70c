import { describe, expect, it } from 'vitest'
import { createPredictor } from '#core/evaluation/predict.ts'
import { splitDataSet } from '#core/data/data-set.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { parameterLayout, parameterViews } from '#core/network/parameters.ts'
import type { Workbench } from '#backend/workbench.ts'
import { loadDataSet } from '#data/data-sets.ts'
import { openTinyWorkbench, refusal, tinyRecipe, trainToEnd } from '../tiny-workbench.ts'

async function readWeights(workbench: Workbench, runId: string, epoch: number): Promise<Float64Array> {
  const image = { pixels: new Uint8Array(30), label: 0 }
  return (await workbench.api.analysis.traceRun({ runId, epoch, image })).network.parameters
}

describe('what is inside a run', () => {
  it('has pictures of the first layer from the start on, and the ink of the training images', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const run = await trainToEnd(workbench, tinyRecipe(dataSet))
    const ask = (change: object) =>
      workbench.api.analysis.pictureLayer({ runId: run.id, kind: 'weights', from: 0, count: 60, ...change })
    const whole = await ask({})
    expect(whole).toMatchObject({ rows: 5, columns: 6, units: 12, count: 12, leftOut: 0 })
    expect(whole.epochs).toEqual([-1, 0, 1, 2, 3])
    const start = initializeParameters(run.recipe)
    const last = await readWeights(workbench, run.id, 3)
    const at = (parameters: Float64Array, unit: number, pixel: number): number =>
      parameters[unit * 30 + pixel]!
    const shown = (t: number, unit: number, pixel: number): number =>
      (whole.values[(t * 12 + unit) * 30 + pixel]! * whole.scale) / 127
    for (const [unit, pixel] of [
      [0, 0],
      [7, 13],
      [11, 29],
    ] as const) {
      const error = whole.scale / 254 + 1e-6
      expect(Math.abs(shown(0, unit, pixel) - at(start, unit, pixel))).toBeLessThanOrEqual(error)
      expect(Math.abs(shown(4, unit, pixel) - at(last, unit, pixel))).toBeLessThanOrEqual(error)
    }
    const page = await ask({ from: 10, count: 60 })
    expect([page.count, page.scale]).toEqual([2, whole.scale])
    const change = await ask({ kind: 'change' })
    expect(change.values.subarray(0, 360).every((value) => value === 0)).toBe(true)
    const { dataSet: images } = await loadDataSet(dataSet, { dataFolder: '' })
    const { train } = splitDataSet(images, run.recipe.data)
    expect(whole.ink!.total).toBe(200)
    const inked = Array.from({ length: 200 }, (_, i) => train.images[i * 30 + 4]!).filter((each) => each > 0)
    expect(whole.ink!.counts[4]).toBe(inked.length)
    expect((await refusal(ask({ from: 12 }))).message).toBe('Unit: expected 0 to 11, got 12')
  })

  it('looks at all units on the same images over the epochs', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const run = await trainToEnd(workbench, tinyRecipe(dataSet))
    const shares: number[] = []
    const seen = await workbench.api.analysis.watchUnits(
      { runId: run.id, count: 500 },
      { onProgress: ({ share }) => shares.push(share) },
    )
    expect(seen.epochs).toEqual([-1, 0, 1, 2, 3])
    expect(seen.images).toEqual({ dataSet, part: 'validation', count: 40 })
    expect(seen.layers.map(({ units, activation }) => [units, activation])).toEqual([
      [12, 'sigmoid'],
      [10, 'sigmoid'],
    ])
    const parameters = await readWeights(workbench, run.id, 3)
    const { weights } = parameterViews(parameterLayout(run.recipe), parameters)[1]!
    const norm = Math.hypot(...weights.subarray(24, 36))
    expect(seen.layers[1]!.weightNorm[4 * 10 + 2]).toBeCloseTo(norm, 12)
    run.epochs.forEach(({ layers }, t) => {
      const flat = seen.layers[0]!.flatShare.subarray((t + 1) * 12, (t + 2) * 12)
      expect(flat.filter((share) => share === 1)).toHaveLength(layers![0]!.dead!)
    })
    expect(shares.every((share) => share > 0 && share <= 1)).toBe(true)
  })

  it('shows the last hidden layer in a plane, and by UMAP the same for the same seed', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { id: runId } = await trainToEnd(workbench, tinyRecipe(dataSet))
    const seen = await workbench.api.analysis.projectLayer({ runId, epoch: 3, count: 1000 })
    expect(seen).toMatchObject({ epoch: 3, layer: 0, units: 12 })
    expect([seen.positions.length, seen.labels.length, seen.answers.length]).toEqual([80, 40, 40])
    expect(seen.shares[0]).toBeGreaterThan(seen.shares[1])
    expect(seen.keptNeighbours).toBeGreaterThan(0)
    const layOut = (seed: number) =>
      workbench.api.analysis.layOutLayer({ runId, epoch: 3, count: 1000, seed })
    const laidOut = await layOut(1)
    expect(laidOut.positions).toHaveLength(80)
    expect(laidOut.positions.every(Number.isFinite)).toBe(true)
    expect(laidOut.keptNeighbours).toBeGreaterThan(0.25)
    expect(await layOut(1)).toEqual(laidOut)
    expect((await layOut(2)).positions).not.toEqual(laidOut.positions)
    expect((await refusal(workbench.api.analysis.layOutLayer({ runId, count: 5, seed: 1 }))).message).toBe(
      'UMAP: expected more than 10 images, got 5',
    )
  })

  it('ends UMAP at once when cancelled', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { id: runId } = await trainToEnd(workbench, tinyRecipe(dataSet))
    const cancelling = new AbortController()
    const answer = workbench.api.analysis.layOutLayer(
      { runId, count: 1000, seed: 1 },
      { signal: cancelling.signal },
    )
    cancelling.abort()
    expect((await refusal(answer)).code).toBe('cancelled')
  })

  it('follows the decision on one image over the epochs', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const run = await trainToEnd(workbench, tinyRecipe(dataSet))
    const follow = (index: number) =>
      workbench.api.analysis.followImage({ runId: run.id, part: 'validation', index })
    const seen = await follow(3)
    expect(seen.epochs).toEqual([-1, 0, 1, 2, 3])
    expect(seen).toMatchObject({ classes: 10, rows: 5, columns: 6, label: 3 })
    const answer = createPredictor(run.recipe, await readWeights(workbench, run.id, 2))(seen.image)
    expect([...seen.outputs.subarray(30, 40)]).toEqual([...answer])
    expect((await refusal(follow(40))).message).toContain('expected 0 to 39')
  })

  it('finds what a unit likes most', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { id: runId } = await trainToEnd(workbench, tinyRecipe(dataSet))
    const find = (layer: number, unit: number) =>
      workbench.api.analysis.findFavourites({ runId, epoch: 3, count: 1000, layer, unit, most: 5 })
    const seen = await find(1, 7)
    expect(seen.images).toEqual({ dataSet, part: 'validation', count: 40 })
    const outputs = seen.favourites.map(({ output }) => output)
    expect(outputs).toEqual([...outputs].sort((a, b) => b - a))
    expect(seen.pictures).toHaveLength(5 * 30)
    // An output unit of a trained network likes its own class.
    expect(seen.favourites[0]!.label).toBe(7)
    const [first] = seen.favourites
    const followed = await workbench.api.analysis.followImage({
      runId,
      part: 'validation',
      index: first!.index,
    })
    expect(followed.outputs[4 * 10 + 7]).toBeCloseTo(first!.output, 12)
    expect((await refusal(find(0, 12))).message).toBe('Unit: expected 0 to 11, got 12')
    expect((await refusal(find(2, 0))).message).toBe('Layer: expected 0 to 1, got 2')
  })

  it('says that there is no hidden layer, and no images of a network from a file', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet, { epochs: 1 })
    const run = await trainToEnd(workbench, { ...recipe, layers: [recipe.layers[1]!] })
    const refused = await refusal(workbench.api.analysis.projectLayer({ runId: run.id, count: 100 }))
    expect(refused).toMatchObject({ code: 'invalid' })
    expect(refused.message).toContain('expected a hidden layer to show')
  })
})
