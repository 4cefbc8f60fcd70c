import { describe, expect, it } from 'vitest'
import { readRun } from '../read-run.ts'
import { nextEvent, openTinyWorkbench, tinyRecipe, trainToEnd } from '../tiny-workbench.ts'
import { hasStatus, reachSweep, settingsOf } from './reach-sweep.ts'

describe('a sweep with successive halving', () => {
  it('stops the worse ones at the rungs and says their places, whatever the number of workers', async () => {
    const outcomes: unknown[] = []
    for (const maxWorkers of [1, 3]) {
      const { workbench, dataSet } = openTinyWorkbench({ maxWorkers })
      const recipe = tinyRecipe(dataSet, { epochs: 9 })
      const settings = settingsOf(recipe, ['optimizer.learningRate=log:0.001:10:9'], {
        halving: { eta: 3, minEpochs: null },
      })
      const { id } = await workbench.api.sweeps.start(settings)
      const sweep = await reachSweep(workbench, id, hasStatus('completed'))
      expect(sweep.rungs).toEqual([1, 3])
      expect(sweep.counts).toEqual({ waiting: 0, training: 0, completed: 1, stopped: 8, failed: 0 })
      const runs = await Promise.all(sweep.runs.map(({ runId }) => readRun(workbench, runId!)))
      outcomes.push(
        runs.map(({ status, reason, epochsDone, weightsSha256 }) => ({
          ...{ status, reason, epochsDone, weightsSha256 },
        })),
      )
      const stopped = runs.filter((run) => run.status === 'stopped')
      expect(stopped.map((run) => run.epochsDone).sort()).toEqual([1, 1, 1, 1, 1, 1, 3, 3])
      const kept = runs.filter((run) => run.epochsDone > 1)
      const worstKept = Math.min(...kept.map((run) => run.epochs[0]!.validationAccuracy!))
      for (const run of stopped.filter((each) => each.epochsDone === 1)) {
        expect(run.reason).toMatchObject({ code: 'halved', epochs: 1, of: 9 })
        if (run.reason?.code === 'halved') expect(run.reason.place).toBeGreaterThanOrEqual(4)
        expect(run.epochs[0]!.validationAccuracy).toBeLessThanOrEqual(worstKept)
      }
    }
    expect(outcomes[1]).toEqual(outcomes[0])
  })

  it('decides the same when it was interrupted at a rung', async () => {
    const { workbench, dataSet, reopen } = openTinyWorkbench({ maxWorkers: 1 })
    const settings = settingsOf(
      tinyRecipe(dataSet, { epochs: 40 }),
      ['optimizer.learningRate=0.001,3,0.003,0.01'],
      {
        halving: { eta: 2, minEpochs: 10 },
      },
    )
    const { id } = await workbench.api.sweeps.start(settings)
    await reachSweep(workbench, id, ({ counts }) => counts.waiting < 4)
    const waiting = await nextEvent(workbench, 'runChanged', (run) => run.status === 'interrupted')
    expect(waiting.reason).toEqual({ code: 'waits-at-rung', epochs: 10 })
    await workbench.close()

    const again = reopen()
    await again.api.sweeps.resume({ sweepId: id })
    const done = await reachSweep(again, id, hasStatus('completed'))
    const runs = await Promise.all(done.runs.map(({ runId }) => again.api.runs.get({ runId: runId! })))
    expect(runs.map((run) => run.epochsDone).sort((a, b) => a - b)).toEqual([10, 10, 20, 40])
    expect(runs[1]!.status).toBe('completed')
    expect(runs[1]!.weightsSha256).toBe((await trainToEnd(again, runs[1]!.recipe)).weightsSha256)
  })
})
