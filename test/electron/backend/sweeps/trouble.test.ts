import { describe, expect, it } from 'vitest'
import { ENDLESS, nextEvent, openTinyWorkbench, refusal, tinyRecipe } from '../tiny-workbench.ts'
import { hasStatus, reachSweep, settingsOf } from './reach-sweep.ts'

describe('a sweep in trouble', () => {
  it('rests with the reason when runs fail one after another, and tries them again when it goes on', async () => {
    const { workbench, dataSet, storePath } = openTinyWorkbench({ maxWorkers: 1 })
    const { default: Database } = await import('better-sqlite3')
    const other = new Database(storePath)
    other.exec(`CREATE TRIGGER full BEFORE INSERT ON epoch BEGIN SELECT RAISE(ABORT, 'no room'); END`)
    const { id } = await workbench.api.sweeps.start(settingsOf(tinyRecipe(dataSet), ['seed=1..5']))
    const sweep = await reachSweep(workbench, id, hasStatus('interrupted'))
    expect(sweep.reason).toEqual({
      code: 'runs-failed',
      count: 3,
      last: { code: 'not-stored', message: expect.stringContaining('no room') as string },
    })
    expect(sweep.counts).toMatchObject({ waiting: 2, failed: 3 })
    other.exec('DROP TRIGGER full')
    other.close()
    await workbench.api.sweeps.resume({ sweepId: id })
    const done = await reachSweep(workbench, id, hasStatus('completed'))
    expect(done.counts).toMatchObject({ completed: 5, failed: 0 })
  })

  it('is seen, and left alone, by another program on the same store', async () => {
    const { workbench, dataSet, reopen } = openTinyWorkbench({ maxWorkers: 1 })
    const watching = reopen()
    const reported = nextEvent(watching, 'sweepChanged')
    const recipe = tinyRecipe(dataSet, { epochs: 200 })
    const { id } = await workbench.api.sweeps.start(settingsOf(recipe, ['seed=1,2']))
    expect((await reported).id).toBe(id)
    const ended = reachSweep(watching, id, hasStatus('completed'))
    await reachSweep(workbench, id, hasStatus('completed'))
    expect((await ended).counts.completed).toBe(2)

    await watching.api.sweeps.rename({ sweepId: id, name: 'seen' })
    expect((await reachSweep(workbench, id, (sweep) => sweep.name === 'seen')).name).toBe('seen')
    const gone = nextEvent(workbench, 'sweepDeleted')
    await watching.api.sweeps.delete({ sweepId: id })
    expect(await gone).toEqual({ sweepId: id })
  })

  it('is refused to those who do not run it', async () => {
    const { workbench, dataSet, reopen } = openTinyWorkbench({ maxWorkers: 1 })
    const other = reopen()
    const recipe = tinyRecipe(dataSet, { epochs: ENDLESS })
    const { id } = await workbench.api.sweeps.start(settingsOf(recipe, ['seed=1,2'], { keepEvery: null }))
    const run = await nextEvent(workbench, 'epochFinished')
    for (const call of ['pause', 'stop', 'resume', 'delete'] as const) {
      const { code } = await refusal(other.api.sweeps[call]({ sweepId: id }))
      expect([call, code]).toEqual([call, 'conflict'])
    }
    expect((await refusal(other.api.sweeps.get({ sweepId: 'abcd' }))).code).toBe('not-found')
    await workbench.api.sweeps.stop({ sweepId: id })
    // Weights of the best and the newest epoch alone are kept, as it was asked for.
    const kept = (await workbench.api.runs.getKeptEpochs({ runIds: [run.runId] }))[0]!
    expect(kept.epochs.length).toBeLessThanOrEqual(2)
  })
})
