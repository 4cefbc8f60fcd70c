import { parse } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  nextEvent,
  openTinyWorkbench,
  reachStatus,
  refusal,
  tinyRecipe,
  trainToEnd,
} from '../tiny-workbench.ts'

describe("a run's record", () => {
  it('is empty at first, changes in part, and lasts', async () => {
    const { workbench, dataSet, reopen } = openTinyWorkbench()
    const { id } = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
    const empty = {
      notes: '',
      tags: [],
      colour: null,
      isStarred: false,
      isArchived: false,
      parent: null,
      sweep: null,
    }
    expect(await workbench.api.runs.get({ runId: id })).toMatchObject(empty)

    const reported = nextEvent(workbench, 'runChanged')
    await workbench.api.runs.edit({
      runIds: [id],
      changes: { notes: '# Why', addTags: ['teaching', 'Wide', 'TEACHING'], isStarred: true },
    })
    const first = { ...empty, notes: '# Why', tags: ['teaching', 'Wide'], isStarred: true }
    expect(await reported).toMatchObject({ id, ...first })
    await workbench.api.runs.edit({
      runIds: [id],
      changes: { removeTags: ['wide'], addTags: ['new'], colour: 7, isArchived: true },
    })
    const second = { ...first, tags: ['teaching', 'new'], colour: 7, isArchived: true }
    expect(await workbench.api.runs.list()).toMatchObject([{ id, ...second }])
    await workbench.api.runs.edit({ runIds: [id], changes: { colour: null, notes: '' } })
    await workbench.close()
    expect(await reopen().api.runs.list()).toMatchObject([{ id, ...second, colour: null, notes: '' }])
  })

  it('is changed for all runs or for none', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { id } = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
    const changes = { isStarred: true }
    const gone = await refusal(workbench.api.runs.edit({ runIds: [id, 'zzzz'], changes }))
    expect(gone.code).toBe('not-found')
    const tags = (from: number): string[] => Array.from({ length: 30 }, (_, k) => `tag ${from + k}`)
    await workbench.api.runs.edit({ runIds: [id], changes: { addTags: tags(0) } })
    const full = await refusal(workbench.api.runs.edit({ runIds: [id], changes: { addTags: tags(30) } }))
    expect(full).toMatchObject({
      code: 'invalid',
      message: "Tags of '30-12-10 #1': expected 50 at most, got 60",
    })
    expect(await workbench.api.runs.get({ runId: id })).toMatchObject({ isStarred: false, tags: tags(0) })
  })

  it('names the run and the epoch that a training started from, also after that run is gone', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const source = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 3 }))
    const recipe = tinyRecipe(dataSet, { epochs: 1, optimizer: { name: 'sgd', learningRate: 0.5 } })
    const child = await workbench.api.runs.start({ recipe, from: { runId: source.id, epoch: 1 } })
    const parent = { runId: source.id, name: source.name, epoch: 1 }
    expect(child).toMatchObject({ parent, recipe: { optimizer: { learningRate: 0.5 } } })
    await reachStatus(workbench, child.id, 'completed')
    const grandchild = await workbench.api.runs.start({ recipe, from: { runId: child.id } })
    expect(grandchild.parent).toEqual({ runId: child.id, name: child.name, epoch: 0 })
    await workbench.api.runs.delete({ runIds: [source.id] })
    expect((await workbench.api.runs.get({ runId: child.id })).parent).toEqual(parent)
  })

  it('is seen by another program', async () => {
    const { workbench, dataSet, reopen } = openTinyWorkbench()
    const { id } = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
    const other = reopen()
    const seen = nextEvent(workbench, 'runChanged', (run) => run.tags.includes('theirs'))
    await other.api.runs.edit({ runIds: [id], changes: { addTags: ['theirs'], notes: 'seen' } })
    expect(await seen).toMatchObject({ id, notes: 'seen', tags: ['theirs'] })
  })
})

/** A reader of RFC 4180 by the letter of its grammar. */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text)
    if (match === null) throw new Error('not RFC 4180')
    const [, quoted, end] = match
    const content = quoted!
    row.push(content.startsWith('"') ? content.slice(1, -1).replaceAll('""', '"') : content)
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}

describe('measures as CSV', () => {
  it('hold every epoch of every chosen run, whatever the names hold', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const [first, second] = [
      await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 2 })),
      await trainToEnd(
        workbench,
        tinyRecipe(dataSet, { epochs: 1, layers: tinyRecipe(dataSet).layers.slice(1) }),
      ),
    ]
    const name = 'wide, "odd"'
    await workbench.api.runs.rename({ runId: first.id, name })
    const single = await workbench.documents.writeMeasures([first.id])
    expect(parse(single.fileName)).toMatchObject({ name: 'wide-odd-measures', ext: '.csv' })
    const { fileName, text } = await workbench.documents.writeMeasures([first.id, second.id])
    expect(fileName).toBe('2-runs-measures.csv')
    const [header, ...rows] = readCsv(text)
    const records = rows.map((row) => Object.fromEntries(header!.map((column, k) => [column, row[k]])))
    expect(rows.every((row) => row.length === header!.length)).toBe(true)
    expect(records.map((record) => [record.run_id, record.run, record.epoch])).toEqual([
      [first.id, name, '0'],
      [first.id, name, '1'],
      [second.id, second.name, '0'],
    ])
    const [, last, other] = records
    const { trainLoss, validationAccuracy, testCorrect, layers } = first.epochs[1]!
    expect([
      last!.train_loss,
      last!.validation_accuracy,
      last!.test_correct,
      last!.layer2_weight_norm,
    ]).toEqual([trainLoss, validationAccuracy, testCorrect, layers![1]!.weightNorm].map(String))
    expect([other!.layer1_weight_norm === '', other!.layer2_weight_norm]).toEqual([false, ''])
  })

  it('name a run that is not there', async () => {
    const { workbench } = openTinyWorkbench()
    await expect(workbench.documents.writeMeasures(['zzzz'])).rejects.toMatchObject({ code: 'not-found' })
  })
})
