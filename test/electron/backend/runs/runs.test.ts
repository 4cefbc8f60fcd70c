import { describe, expect, it } from 'vitest'
import {
  ENDLESS,
  nextEvent,
  openTinyWorkbench,
  reachEpochs,
  reachStatus,
  refusal,
  tinyRecipe,
  trainToEnd,
} from '../tiny-workbench.ts'

describe('runs', () => {
  it('renames, deletes with undo, and stops what is deleted', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { id } = await workbench.api.runs.start({ recipe: tinyRecipe(dataSet, { epochs: ENDLESS }) })
    await workbench.api.runs.rename({ runId: id, name: 'mine' })
    await reachEpochs(workbench, id, 1)
    const reported = nextEvent(workbench, 'runsDeleted')
    await workbench.api.runs.delete({ runIds: [id] })
    expect(await reported).toEqual({ runIds: [id] })
    expect(await workbench.api.runs.list()).toEqual([])
    await workbench.api.runs.restore({ runIds: [id] })
    expect(await workbench.api.runs.list()).toMatchObject([{ id, name: 'mine', status: 'stopped' }])
  })

  it('exports and imports weights that evaluate, predict and train alike', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const run = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 3 }))
    const file = await workbench.documents.writeWeights({ runId: run.id, format: 'network2' })
    expect(file.fileName).toBe('30-12-10-1-epoch-2.json')
    expect(JSON.parse(new TextDecoder().decode(file.bytes))).toMatchObject({
      sizes: [30, 12, 10],
      cost: 'QuadraticCost',
    })
    const imported = await workbench.weights.importFile(file)
    expect(imported).toMatchObject({
      status: 'imported',
      name: '30-12-10-1-epoch-2',
      weightsSha256: run.weightsSha256,
      epochsDone: 0,
      best: null,
      last: { epoch: -1, testCorrect: null },
    })
    const evaluation = await workbench.api.analysis.evaluate({ runId: imported.id, dataSet })
    expect(evaluation).toEqual({
      loss: expect.closeTo(run.last?.testLoss ?? NaN, 12) as number,
      correct: run.last?.testCorrect,
      total: 60,
      changedData: null,
    })
    const { images, labels } = await workbench.api.data.getSample({
      dataSet,
      part: 'test',
      offset: 0,
      count: 60,
    })
    let correct = 0
    for (let k = 0; k < 60; k++) {
      const image = images.subarray(30 * k, 30 * (k + 1))
      const prediction = await workbench.api.analysis.predict({ runId: imported.id, image })
      expect(prediction.outputs).toHaveLength(10)
      if (prediction.digit === labels[k]) correct++
    }
    expect(correct).toBe(run.last?.testCorrect)

    const further = await workbench.api.runs.start({
      recipe: tinyRecipe(dataSet),
      from: { runId: imported.id },
    })
    const done = await reachStatus(workbench, further.id, 'completed')
    expect(done.epochs.map((metrics) => metrics.epoch)).toEqual([0, 1, 2, 3])
    expect(done.epochs[0]!.trainLoss!).toBeLessThan(run.epochs[2]!.trainLoss!)
  })

  it('refuses a recipe that no store could read again, naming layer, limit and what came', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { api } = workbench
    const recipe = tinyRecipe(dataSet)
    const huge = { ...recipe, layers: [{ ...recipe.layers[0]!, units: 140_000 }, recipe.layers[1]!] }
    const expected = 'Layer 1: Units: expected a whole number from 1 to 10,000, got 140000'
    const plan = { field: 'optimizer.learningRate', values: [1, 2], epochs: 1, trainSize: 100 }
    for (const call of [
      api.runs.start({ recipe: huge }),
      api.presets.save({ name: 'Huge', recipe: huge }),
      api.analysis.tryValues({ recipe: huge, plan }),
    ]) {
      const { code, message } = await refusal(call)
      expect({ code, message }).toEqual({ code: 'invalid', message: expected })
    }
    expect(await api.runs.getDamaged()).toEqual([])
    expect(await api.runs.list()).toEqual([])
  })

  it('starts from weights of the same sizes only', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { id } = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
    const recipe = tinyRecipe(dataSet, {
      layers: [{ units: 10, activation: 'sigmoid', batchNorm: false, dropout: 0 }],
    })
    expect(await refusal(workbench.api.runs.start({ recipe, from: { runId: id } }))).toMatchObject({
      code: 'invalid',
      problems: [{ path: ['layers'] }],
    })
  })

  it('resumes a run that started from weights and was cut off before its first epoch', async () => {
    const { workbench, dataSet, reopen } = openTinyWorkbench({ maxWorkers: 1 })
    const source = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
    const from = { runId: source.id }
    const recipe = tinyRecipe(dataSet, { epochs: 2 })
    const undisturbed = await workbench.api.runs.start({ recipe, from })
    const { weightsSha256 } = await reachStatus(workbench, undisturbed.id, 'completed')
    await workbench.api.runs.start({ recipe: { ...recipe, epochs: ENDLESS } })
    const cut = await workbench.api.runs.start({ recipe, from })
    expect(cut.status).toBe('queued')
    await workbench.close()
    const again = reopen()
    await again.api.runs.resume({ runId: cut.id })
    expect((await reachStatus(again, cut.id, 'completed')).weightsSha256).toBe(weightsSha256)
  })

  it('refuses files that are no network, and images of another size', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { code, message } = await refusal(
      workbench.weights.importFile({
        fileName: 'x.json',
        bytes: new TextEncoder().encode('{"sizes": [2'),
      }),
    )
    expect([code, message.startsWith('x.json: ')]).toEqual(['invalid', true])
    const { id } = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
    expect(
      (await refusal(workbench.api.analysis.predict({ runId: id, image: new Uint8Array(784) }))).message,
    ).toContain('expected 30 pixels, one for each input of the network, got 784')
  })

  it('tells the place and size of the store', async () => {
    const { workbench, storePath } = openTinyWorkbench()
    const info = await workbench.api.app.getInfo()
    expect(info).toMatchObject({ version: '0.0.0', storePath })
    expect(info.storeSizeBytes).toBeGreaterThan(0)
  })
})
