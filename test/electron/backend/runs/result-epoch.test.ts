import { expect, it } from 'vitest'
import { readRun } from '../read-run.ts'
import { openTinyWorkbench, reachStatus, tinyRecipe, trainToEnd } from '../tiny-workbench.ts'

it('ends a run that lost patience with the reason, and its best epoch is the result', async () => {
  const { workbench, dataSet } = openTinyWorkbench()
  const recipe = tinyRecipe(dataSet, {
    epochs: 200,
    optimizer: { name: 'sgd', learningRate: 8 },
    stopping: {
      ...tinyRecipe(dataSet).stopping,
      patience: { epochs: 3, measure: 'validation-accuracy' },
    },
  })
  const { id } = await workbench.api.runs.start({ recipe })
  const run = await reachStatus(workbench, id, 'completed')

  expect(run.reason).toEqual({
    code: 'lost-patience',
    ...{ measure: 'validation-accuracy', epochs: 3, best: run.best!.epoch },
  })
  expect(run.epochsDone).toBe(run.best!.epoch + 4)
  expect(run.last!.learningRate).toBe(8)
  const { epochs } = await readRun(workbench, id)
  expect(epochs.at(-1)!.layers).toHaveLength(2)
  const result = await workbench.documents.writeWeights({ runId: id, format: 'network2' })
  const best = await workbench.documents.writeWeights({
    runId: id,
    epoch: run.best!.epoch,
    format: 'network2',
  })
  const last = await workbench.documents.writeWeights({
    runId: id,
    epoch: run.last!.epoch,
    format: 'network2',
  })
  expect(result.bytes).toEqual(best.bytes)
  expect(result.bytes).not.toEqual(last.bytes)
})

it('keeps and takes the epoch with the lowest validation loss where patience waits for that', async () => {
  const { workbench, dataSet } = openTinyWorkbench()
  const recipe = tinyRecipe(dataSet, {
    epochs: 200,
    // Far too high a rate: the loss goes up and down, while one in ten is right throughout.
    data: { ...tinyRecipe(dataSet).data, trainSize: 40, validationSize: 200 },
    layers: [
      { units: 30, activation: 'relu', batchNorm: false, dropout: 0 },
      { units: 10, activation: 'softmax', batchNorm: false, dropout: 0 },
    ],
    loss: 'softmax-cross-entropy',
    initializer: { name: 'he-normal', gain: 1, constant: 0 },
    optimizer: { name: 'sgd', learningRate: 20 },
    stopping: { ...tinyRecipe(dataSet).stopping, patience: { epochs: 12, measure: 'validation-loss' } },
  })
  const { id } = await workbench.api.runs.start({ recipe, keepEvery: null })
  const run = await reachStatus(workbench, id, 'completed')
  const { epochs } = await readRun(workbench, id)
  const firstWith = (fits: (value: (typeof epochs)[number]) => boolean): number => epochs.find(fits)!.epoch
  const lowest = Math.min(...epochs.map(({ validationLoss }) => validationLoss!))
  const named = firstWith(({ validationLoss }) => validationLoss === lowest)
  const highest = Math.max(...epochs.map(({ validationAccuracy }) => validationAccuracy!))
  // Else this would test nothing: the two choose different epochs, and neither is the last.
  expect(firstWith(({ validationAccuracy }) => validationAccuracy === highest)).not.toBe(named)
  expect(run.last!.epoch).not.toBe(named)

  expect(run.reason).toMatchObject({ code: 'lost-patience', measure: 'validation-loss', best: named })
  expect(run.best!.epoch).toBe(named)
  const inspection = await workbench.api.analysis.inspect({ runId: id, part: 'validation' })
  expect(inspection.epoch).toBe(named)
  const [kept] = await workbench.api.runs.getKeptEpochs({ runIds: [id] })
  expect(kept!.epochs).toEqual([named, run.last!.epoch])
})

it('the last epoch is the result of a run without a validation part, however well an earlier one read the test images', async () => {
  const { workbench, dataSet } = openTinyWorkbench()
  const recipe = tinyRecipe(dataSet, {
    data: { ...tinyRecipe(dataSet).data, validationSize: 0 },
    optimizer: { name: 'sgd', learningRate: 20 },
    epochs: 20,
  })
  const run = await trainToEnd(workbench, recipe)
  expect(run.best!.epoch).toBeLessThan(run.last!.epoch)
  const exported = async (epoch?: number): Promise<Uint8Array> =>
    (await workbench.documents.writeWeights({ runId: run.id, epoch, format: 'network2' })).bytes
  expect(await exported()).toEqual(await exported(run.last!.epoch))
  expect(await workbench.api.analysis.inspect({ runId: run.id, part: 'test' })).toMatchObject({
    epoch: run.last!.epoch,
  })
})

it('resumes to the same bytes with a schedule that looks back, batch normalization, dropout and augmentation', async () => {
  const { workbench, dataSet } = openTinyWorkbench()
  const base = tinyRecipe(dataSet)
  const recipe = tinyRecipe(dataSet, {
    data: {
      ...base.data,
      augmentation: {
        shift: 1,
        rotation: 5,
        scale: 0.1,
        shear: 0,
        elasticStrength: 2,
        elasticSmoothness: 1,
        thickness: 0.5,
      },
    },
    layers: [{ units: 12, activation: 'relu', batchNorm: true, dropout: 0.2 }, base.layers[1]!],
    optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    schedule: { name: 'plateau', factor: 0.5, patience: 1 },
    epochs: 8,
  })
  const whole = await workbench.api.runs.start({ recipe })
  const undisturbed = await reachStatus(workbench, whole.id, 'completed')

  const { id } = await workbench.api.runs.start({ recipe })
  await workbench.api.runs.step({ runId: id })
  await reachStatus(workbench, id, 'paused', 'completed')
  await workbench.api.runs.stop({ runId: id })
  await workbench.api.runs.resume({ runId: id })
  const resumed = await reachStatus(workbench, id, 'completed')
  expect(resumed.weightsSha256).toBe(undisturbed.weightsSha256)
  expect(resumed.epochs.map(({ trainLoss }) => trainLoss)).toEqual(
    undisturbed.epochs.map(({ trainLoss }) => trainLoss),
  )
})
