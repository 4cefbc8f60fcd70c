import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRecipeLink, writeRecipeLink } from '#shared/recipe-link.ts'
import {
  makeFolder,
  openTinyWorkbench,
  reachStatus,
  refusal,
  tinyRecipe,
  trainToEnd,
} from '../tiny-workbench.ts'

/** A run that ended, and one that went on from an epoch of it that is neither its best nor its newest. */
async function trainOn() {
  const tiny = openTinyWorkbench()
  const { workbench, dataSet } = tiny
  const source = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 4 }))
  const epoch = [0, 1, 2].find((each) => each !== source.best!.epoch)!
  const from = { runId: source.id, epoch }
  const { id } = await workbench.api.runs.start({ recipe: tinyRecipe(dataSet, { epochs: 2 }), from })
  const child = await reachStatus(workbench, id, 'completed')
  return { ...tiny, source, epoch, child }
}

describe('a run that starts from weights', () => {
  it('says in its recipe which they are, and its recipe trains to the same bytes from them', async () => {
    const { workbench, source, epoch, child } = await trainOn()
    expect(source.recipe).not.toHaveProperty('startsFrom')
    expect(child.recipe.startsFrom).toMatch(/^[0-9a-f]{64}$/)
    const recipe = await readRecipeLink(await writeRecipeLink(child.recipe))
    const again = await trainToEnd(workbench, recipe)
    expect(again).toMatchObject({
      recipe: child.recipe,
      weightsSha256: child.weightsSha256,
      parent: { runId: source.id, epoch },
    })
    // The weights of an epoch are found without any run that says it started from them.
    await workbench.api.runs.delete({ runIds: [child.id, again.id] })
    const third = await trainToEnd(workbench, recipe)
    expect(third).toMatchObject({
      weightsSha256: child.weightsSha256,
      parent: { runId: source.id, epoch },
    })
  })

  it('is trained anew in another store that has it, and else says which weights are missing', async () => {
    const { workbench, child } = await trainOn()
    const { startsFrom } = child.recipe
    const there = openTinyWorkbench()
    const recipe = tinyRecipe(there.dataSet, { ...child.recipe, data: tinyRecipe(there.dataSet).data })
    const missing = await refusal(there.workbench.api.runs.start({ recipe }))
    expect(missing).toMatchObject({ code: 'invalid', problems: [{ path: ['startsFrom'] }] })
    expect(missing.message).toContain(`of SHA-256 ${startsFrom}, which the recipe starts from`)
    expect(await there.workbench.api.runs.list()).toEqual([])

    const file = path.join(makeFolder(), 'child.backprop')
    await workbench.exchange.exportRuns([child.id], file)
    await there.workbench.exchange.importRuns(file)
    expect((await trainToEnd(there.workbench, recipe)).weightsSha256).toBe(child.weightsSha256)
  })

  it('needs layers of the same sizes, and takes other weights that it is told to start from', async () => {
    const { workbench, source, child } = await trainOn()
    const layers = [{ ...child.recipe.layers[0]!, units: 7 }, child.recipe.layers[1]!]
    expect(await refusal(workbench.api.runs.start({ recipe: { ...child.recipe, layers } }))).toMatchObject({
      code: 'invalid',
      problems: [{ path: ['layers'] }],
    })
    const other = await workbench.api.runs.start({
      recipe: child.recipe,
      from: { runId: source.id, epoch: 3 },
    })
    expect(other.recipe.startsFrom).toBe(source.weightsSha256)
    await reachStatus(workbench, other.id, 'completed')
  })
})
