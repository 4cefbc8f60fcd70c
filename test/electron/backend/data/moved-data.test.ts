import { renameSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { portableRecipe } from '#core/recipe/portable-recipe.ts'
import { readRecipeLink, writeRecipeLink } from '#shared/recipe-link.ts'
import {
  openTinyWorkbench,
  reachStatus,
  refusal,
  tinyRecipe,
  trainToEnd,
  writeTinyDataSet,
} from '../tiny-workbench.ts'

it('a recipe with a fingerprint trains on another machine, wherever its folder lies there, to the same bytes', async () => {
  const here = openTinyWorkbench()
  const run = await trainToEnd(here.workbench, tinyRecipe(here.dataSet))
  const link = await writeRecipeLink(portableRecipe(run.recipe, run.dataSha256))
  const recipe = await readRecipeLink(link)
  expect(recipe.data).toMatchObject({ dataSet: 'folder:tiny', fingerprint: run.dataSha256 })

  const there = openTinyWorkbench()
  const missing = await refusal(there.workbench.api.runs.start({ recipe }))
  expect(missing).toMatchObject({ code: 'data', problems: [{ path: ['data', 'dataSet'] }] })
  expect(missing.message).toContain(
    "Data set 'tiny': expected the folder whose images and labels have the SHA-256",
  )
  expect(missing.message).toContain(run.dataSha256!.slice(0, 12))

  // Others of the same name, or elsewhere, are not taken for it.
  const other = writeTinyDataSet(path.join(path.dirname(there.dataSet), 'other', 'tiny'), 99)
  await there.workbench.api.data.addImages({ path: other })
  expect((await refusal(there.workbench.api.runs.start({ recipe }))).code).toBe('data')

  renameSync(there.dataSet, `${there.dataSet}-renamed`)
  await there.workbench.api.data.addImages({ path: `${there.dataSet}-renamed` })
  const { id } = await there.workbench.api.runs.start({ recipe })
  const done = await reachStatus(there.workbench, id, 'completed')
  expect(done).toMatchObject({ weightsSha256: run.weightsSha256, dataSha256: run.dataSha256, recipe })
  expect(await there.workbench.api.analysis.evaluate({ runId: id })).toMatchObject({
    correct: run.last!.testCorrect,
  })
  const { confusion } = await there.workbench.api.analysis.inspect({ runId: id, part: 'validation' })
  expect(confusion.total).toBe(40)
})

it('a run whose folder was moved is found again by the data that it saw, and says so where it is not', async () => {
  const { workbench, dataSet } = openTinyWorkbench()
  const run = await trainToEnd(workbench, tinyRecipe(dataSet))
  renameSync(dataSet, `${dataSet}-moved`)
  const gone = await refusal(workbench.api.analysis.evaluate({ runId: run.id }))
  expect(gone.message).toContain(run.dataSha256!.slice(0, 12))
  await workbench.api.data.addImages({ path: `${dataSet}-moved` })
  expect(await workbench.api.analysis.evaluate({ runId: run.id })).toMatchObject({
    correct: run.last!.testCorrect,
  })
})

it('a training ends as failed where the data that goes by the name is not what the recipe means', async () => {
  const { workbench, dataSet } = openTinyWorkbench()
  const fingerprint = 'ab'.repeat(32)
  const recipe = tinyRecipe(dataSet)
  const { id } = await workbench.api.runs.start({
    recipe: { ...recipe, data: { ...recipe.data, fingerprint } },
  })
  const failed = await reachStatus(workbench, id, 'failed', 'completed')
  expect(failed.status).toBe('failed')
  expect(JSON.stringify(failed.reason)).toContain(fingerprint)
})

it('an opened folder can be named by its name alone', async () => {
  const { workbench, dataSet } = openTinyWorkbench()
  await workbench.api.data.addImages({ path: dataSet })
  const run = await trainToEnd(workbench, tinyRecipe('folder:tiny', { epochs: 1 }))
  expect(run.status).toBe('completed')
  expect((await refusal(workbench.api.runs.start({ recipe: tinyRecipe('folder:huge') }))).code).toBe('data')
})
