import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { mcnemarTest } from '#core/evaluation/mcnemar.ts'
import {
  makeFolder,
  openTinyWorkbench,
  refusal,
  tinyRecipe,
  trainToEnd,
  writeTinyDataSet,
} from '../tiny-workbench.ts'

describe('comparing two runs', () => {
  it('tests their difference on the images that each was tested on', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const a = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 2 }))
    const b = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 40 }))
    const { result, epochs, difference, accuracyA, accuracyB, ...rest } =
      await workbench.api.analysis.compare({
        a: a.id,
        b: b.id,
      })
    // Each run by its best epoch on validation images, which is not the last of b.
    expect(epochs).toEqual({ a: a.best!.epoch, b: b.best!.epoch })
    expect(b.best!.epoch).toBeLessThan(b.last!.epoch)
    expect(rest.dataSet).toBe(dataSet)
    expect(result).toMatchObject({
      total: 60,
      correctA: a.best?.testCorrect,
      correctB: b.best?.testCorrect,
      ...mcnemarTest(result.onlyA, result.onlyB),
    })
    expect(result.correctB - result.correctA).toBe(result.onlyB - result.onlyA)
    expect(result.onlyA + result.onlyB).toBeGreaterThan(0)
    expect(rest.disagreements).toBeGreaterThanOrEqual(result.onlyA + result.onlyB)
    for (const [interval, share] of [
      [accuracyA, result.correctA / 60],
      [accuracyB, result.correctB / 60],
      [difference, (result.correctB - result.correctA) / 60],
    ] as const) {
      expect(interval.low).toBeLessThanOrEqual(share)
      expect(interval.high).toBeGreaterThanOrEqual(share)
    }
    const turned = await workbench.api.analysis.compare({ a: b.id, b: a.id })
    expect(turned.result).toMatchObject({ onlyA: result.onlyB, onlyB: result.onlyA, p: result.p })
  })

  it('shows the images on which they disagree, with what each says of them', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const a = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 2 }))
    const b = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 2, seed: 2 }))
    const runs = { a: a.id, b: b.id }
    const { result, disagreements } = await workbench.api.analysis.compare(runs)
    const all = await workbench.api.analysis.getDisagreements(runs)
    expect([all.total, all.answers.length, all.images.length]).toEqual([
      disagreements,
      disagreements,
      disagreements * 30,
    ])
    const sample = await workbench.api.data.getSample({ dataSet, part: 'test', offset: 0, count: 60 })
    for (const [k, answer] of all.answers.entries()) {
      const image = all.images.slice(k * 30, (k + 1) * 30)
      expect(image).toEqual(sample.images.slice(answer.index * 30, (answer.index + 1) * 30))
      expect(sample.labels[answer.index]).toBe(answer.label)
      expect((await workbench.api.analysis.predict({ runId: a.id, image })).digit).toBe(answer.a.digit)
      expect((await workbench.api.analysis.predict({ runId: b.id, image })).digit).toBe(answer.b.digit)
    }
    for (const [kind, count] of [
      ['only-a', result.onlyA],
      ['only-b', result.onlyB],
      ['neither', disagreements - result.onlyA - result.onlyB],
    ] as const) {
      const some = await workbench.api.analysis.getDisagreements({ ...runs, kind })
      expect(some.total).toBe(count)
      expect(some.answers).toEqual(all.answers.filter((answer) => answer.kind === kind))
    }
  })

  it('takes the images that both were tested on, and asks which where they were trained on different ones', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet, { epochs: 1 })
    const a = await trainToEnd(workbench, recipe)
    const b = await trainToEnd(workbench, { ...recipe, data: { ...recipe.data, testSize: 25 } })
    expect((await workbench.api.analysis.compare({ a: a.id, b: b.id })).result.total).toBe(25)

    const elsewhere = writeTinyDataSet(path.join(makeFolder(), 'elsewhere'), 11)
    await workbench.api.data.addImages({ path: elsewhere })
    const c = await trainToEnd(workbench, { ...recipe, data: { ...recipe.data, dataSet: elsewhere } })
    const unnamed = await refusal(workbench.api.analysis.compare({ a: a.id, b: c.id }))
    expect(unnamed).toMatchObject({ code: 'invalid' })
    expect(unnamed.message).toMatch(/expected the one to measure these runs on.*tiny.*elsewhere/)
    expect(await workbench.api.analysis.compare({ a: a.id, b: c.id, dataSet })).toMatchObject({
      dataSet,
      result: { total: 60, correctA: a.last?.testCorrect },
    })
    expect(await workbench.api.analysis.compare({ a: a.id, b: c.id, dataSet: elsewhere })).toMatchObject({
      dataSet: elsewhere,
      result: { total: 60, correctB: c.last?.testCorrect },
    })
  })

  it('says which run is missing', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const a = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
    expect((await refusal(workbench.api.analysis.compare({ a: a.id, b: 'abcd234567' }))).code).toBe(
      'not-found',
    )
  })
})
