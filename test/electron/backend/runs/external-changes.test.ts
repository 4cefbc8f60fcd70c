import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { RunStatus } from '#contract/types.ts'
import { Emitter } from '#backend/emitter.ts'
import { ExternalChangeWatcher } from '#backend/runs/external-changes.ts'
import { RunRegistry } from '#backend/runs/run-registry.ts'
import { openStore, SMALL_RECIPE, smallCheckpoint, smallMetrics } from '../store/filled-store.ts'
import { makeFolder, nextEvent, openTinyWorkbench, reachStatus, tinyRecipe } from '../tiny-workbench.ts'

it('reports runs that another program trains, changes and deletes in the same store', async () => {
  const { workbench, dataSet, reopen } = openTinyWorkbench()
  const epochs: number[] = []
  const statuses: RunStatus[] = []
  workbench.subscribe({
    epochFinished: ({ metrics }) => epochs.push(metrics.epoch),
    runChanged: (run) => statuses.push(run.status),
  })
  const other = reopen()
  const finished = nextEvent(workbench, 'runChanged', (run) => run.status === 'completed')
  const { id } = await other.api.runs.start({ recipe: tinyRecipe(dataSet) })
  await reachStatus(other, id, 'completed')
  expect(await finished).toEqual((await other.api.runs.list())[0])
  expect(epochs).toEqual([0, 1, 2, 3])

  const renamed = nextEvent(workbench, 'runChanged', (run) => run.name === 'theirs')
  await other.api.runs.rename({ runId: id, name: 'theirs' })
  await renamed
  const deleted = nextEvent(workbench, 'runsDeleted')
  await other.api.runs.delete({ runIds: [id] })
  expect(await deleted).toEqual({ runIds: [id] })
})

it('reports no run that another program left as it is', async () => {
  const { workbench, dataSet, reopen } = openTinyWorkbench()
  const { stopping } = tinyRecipe(dataSet)
  // It keeps a reason, which is an object of its own each time it is read.
  const recipe = tinyRecipe(dataSet, { stopping: { ...stopping, targetAccuracy: 0 } })
  const { id } = await workbench.api.runs.start({ recipe })
  expect((await reachStatus(workbench, id, 'completed')).reason).not.toBeNull()

  const other = reopen()
  const changed: string[] = []
  workbench.subscribe({ runChanged: (run) => changed.push(run.id) })
  const finished = nextEvent(workbench, 'runChanged', (run) => run.status === 'completed' && run.id !== id)
  const second = await other.api.runs.start({ recipe: tinyRecipe(dataSet) })
  await reachStatus(other, second.id, 'completed')
  await finished
  expect(new Set(changed)).toEqual(new Set([second.id]))
})

it('leaves a run alone that another program trains', async () => {
  const { workbench, dataSet, reopen } = openTinyWorkbench()
  const other = reopen()
  const { id, name } = await other.api.runs.start({ recipe: tinyRecipe(dataSet, { epochs: 100_000 }) })
  const refused = { code: 'conflict', message: `Run '${name}' is trained by another program; stop it there` }
  await expect(workbench.api.runs.stop({ runId: id })).rejects.toMatchObject(refused)
  await expect(workbench.api.runs.delete({ runIds: [id] })).rejects.toMatchObject(refused)
  await expect(workbench.api.runs.resume({ runId: id })).rejects.toMatchObject({
    code: 'conflict',
    message: `Run '${name}' is trained by another program; go on there`,
  })
  await other.api.runs.stop({ runId: id })
  await workbench.api.runs.resume({ runId: id })
  await workbench.api.runs.stop({ runId: id })
})

it('reports no epoch of its own a second time, whenever it looks', async () => {
  const folder = makeFolder()
  const [store, other] = [openStore(path.join(folder, 'store')), openStore(path.join(folder, 'store'))]
  const emitter = new Emitter()
  const registry = new RunRegistry(store, emitter)
  const run = { status: 'training', recipe: SMALL_RECIPE } as const
  const { id } = registry.create(run)
  const theirs = other.runs.create(run)
  const watcher = new ExternalChangeWatcher({ store, registry, emitter, intervalMs: 1 })
  onTestFinished(() => watcher.close())
  const heard: number[] = []
  emitter.subscribe({ epochFinished: ({ metrics }) => heard.push(metrics.epoch) })
  const epochs = Array.from({ length: 100 }, (_, epoch) => epoch)
  for (const epoch of epochs) {
    other.runs.rename(theirs, `round ${epoch}`)
    await registry.addEpoch(id, smallMetrics(epoch), smallCheckpoint(epoch))
  }
  expect(heard).toEqual(epochs)
})
