import { describe, expect, it } from 'vitest'
import type { SweepSettings } from '#contract/types.ts'
import { ENDLESS, nextEvent, openTinyWorkbench, refusal, tinyRecipe, trainToEnd } from '../tiny-workbench.ts'
import { hasStatus, reachSweep, settingsOf } from './reach-sweep.ts'

describe('a sweep', () => {
  it('trains every combination, each to the bytes of the same recipe trained alone', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet)
    const settings = settingsOf(recipe, ['optimizer.learningRate=0.5,3', 'seed=1..3'])
    const started = await workbench.api.sweeps.start({ ...settings, name: 'rates' })
    expect(started).toMatchObject({ name: 'rates', status: 'running', runCount: 6, settings })
    const sweep = await reachSweep(workbench, started.id, hasStatus('completed'))
    expect(sweep.counts).toEqual({ waiting: 0, training: 0, completed: 6, stopped: 0, failed: 0 })
    expect(sweep.remainingMs).toBeNull()

    const runs = await Promise.all(sweep.runs.map(({ runId }) => workbench.api.runs.get({ runId: runId! })))
    expect(runs.map((run) => [run.recipe.optimizer.learningRate, run.recipe.seed])).toEqual(
      [0.5, 3].flatMap((rate) => [1, 2, 3].map((seed) => [rate, seed])),
    )
    expect(runs[4]!.name).toBe('rates #5: learning rate 3, seed 2')
    expect(runs[4]!.sweep).toEqual({ id: sweep.id, name: 'rates', index: 4 })
    const best = Math.max(...runs.map((run) => run.best?.validationAccuracy ?? 0))
    expect(sweep.best?.accuracy).toBe(best)
    expect(runs[sweep.best!.index]!.best?.validationAccuracy).toBe(best)
    for (const index of [0, 4]) {
      const alone = await trainToEnd(workbench, runs[index]!.recipe)
      expect(runs[index]!.weightsSha256).toBe(alone.weightsSha256)
    }
    expect(await refusal(workbench.api.sweeps.resume({ sweepId: sweep.id }))).toMatchObject({
      code: 'conflict',
      message: "Sweep 'rates' is completed",
    })
  })

  it('has no more runs at hand than train at once', async () => {
    const { workbench, dataSet } = openTinyWorkbench({ maxWorkers: 2 })
    const settings = settingsOf(tinyRecipe(dataSet, { epochs: ENDLESS }), ['seed=1..1000'])
    const { id, name } = await workbench.api.sweeps.start(settings)
    expect(name).toBe('Sweep 1')
    const sweep = await reachSweep(workbench, id, ({ counts }) => counts.training === 2)
    expect(sweep.counts).toEqual({ waiting: 998, training: 2, completed: 0, stopped: 0, failed: 0 })
    expect(await workbench.api.runs.list()).toHaveLength(2)
    await workbench.api.sweeps.stop({ sweepId: id })
  })

  it('lets another sweep and a run of a person come in between', async () => {
    const { workbench, dataSet } = openTinyWorkbench({ maxWorkers: 1 })
    const recipe = tinyRecipe(dataSet, { epochs: 3 })
    const ended: string[] = []
    workbench.subscribe({ runChanged: (run) => run.status === 'completed' && ended.push(run.name) })
    // All three wait behind a training, so that none is ahead of another by its start.
    const former = await workbench.api.runs.start({ recipe: tinyRecipe(dataSet, { epochs: ENDLESS }) })
    const first = await workbench.api.sweeps.start({ ...settingsOf(recipe, ['seed=1..6']), name: 'first' })
    const second = await workbench.api.sweeps.start({ ...settingsOf(recipe, ['seed=1..6']), name: 'second' })
    await workbench.api.runs.start({ recipe, name: 'own' })
    await workbench.api.runs.stop({ runId: former.id })
    await reachSweep(workbench, first.id, hasStatus('completed'))
    await reachSweep(workbench, second.id, hasStatus('completed'))
    expect(ended).toHaveLength(13)
    // Whoever comes waits for those before it, of which each sweep has one at most.
    expect(ended.indexOf('own')).toBe(2)
    expect(ended.slice(3, 9).filter((name) => name.startsWith('second'))).toHaveLength(3)
  })

  it('leaves out what is no recipe, and refuses what cannot be varied or trained', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet)
    const plan = await workbench.api.sweeps.plan(
      settingsOf(recipe, ['layers.1.activation=sigmoid,softmax', 'seed=1,2']),
    )
    expect(plan).toMatchObject({ runCount: 2, leftOutCount: 2, epochs: 8, expectedMs: null })
    expect(plan.leftOut[0]!.reason).toContain('mse over softmax outputs')
    const bad = {
      ...settingsOf(recipe, []),
      variations: [{ path: 'lr', values: { kind: 'list', values: [1] } }],
    }
    const { code, message } = await refusal(workbench.api.sweeps.start(bad as SweepSettings))
    expect([code, message]).toEqual([
      'invalid',
      expect.stringContaining('lr: expected a field of the recipe'),
    ])
    const large = settingsOf(recipe, ['data.trainSize=200,2000'])
    expect((await refusal(workbench.api.sweeps.start(large))).message).toContain('got 2,000 + 40')
    expect(await workbench.api.sweeps.list()).toEqual([])
  })

  it('knows about how long it takes', async () => {
    const { workbench, dataSet } = openTinyWorkbench({ maxWorkers: 1, cores: 1 })
    const recipe = tinyRecipe(dataSet, { epochs: 3000 })
    const few = settingsOf(recipe, ['layers.0.units=5,200'])
    const many = settingsOf(recipe, ['layers.0.units=5,200', 'seed=1..10'])
    const { expectedMs } = await workbench.api.sweeps.plan({ ...few, measuresTime: true })
    expect(expectedMs).toBeGreaterThan(0)
    // The paces are known by now, and ten times the runs take ten times as long.
    const tenfold = await workbench.api.sweeps.plan({ ...many, measuresTime: true })
    expect(tenfold.expectedMs).toBeCloseTo(10 * expectedMs!, 5)
    const halved = await workbench.api.sweeps.plan({
      ...many,
      halving: { eta: 3, minEpochs: null },
      measuresTime: true,
    })
    expect(halved.rungs).toEqual([111, 333, 1000])
    expect(halved.expectedMs).toBeLessThan(0.3 * tenfold.expectedMs!)
  })
})

describe('pause, resume and stop of a sweep', () => {
  it('pauses its trainings and goes on with them to the same bytes', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const settings = settingsOf(tinyRecipe(dataSet, { epochs: 40 }), ['seed=1..3'])
    const { id } = await workbench.api.sweeps.start(settings)
    await nextEvent(workbench, 'epochFinished')
    await workbench.api.sweeps.pause({ sweepId: id })
    const paused = await workbench.api.sweeps.get({ sweepId: id })
    expect(paused.status).toBe('paused')
    const statuses = (await workbench.api.runs.list()).map((run) => run.status)
    expect(statuses).not.toContain('training')
    expect(statuses).toContain('paused')
    await workbench.api.sweeps.resume({ sweepId: id })
    const done = await reachSweep(workbench, id, hasStatus('completed'))
    const run = await workbench.api.runs.get({ runId: done.runs[0]!.runId! })
    expect(run.weightsSha256).toBe((await trainToEnd(workbench, run.recipe)).weightsSha256)
  })

  it('stops all, and goes on from there', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const settings = settingsOf(tinyRecipe(dataSet, { epochs: 60 }), ['seed=1..5'])
    const { id } = await workbench.api.sweeps.start(settings)
    await nextEvent(workbench, 'epochFinished')
    await workbench.api.sweeps.stop({ sweepId: id })
    const runs = await workbench.api.runs.list()
    expect(runs).toHaveLength(2)
    for (const run of runs) {
      expect([run.status, run.reason]).toEqual(['stopped', { code: 'stopped-with-sweep' }])
    }
    expect((await workbench.api.sweeps.get({ sweepId: id })).status).toBe('stopped')
    expect((await refusal(workbench.api.sweeps.pause({ sweepId: id }))).code).toBe('conflict')
    await workbench.api.sweeps.resume({ sweepId: id, workers: 1 })
    const done = await reachSweep(workbench, id, hasStatus('completed'))
    expect(done.counts.completed).toBe(5)
  })

  it('goes on in a new program where it was, with the epochs that were finished', async () => {
    const { workbench, dataSet, reopen } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet, { epochs: 60 })
    // Runs tell of their end at once, the sweep only some times a second, by which all four may be done.
    const firstEnd = nextEvent(workbench, 'runChanged', ({ status }) => status === 'completed')
    const { id } = await workbench.api.sweeps.start(settingsOf(recipe, ['seed=1..4']))
    await firstEnd
    await workbench.close()

    const again = reopen()
    const interrupted = await again.api.sweeps.get({ sweepId: id })
    expect(interrupted.status).toBe('interrupted')
    const before = await again.api.runs.list()
    await again.api.sweeps.resume({ sweepId: id })
    const done = await reachSweep(again, id, hasStatus('completed'))
    expect(done.counts.completed).toBe(4)
    // No run was begun a second time.
    const after = await again.api.runs.list()
    expect(after).toHaveLength(4)
    expect(after.map((run) => run.id)).toEqual(expect.arrayContaining(before.map((run) => run.id)))
    for (const run of after) {
      expect(run.epochsDone).toBe(60)
      expect(run.weightsSha256).toBe((await trainToEnd(again, run.recipe)).weightsSha256)
    }
  })

  it('goes on past runs that a person stopped or deleted', async () => {
    const { workbench, dataSet } = openTinyWorkbench({ maxWorkers: 1 })
    const { api } = workbench
    const recipe = tinyRecipe(dataSet, { epochs: ENDLESS })
    const { id } = await api.sweeps.start(settingsOf(recipe, ['epochs=100000,99999,2']))
    const first = await nextEvent(workbench, 'epochFinished')
    await api.runs.stop({ runId: first.runId })
    const second = await nextEvent(workbench, 'epochFinished', ({ runId }) => runId !== first.runId)
    await api.runs.delete({ runIds: [second.runId] })
    const done = await reachSweep(workbench, id, hasStatus('completed'))
    expect(done.counts).toEqual({ waiting: 0, training: 0, completed: 1, stopped: 2, failed: 0 })
    expect(done.runs[1]!.runId).toBeNull()
  })

  it('is renamed with its runs, and deleted without them', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { api } = workbench
    const { id } = await api.sweeps.start(settingsOf(tinyRecipe(dataSet), ['seed=1,2']))
    expect((await refusal(api.sweeps.delete({ sweepId: id }))).message).toContain('is running; stop it first')
    await reachSweep(workbench, id, hasStatus('completed'))
    await api.sweeps.rename({ sweepId: id, name: 'seeds' })
    expect((await api.runs.list()).map((run) => run.sweep?.name)).toEqual(['seeds', 'seeds'])
    const deleted = nextEvent(workbench, 'sweepDeleted')
    await api.sweeps.delete({ sweepId: id })
    expect(await deleted).toEqual({ sweepId: id })
    expect(await api.sweeps.list()).toEqual([])
    expect(await api.runs.list()).toHaveLength(2)
  })
})
