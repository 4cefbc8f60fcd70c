import { expect, it } from 'vitest'
import { openTinyWorkbench, reachStatus, tinyRecipe } from '../tiny-workbench.ts'

const workerUrl = (file: string): URL => new URL(file, import.meta.url)

it('stops and closes a training whose thread does not answer', async () => {
  const { workbench, dataSet, reopen } = openTinyWorkbench({ workerUrl: workerUrl('deaf-worker.ts') })
  const recipe = tinyRecipe(dataSet)
  const first = await workbench.api.runs.start({ recipe })
  const second = await workbench.api.runs.start({ recipe })
  await workbench.api.runs.stop({ runId: first.id })
  expect((await workbench.api.runs.get({ runId: first.id })).status).toBe('stopped')
  await workbench.close()
  expect((await reopen().api.runs.get({ runId: second.id })).status).toBe('interrupted')
})

it('fails with the reason when a thread dies, and the program lives', async () => {
  const { workbench, dataSet } = openTinyWorkbench({ workerUrl: workerUrl('dying-worker.ts') })
  const { id } = await workbench.api.runs.start({ recipe: tinyRecipe(dataSet) })
  const run = await reachStatus(workbench, id, 'failed')
  expect(run.reason).toEqual({ code: 'thread-failed', message: 'the defect' })
  await expect(
    workbench.api.data.getSample({ dataSet, part: 'test', offset: 0, count: 1 }),
  ).rejects.toMatchObject({ code: 'internal', message: 'The training thread failed: the defect' })
  expect(await workbench.api.runs.list()).toHaveLength(1)
})
