import { expect, it } from 'vitest'
import { openTinyWorkbench, tinyRecipe, trainToEnd, writeTinyDataSet } from '../tiny-workbench.ts'

it('an inspection and an evaluation say that the data set has changed, and are of what is there now', async () => {
  const { workbench, dataSet } = openTinyWorkbench()
  const { id: runId, dataSha256 } = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 2 }))
  const inspect = () => workbench.api.analysis.inspect({ runId, part: 'test' })
  const before = await inspect()
  expect(before.changedData).toBe(null)
  expect((await workbench.api.analysis.evaluate({ runId })).changedData).toBe(null)

  writeTinyDataSet(dataSet, 99)
  const after = await inspect()
  expect(after.changedData).toMatchObject({ dataSet, before: dataSha256 })
  expect(after.changedData!.now).toMatch(/^[0-9a-f]{64}$/)
  // Nothing is left of the answers that were kept.
  expect(after.loss).not.toEqual(before.loss)
  expect((await workbench.api.analysis.evaluate({ runId })).changedData).toEqual(after.changedData)

  const second = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
  const comparison = await workbench.api.analysis.compare({ a: runId, b: second.id, dataSet })
  expect(comparison.changedData).toEqual({ a: after.changedData, b: null })

  writeTinyDataSet(dataSet)
  expect(await inspect()).toMatchObject({ changedData: null, loss: before.loss })
})
