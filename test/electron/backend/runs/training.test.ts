import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { RunStatus } from '#contract/types.ts'
import {
  ENDLESS,
  nextEvent,
  openTinyWorkbench,
  reachEpochs,
  reachStatus,
  refusal,
  tinyRecipe,
  trainToEnd,
  writeTinyDataSet,
} from '../tiny-workbench.ts'

describe('a training', () => {
  it('runs all its epochs, learns, and is the same to the last bit when repeated', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet, { epochs: 12 })
    const first = await trainToEnd(workbench, recipe)
    expect(first).toMatchObject({ status: 'completed', reason: null, epochsDone: 12, recipe })
    expect(first.name).toBe('30-12-10 #1')
    expect(first.epochs.map((metrics) => metrics.epoch)).toEqual([...Array(12).keys()])
    expect(first.last?.testTotal).toBe(60)
    expect(first.best?.validationAccuracy).toBeGreaterThan(0.9)
    expect(first.durationMs).toBeGreaterThan(0)
    const second = await trainToEnd(workbench, recipe)
    expect(second.weightsSha256).toMatch(/^[0-9a-f]{64}$/)
    expect(second.weightsSha256).toBe(first.weightsSha256)
    expect(second.dataSha256).toBe(first.dataSha256)
    const other = await trainToEnd(workbench, { ...recipe, seed: 2 })
    expect(other.weightsSha256).not.toBe(first.weightsSha256)
  })

  it('has an epoch in the store before it reports it', async () => {
    const { workbench, dataSet, storePath } = openTinyWorkbench()
    const reader = new Database(storePath, { readonly: true })
    const count = reader.prepare('SELECT count(*) FROM epoch NATURAL JOIN checkpoint').pluck()
    const stored: [epoch: number, stored: unknown][] = []
    workbench.subscribe({ epochFinished: ({ metrics }) => stored.push([metrics.epoch, count.get()]) })
    await trainToEnd(workbench, tinyRecipe(dataSet))
    reader.close()
    expect(stored).toEqual([0, 1, 2, 3].map((epoch) => [epoch, epoch + 1]))
  })

  it('tells its progress and its states', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const statuses = new Set<RunStatus>()
    workbench.subscribe({ runChanged: (run) => statuses.add(run.status) })
    const loading = nextEvent(workbench, 'trainingProgressed', ({ phase }) => phase === 'loading')
    const training = nextEvent(workbench, 'trainingProgressed', ({ phase }) => phase === 'training')
    const { id } = await workbench.api.runs.start({
      recipe: tinyRecipe(dataSet, { epochs: ENDLESS }),
      name: 'mine',
    })
    expect((await loading).runId).toBe(id)
    expect(await training).toMatchObject({ runId: id, epochs: ENDLESS, batches: 20 })
    const measured = await nextEvent(
      workbench,
      'trainingProgressed',
      ({ remainingMs }) => remainingMs !== null,
    )
    expect(measured.examplesPerSecond).toBeGreaterThan(0)
    expect(measured.remainingMs).toBeGreaterThan(0)
    const { recent } = await nextEvent(
      workbench,
      'trainingProgressed',
      (progress) => progress.recent !== null,
    )
    expect(recent!.loss).toBeGreaterThan(0)
    expect(recent!.accuracy).toBeGreaterThanOrEqual(0)
    expect(recent!.accuracy).toBeLessThanOrEqual(1)
    await workbench.api.runs.stop({ runId: id })
    expect(await workbench.api.runs.get({ runId: id })).toMatchObject({ name: 'mine', status: 'stopped' })
    expect([...statuses]).toEqual(['queued', 'training', 'stopped'])
  })

  it('stops with its reason when it diverges, and keeps earlier epochs', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const wild = tinyRecipe(dataSet, {
      layers: [
        { units: 12, activation: 'relu', batchNorm: false, dropout: 0 },
        { units: 10, activation: 'identity', batchNorm: false, dropout: 0 },
      ],
      optimizer: { name: 'sgd', learningRate: 1e6 },
    })
    const run = await trainToEnd(workbench, wild)
    expect(run.status).toBe('diverged')
    expect(run.reason).toMatchObject({ code: 'diverged', epoch: 0 })
    const { code, message } = await refusal(workbench.api.runs.resume({ runId: run.id }))
    expect([code, message]).toEqual([
      'conflict',
      `Run '${run.name}' diverged; start a new run with a smaller learning rate`,
    ])
  })

  it('fails with a reason, and the program lives, when the store takes no more', async () => {
    const { workbench, dataSet, storePath } = openTinyWorkbench()
    const other = new Database(storePath)
    other.exec(`CREATE TRIGGER full BEFORE INSERT ON epoch WHEN NEW.epoch = 2
                BEGIN SELECT RAISE(ABORT, 'no room for this epoch'); END`)
    const run = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: ENDLESS }))
    expect(run).toMatchObject({ status: 'failed', epochsDone: 2 })
    expect(run.reason).toEqual({
      code: 'not-stored',
      message: expect.stringContaining('no room for this epoch') as string,
    })
    other.exec('DROP TRIGGER full')
    other.close()
    await workbench.api.runs.resume({ runId: run.id })
    await reachEpochs(workbench, run.id, 4)
    await workbench.api.runs.stop({ runId: run.id })
  })
})

describe('pause, resume, step and stop', () => {
  it('pauses within an epoch, goes on, and ends in the same bytes as undisturbed', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet, {
      epochs: 60,
      optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    })
    const undisturbed = await trainToEnd(workbench, recipe)
    const { id } = await workbench.api.runs.start({ recipe })
    for (const epochs of [3, 9]) {
      await reachEpochs(workbench, id, epochs)
      await workbench.api.runs.pause({ runId: id })
      const paused = await workbench.api.runs.get({ runId: id })
      expect(paused.status).toBe('paused')
      await workbench.api.runs.pause({ runId: id })
      await workbench.api.runs.resume({ runId: id })
    }
    const run = await reachStatus(workbench, id, 'completed')
    expect(run.weightsSha256).toBe(undisturbed.weightsSha256)
  })

  it('steps one epoch at a time, from paused and from stopped', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet, { epochs: 6 })
    const undisturbed = await trainToEnd(workbench, recipe)
    const { id } = await workbench.api.runs.start({ recipe: { ...recipe, epochs: ENDLESS } })
    await workbench.api.runs.step({ runId: id })
    const { epochsDone } = await reachStatus(workbench, id, 'paused')
    await workbench.api.runs.step({ runId: id })
    await reachEpochs(workbench, id, epochsDone + 1)
    expect((await reachStatus(workbench, id, 'paused')).epochsDone).toBe(epochsDone + 1)
    await workbench.api.runs.stop({ runId: id })
    await workbench.api.runs.step({ runId: id })
    expect((await reachStatus(workbench, id, 'paused')).epochsDone).toBe(epochsDone + 2)

    const stepped = await workbench.api.runs.start({ recipe })
    await workbench.api.runs.pause({ runId: stepped.id })
    for (
      let epochs = (await workbench.api.runs.get({ runId: stepped.id })).epochsDone + 1;
      epochs < 6;
      epochs++
    ) {
      await workbench.api.runs.step({ runId: stepped.id })
      await reachEpochs(workbench, stepped.id, epochs)
      await reachStatus(workbench, stepped.id, 'paused')
    }
    await workbench.api.runs.step({ runId: stepped.id })
    const run = await reachStatus(workbench, stepped.id, 'completed')
    expect(run.weightsSha256).toBe(undisturbed.weightsSha256)
  })

  it('goes on from the last finished epoch after a stop and in a new program, to the same bytes', async () => {
    const { workbench, dataSet, reopen } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet, {
      epochs: 60,
      optimizer: { name: 'momentum', learningRate: 0.3, momentum: 0.9 },
    })
    const undisturbed = await trainToEnd(workbench, recipe)
    const { id } = await workbench.api.runs.start({ recipe })
    await reachEpochs(workbench, id, 2)
    await workbench.api.runs.stop({ runId: id })
    expect((await workbench.api.runs.get({ runId: id })).status).toBe('stopped')
    await workbench.api.runs.resume({ runId: id })
    await reachEpochs(workbench, id, 5)
    await workbench.close()

    const again = reopen()
    const interrupted = await again.api.runs.get({ runId: id })
    expect(interrupted.status).toBe('interrupted')
    expect(interrupted.epochsDone).toBeGreaterThanOrEqual(5)
    await again.api.runs.resume({ runId: id })
    const run = await reachStatus(again, id, 'completed')
    expect(run.weightsSha256).toBe(undisturbed.weightsSha256)
    expect(run.epochs.map((metrics) => ({ ...metrics, durationMs: 0 }))).toEqual(
      undisturbed.epochs.map((metrics) => ({ ...metrics, durationMs: 0 })),
    )
  })

  it('trains so many at once, the others in order; a paused run gives its place free', async () => {
    const { workbench, dataSet } = openTinyWorkbench({ maxWorkers: 1 })
    const recipe = tinyRecipe(dataSet, { epochs: ENDLESS })
    const start = async (): Promise<string> => (await workbench.api.runs.start({ recipe })).id
    const [first, second, third] = [await start(), await start(), await start()]
    const statuses = async (): Promise<RunStatus[]> =>
      Promise.all(
        [first, second, third].map(async (runId) => (await workbench.api.runs.get({ runId })).status),
      )
    expect(await statuses()).toEqual(['training', 'queued', 'queued'])
    await workbench.api.runs.pause({ runId: second })
    await workbench.api.runs.pause({ runId: first })
    expect(await statuses()).toEqual(['paused', 'paused', 'training'])
    await workbench.api.runs.resume({ runId: first })
    expect(await statuses()).toEqual(['queued', 'paused', 'training'])
    await workbench.api.runs.stop({ runId: third })
    expect(await statuses()).toEqual(['training', 'paused', 'stopped'])
    await reachEpochs(workbench, first, 1)
    await workbench.api.runs.stop({ runId: second })
    await workbench.api.runs.stop({ runId: first })
    expect(await statuses()).toEqual(['stopped', 'stopped', 'stopped'])
  })

  it('refuses what the state does not allow', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const run = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
    for (const call of ['pause', 'stop'] as const) {
      const { code, message } = await refusal(workbench.api.runs[call]({ runId: run.id }))
      expect([code, message]).toEqual([
        'conflict',
        `Run '${run.name}' is completed; expected one that trains`,
      ])
    }
    expect((await refusal(workbench.api.runs.resume({ runId: run.id }))).message).toContain('is completed')
    expect((await refusal(workbench.api.runs.stop({ runId: 'nothere' }))).code).toBe('not-found')
  })

  it('does not go on with other data than the run began with', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { id } = await workbench.api.runs.start({ recipe: tinyRecipe(dataSet, { epochs: ENDLESS }) })
    await reachEpochs(workbench, id, 1)
    await workbench.api.runs.stop({ runId: id })
    const { epochsDone } = await workbench.api.runs.get({ runId: id })
    writeTinyDataSet(dataSet, 99)
    await workbench.api.runs.resume({ runId: id })
    const run = await reachStatus(workbench, id, 'failed')
    expect(run.reason).toEqual({ code: 'data-changed', dataSet })
    expect(run.epochsDone).toBe(epochsDone)
  })
})
