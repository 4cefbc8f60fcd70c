import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parseVariation } from '#core/experiments/sweep/variation.ts'
import { findProblems } from '../store/filled-store.ts'
import {
  nextEvent,
  openTinyWorkbench,
  reachEpochs,
  reachStatus,
  refusal,
  tinyRecipe,
  trainToEnd,
} from '../tiny-workbench.ts'

const HOLDER = fileURLToPath(new URL('hold-lock.ts', import.meta.url))

/** Lets another program lock a store. @returns what makes it let go */
async function lock(storePath: string): Promise<() => Promise<void>> {
  const child = fork(HOLDER, [storePath], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const exited = once(child, 'exit')
  await once(child, 'message')
  return async () => {
    child.send('let go')
    await exited
  }
}

describe('a store that another program keeps locked', () => {
  it('holds a training up, which then goes on to the same weights', async () => {
    const { workbench, dataSet, storePath } = openTinyWorkbench({ lockPatienceMs: 100 })
    const recipe = tinyRecipe(dataSet, { epochs: 40 })
    const undisturbed = await trainToEnd(workbench, recipe)
    const { id } = await workbench.api.runs.start({ recipe })
    await reachEpochs(workbench, id, 3)
    await workbench.api.runs.pause({ runId: id })
    const { epochsDone } = await workbench.api.runs.get({ runId: id })
    const release = await lock(storePath)
    await workbench.api.runs.resume({ runId: id })
    // By the time a call has lost its patience, the training has been refused as often.
    const error = await refusal(workbench.api.runs.rename({ runId: id, name: 'later' }))
    expect(error.code).toBe('store')
    expect(error.message).toContain('another program keeps it locked')
    const held = await workbench.api.runs.get({ runId: id })
    expect(held).toMatchObject({ status: 'training', epochsDone })
    expect(epochsDone).toBeLessThan(40)
    await release()
    const run = await reachStatus(workbench, id, 'completed', 'failed')
    expect(run).toMatchObject({
      status: 'completed',
      epochsDone: 40,
      weightsSha256: undisturbed.weightsSha256,
    })
    expect(findProblems(storePath)).toEqual([])
  })

  it('holds calls up, which are carried out once when it is free', async () => {
    const { workbench, dataSet, storePath } = openTinyWorkbench()
    const { id } = await trainToEnd(workbench, tinyRecipe(dataSet))
    const release = await lock(storePath)
    const { api } = workbench
    const renamed = nextEvent(workbench, 'runChanged', (run) => run.name === 'renamed')
    const calls = [
      api.runs.rename({ runId: id, name: 'renamed' }),
      api.runs.edit({ runIds: [id], changes: { addTags: ['tag'] } }),
      api.runs.start({ recipe: tinyRecipe(dataSet), name: 'new' }),
    ]
    // What only reads does not wait.
    expect((await api.runs.list()).map((run) => run.name)).not.toContain('renamed')
    await release()
    await Promise.all([...calls, renamed])
    const runs = await api.runs.list()
    expect(runs.map((run) => run.name).sort()).toEqual(['new', 'renamed'])
    expect(runs.find((run) => run.id === id)?.tags).toEqual(['tag'])
  })

  it('lets a sweep go on', async () => {
    const { workbench, dataSet, storePath } = openTinyWorkbench()
    const { api } = workbench
    const recipe = tinyRecipe(dataSet)
    const { id } = await api.sweeps.start({
      ...{ recipe, variations: [parseVariation('seed=1..4', recipe)], search: { kind: 'grid' } },
      ...{ halving: null, workers: null, keepEvery: 1 },
    })
    await nextEvent(workbench, 'epochFinished')
    const release = await lock(storePath)
    // Held as long as it takes to read the list, which a locked store does not keep from anybody.
    for (let k = 0; k < 20; k++) await api.runs.list()
    await release()
    const ended = nextEvent(workbench, 'sweepChanged', (sweep) => sweep.status !== 'running')
    const now = await api.sweeps.get({ sweepId: id })
    if (now.status === 'running') await ended
    expect(await api.sweeps.get({ sweepId: id })).toMatchObject({
      status: 'completed',
      counts: { completed: 4 },
    })
  })
})
