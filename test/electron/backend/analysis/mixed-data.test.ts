import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Recipe } from '#core/recipe/recipe.ts'
import { makeFolder, openTinyWorkbench, tinyRecipe, trainToEnd, writeTinyDataSet } from '../tiny-workbench.ts'

/** A recipe on two tiny data sets mixed, of the second one only some training images. */
function mixedRecipe(dataSet: string, other: string): Recipe {
  const recipe = tinyRecipe(`mix:${dataSet}+${other}:120`)
  return { ...recipe, data: { ...recipe.data, trainSize: 300, validationSize: 60, testSize: 120 } }
}

describe('a run on a mixed data set', () => {
  it('tells the accuracy on each source beside the total, of test and validation, and in a report', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const other = writeTinyDataSet(path.join(makeFolder(), 'other'), 50)
    const { id, last } = await trainToEnd(workbench, mixedRecipe(dataSet, other))
    const test = await workbench.api.analysis.inspect({ runId: id, part: 'test' })
    expect(test.confusion.correct).toBe(last!.testCorrect)
    expect(test.bySource.map((source) => [source.dataSet, source.title, source.total])).toEqual([
      [dataSet, 'tiny', 60],
      [other, 'other', 60],
    ])
    expect(test.bySource.reduce((sum, { correct }) => sum + correct, 0)).toBe(test.confusion.correct)
    for (const { dataSet: source, correct, total, interval } of test.bySource) {
      const alone = await workbench.api.analysis.evaluate({ runId: id, dataSet: source })
      expect(alone).toMatchObject({ correct, total })
      expect(interval.low).toBeLessThan(correct / total)
    }
    const validation = await workbench.api.analysis.inspect({ runId: id, part: 'validation' })
    expect(validation.bySource.map(({ total }) => total)).toEqual([40, 20])
    const { text } = await workbench.documents.writeReport([id])
    const words = text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
    for (const { title, correct, total } of test.bySource) {
      expect(words).toContain(`Right of ${title} ${((100 * correct) / total).toFixed(2)} % (`)
    }
  })

  it('has no sources where nothing is mixed', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { id } = await trainToEnd(workbench, tinyRecipe(dataSet))
    expect((await workbench.api.analysis.inspect({ runId: id, part: 'test' })).bySource).toEqual([])
  })

  it('comes to the same bytes again', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const other = writeTinyDataSet(path.join(makeFolder(), 'other'), 50)
    const recipe = mixedRecipe(dataSet, other)
    const [first, again] = [await trainToEnd(workbench, recipe), await trainToEnd(workbench, recipe)]
    expect(first.weightsSha256).not.toBeNull()
    expect(again.weightsSha256).toBe(first.weightsSha256)
    expect(again.dataSha256).toBe(first.dataSha256)
    expect(await workbench.hashDataSet(recipe.data.dataSet)).toBe(first.dataSha256)
  })
})
