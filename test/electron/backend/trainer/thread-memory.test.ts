import { expect, it } from 'vitest'
import { nextEvent, openTinyWorkbench, tinyRecipe } from '../tiny-workbench.ts'

it('keeps the room for new objects of a thread small, whatever the thread makes', async () => {
  const { workbench, dataSet } = openTinyWorkbench({
    workerUrl: new URL('new-space-worker.ts', import.meta.url),
  })
  const reported = nextEvent(workbench, 'trainingProgressed')
  await workbench.api.runs.start({ recipe: tinyRecipe(dataSet) })
  // Two halves of 8 MB; without a limit V8 goes to 32 MB for each.
  expect((await reported).batches).toBeLessThanOrEqual(16 * 2 ** 20 + 2 ** 20)
})
