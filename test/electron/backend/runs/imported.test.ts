import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parameterLayout } from '#core/network/parameters.ts'
import { knownRecipe, TRAINING_FIELDS } from '#core/recipe/unknown-fields.ts'
import type { RunSummary } from '#contract/types.ts'
import {
  makeFolder,
  openTinyWorkbench,
  reachStatus,
  refusal,
  tinyRecipe,
  trainToEnd,
  type TinyWorkbench,
} from '../tiny-workbench.ts'

/** A run trained here, and its weights as they come back from a file. */
async function importTrained({ workbench, dataSet }: TinyWorkbench): Promise<[RunSummary, RunSummary]> {
  const trained = await trainToEnd(workbench, tinyRecipe(dataSet))
  const { bytes } = await workbench.documents.writeWeights({ runId: trained.id, format: 'network2' })
  return [trained, await workbench.weights.importFile({ fileName: 'net.json', bytes })]
}

describe('an imported network', () => {
  it('knows its layers and its loss, and nothing of its training', async () => {
    const [trained, { recipe, unknownFields }] = await importTrained(openTinyWorkbench())
    expect(unknownFields).toEqual(TRAINING_FIELDS)
    expect(trained.unknownFields).toEqual([])
    expect(Object.keys(knownRecipe({ recipe, unknownFields })).sort()).toEqual(
      ['data', 'inputSize', 'layers', 'loss', 'version'].sort(),
    )
    expect(parameterLayout(recipe).length).toBe(parameterLayout(trained.recipe).length)
  })

  it('is measured on the data set that is named, and asks for one', async () => {
    const tiny = openTinyWorkbench()
    const { workbench, dataSet } = tiny
    const [trained, { id: runId }] = await importTrained(tiny)
    const { analysis } = workbench.api
    for (const ask of [
      () => analysis.inspect({ runId, part: 'test' }),
      () => analysis.evaluate({ runId }),
      () => analysis.getConfusedImages({ runId, part: 'test', label: 1, predicted: 2 }),
      () => analysis.rankAnswers({ runId, part: 'test', kind: 'hardest' }),
      () => analysis.checkGradient({ runId }),
    ]) {
      const { code, message } = await refusal(ask())
      expect([code, message]).toEqual([
        'invalid',
        "Data set: expected the one to measure 'net' on, got none; what it was trained on is unknown",
      ])
    }
    const inspection = await analysis.inspect({ runId, dataSet, part: 'test' })
    expect(inspection.images).toEqual({ dataSet, part: 'test', count: 60 })
    expect(inspection.confusion.correct).toBe(trained.best!.testCorrect)
    const own = await analysis.inspect({ runId: trained.id, part: 'test' })
    expect(inspection.confusion.matrix).toEqual(own.confusion.matrix)
    const mistakes = { part: 'test', kind: 'mistakes' } as const
    expect((await analysis.rankAnswers({ runId, dataSet, ...mistakes })).answers).toEqual(
      (await analysis.rankAnswers({ runId: trained.id, ...mistakes })).answers,
    )
    expect(await analysis.checkGradient({ runId, dataSet })).toMatchObject({ isPassed: true, dataSet })
  })

  it('has no validation part, and no verdict on images that nobody knows', async () => {
    const tiny = openTinyWorkbench()
    const [, { id: runId }] = await importTrained(tiny)
    const { analysis } = tiny.workbench.api
    const part = await refusal(analysis.inspect({ runId, dataSet: tiny.dataSet, part: 'validation' }))
    expect(part.message).toMatch(/expected the test images/)
    const verdict = await refusal(analysis.diagnose({ runId }))
    expect(verdict).toMatchObject({ code: 'invalid' })
    expect(verdict.message).toMatch(/images that it learned from.*unknown/)
    const curve = analysis.drawLearningCurve({
      runId,
      plan: { sizes: [20], seeds: [1], epochs: 1, equal: 'epochs' },
    })
    expect((await refusal(curve)).message).toMatch(/was imported: how it was trained is not known/)
  })

  it('is compared where the images are named', async () => {
    const tiny = openTinyWorkbench()
    const [{ id: a }, { id: b }] = await importTrained(tiny)
    const { workbench, dataSet } = tiny
    const { message } = await refusal(workbench.api.analysis.compare({ a, b }))
    expect(message).toMatch(/not trained on the same \(.*'net' on unknown\)/)
    expect(await workbench.api.analysis.compare({ a, b, dataSet })).toMatchObject({
      dataSet,
      result: { total: 60, onlyA: 0, onlyB: 0 },
    })
  })

  it('is told as unknown in measures and report', async () => {
    const tiny = openTinyWorkbench()
    const [trained, { id }] = await importTrained(tiny)
    const { documents } = tiny.workbench
    const [head, line] = (await documents.writeMeasures([id])).text.split('\r\n')
    const cells = new Map(head!.split(',').map((name, k) => [name, line!.split(',')[k]]))
    for (const name of ['data_set', 'optimizer', 'batch_size', 'seed'])
      expect(cells.get(name)).toBe('unknown')
    const { text } = await documents.writeReport([id, trained.id])
    const words = text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
    expect(words).toContain('Data set unknown')
    expect(words).toContain('Engine unknown')
    expect(words).toMatch(/Learning rate (3 unknown|unknown 3)/)
    expect(words).not.toContain('pen-digits')
    expect(words).toContain('how they were trained is unknown')
  })

  it('is trained on with a recipe of which all is known', async () => {
    const tiny = openTinyWorkbench()
    const [, { id: runId }] = await importTrained(tiny)
    const { workbench, dataSet } = tiny
    const started = await workbench.api.runs.start({
      recipe: tinyRecipe(dataSet, { epochs: 1 }),
      from: { runId },
    })
    const child = await reachStatus(workbench, started.id, 'completed')
    expect(child).toMatchObject({ unknownFields: [], parent: { runId, epoch: -1 } })
    expect((await workbench.api.analysis.diagnose({ runId: child.id })).training.total).toBe(200)
  })

  it('stays unknown in a file of runs, and in another store', async () => {
    const tiny = openTinyWorkbench()
    const [, { id }] = await importTrained(tiny)
    const file = path.join(makeFolder(), 'net.backprop')
    await tiny.workbench.exchange.exportRuns([id], file)
    const there = openTinyWorkbench()
    await there.workbench.exchange.importRuns(file)
    const [run] = await there.workbench.api.runs.list()
    expect(run).toMatchObject({ id, unknownFields: TRAINING_FIELDS })
  })
})
