import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openWorkbench } from '#backend/workbench.ts'
import type { OwnDigitList } from '#contract/types.ts'
import { FIELD_SIZE } from '#core/data/network-input.ts'
import { strokeDrawingToImage } from '#core/data/stroke-drawing.ts'
import { loadDataSet } from '#data/data-sets.ts'
import { makeFolder, openTinyWorkbench } from '../tiny-workbench.ts'
import { drawDigit } from './drawn-digits.ts'

function openDigits() {
  const folder = makeFolder()
  const dataFolder = path.join(folder, 'data-sets')
  const open = (store = 'workbench.sqlite') => {
    const workbench = openWorkbench({
      ...{ storePath: path.join(folder, store), dataFolder, version: '0' },
    })
    onTestFinished(() => workbench.close())
    return workbench
  }
  const load = () => loadDataSet('my-digits', { dataFolder })
  return { folder, dataFolder, digitFolder: path.join(dataFolder, 'my-digits'), open, load }
}

it('a drawing is kept with its label, its strokes and its image, for every store', async () => {
  const { open, digitFolder } = openDigits()
  const { api } = open()
  const drawing = { ...drawDigit(7, 1), writer: 'Ada' }
  const kept = await api.ownDigits.keep({ drawing })
  expect(kept).toMatchObject({ label: 7, part: 'training', writer: 'Ada', hasStrokes: true })
  expect(await api.ownDigits.getImages({ ids: [kept.id] })).toEqual(strokeDrawingToImage(drawing, FIELD_SIZE))

  expect((await open('another.sqlite').api.ownDigits.list()).digits).toEqual([kept])
  const [file] = readdirSync(digitFolder)
  expect(JSON.parse(readFileSync(path.join(digitFolder, file!), 'utf8'))).toMatchObject(drawing)
})

it('a picture is kept without strokes', async () => {
  const { open, load } = openDigits()
  const { api } = open()
  const image = Uint8Array.from({ length: 784 }, (_, k) => k % 256)
  const hex = Buffer.from(image).toString('hex')
  const drawing = { width: 28, height: 28, label: 3, strokes: [], image: hex }
  const { id, hasStrokes } = await api.ownDigits.keep({ drawing })
  expect(hasStrokes).toBe(false)
  expect(await api.ownDigits.getImages({ ids: [id] })).toEqual(image)
  expect((await load()).dataSet.training.images).toEqual(image)
})

it('half of each digit are to learn from and the others to test on, and none ever changes sides', async () => {
  const { open, load } = openDigits()
  const { api } = open()
  const ids: string[] = []
  for (let k = 0; k < 10; k++) ids.push((await api.ownDigits.keep({ drawing: drawDigit(k % 2, k) })).id)
  const partsOf = async () =>
    new Map((await api.ownDigits.list()).digits.map(({ id, part }): [string, string] => [id, part]))
  const before = await partsOf()
  expect([...before.values()].filter((part) => part === 'training')).toHaveLength(6)
  expect((await load()).dataSet).toMatchObject({
    training: { count: 6, labels: Uint8Array.of(0, 1, 0, 1, 0, 1) },
    test: { count: 4, labels: Uint8Array.of(0, 1, 0, 1) },
  })
  await api.ownDigits.delete({ ids: ids.slice(0, 3) })
  await api.ownDigits.edit({ ids: ids.slice(4, 5), changes: { label: 9 } })
  for (const [id, part] of await partsOf()) expect(part).toBe(before.get(id))
})

it('the same drawing is kept once, with the label that was said last', async () => {
  const { api } = openDigits().open()
  const drawing = drawDigit(1, 1)
  await api.ownDigits.keep({ drawing: { ...drawing, writer: 'Ada' } })
  await api.ownDigits.keep({ drawing: { ...drawing, label: 7 } })
  expect((await api.ownDigits.list()).digits).toMatchObject([{ label: 7, writer: 'Ada' }])
})

it('what is deleted comes back to its place, so that the data set has the same bytes', async () => {
  const { open, load, folder } = openDigits()
  const workbench = open()
  const { api } = workbench
  const file = path.join(folder, 'drawings.jsonl')
  writeFileSync(file, Array.from({ length: 9 }, (_, k) => JSON.stringify(drawDigit(k, k))).join('\n'))
  const { fileId } = await workbench.handles.open(file, { owner: 'test' })
  expect(await api.files.importDigits({ fileId })).toEqual({ added: 9, known: 0 })
  await api.ownDigits.keep({ drawing: drawDigit(9, 9) })
  const { sha256 } = await load()
  const ids = (await api.ownDigits.list()).digits.map(({ id }) => id)
  const gone = [ids[1]!, ids[4]!, ids[9]!]
  await api.ownDigits.delete({ ids: gone })
  expect((await load()).sha256).not.toBe(sha256)
  await expect(api.ownDigits.getImages({ ids: gone })).rejects.toMatchObject({ code: 'not-found' })
  await api.ownDigits.restore({ ids: gone })
  expect((await load()).sha256).toBe(sha256)
})

it('windows hear of changes, and of what becomes of the data set', async () => {
  const workbench = openDigits().open()
  const heard: OwnDigitList[] = []
  const counts: (number | undefined)[] = []
  workbench.subscribe({
    ownDigitsChanged: (list) => heard.push(list),
    dataSetsChanged: (list) => counts.push(list.find(({ name }) => name === 'my-digits')?.trainingCount),
  })
  const { id } = await workbench.api.ownDigits.keep({ drawing: drawDigit(2, 1) })
  await workbench.api.ownDigits.delete({ ids: [id] })
  expect(heard.map(({ digits }) => digits.length)).toEqual([1, 0])
  expect(counts).toEqual([1, 0])
})

it('keeps at once what is kept at once', async () => {
  const { api } = openDigits().open()
  await Promise.all(Array.from({ length: 8 }, (_, k) => api.ownDigits.keep({ drawing: drawDigit(k % 2, k) })))
  const { digits } = await api.ownDigits.list()
  expect(digits.filter(({ part }) => part === 'test')).toHaveLength(4)
})

it('a damaged line is named, stays, and takes nothing with it', async () => {
  const { open, digitFolder, load } = openDigits()
  const { api } = open()
  mkdirSync(digitFolder, { recursive: true })
  const [a, b] = [JSON.stringify(drawDigit(1, 1)), JSON.stringify(drawDigit(2, 2))]
  writeFileSync(path.join(digitFolder, 'cut.jsonl'), `${a}\n{"width":280,"hei\n${b}\n`)
  const list = await api.ownDigits.list()
  expect(list.digits.map(({ label }) => label)).toEqual([1, 2])
  expect(list.problems).toMatchObject([
    { file: 'cut.jsonl', message: expect.stringMatching(/^line 2: /) as string },
  ])
  expect((await load()).dataSet.training.count).toBe(2)
  await api.ownDigits.edit({ ids: [list.digits[1]!.id], changes: { label: 3 } })
  const lines = readFileSync(path.join(digitFolder, 'cut.jsonl'), 'utf8').split('\n')
  expect(lines.slice(0, 2)).toEqual([a, '{"width":280,"hei'])
  expect(JSON.parse(lines[2]!)).toMatchObject({ label: 3 })
})

it.each([
  ['a line that is none', '{"width":280}', /height: expected .*missing/],
  [
    'a drawing without a label',
    '{"width":9,"height":9,"strokes":[[[1,1]]]}',
    /label: expected the digit that it is/,
  ],
  [
    'a label of no digit',
    '{"width":9,"height":9,"label":12,"strokes":[[[1,1]]]}',
    /label: expected 0 to 9, got 12/,
  ],
  ['an empty drawing', '{"width":9,"height":9,"label":1,"strokes":[[]]}', /strokes: expected a point/],
  [
    'an image of another size',
    '{"width":9,"height":9,"label":1,"strokes":[],"image":"00"}',
    /image: expected 784/,
  ],
])('an import refuses %s by file and line, and stores nothing', async (_name, line, reason) => {
  const { open, folder } = openDigits()
  const { api, handles } = open()
  const file = path.join(folder, 'drawings.jsonl')
  writeFileSync(file, `${JSON.stringify(drawDigit(1, 1))}\n\n${line}\n`)
  const { fileId } = await handles.open(file, { owner: 'test' })
  const refused = api.files.importDigits({ fileId })
  await expect(refused).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(/^drawings\.jsonl: line 3: /) as string,
  })
  await expect(refused).rejects.toThrow(reason)
  expect((await api.ownDigits.list()).digits).toEqual([])
})

it('says what to do where none was kept yet', async () => {
  const { workbench } = openTinyWorkbench()
  expect(await workbench.describeDataSet('my-digits')).toMatchObject({ state: 'absent', needs: 'drawing' })
  await expect(workbench.api.data.prepare({ dataSet: 'my-digits' })).rejects.toThrow('draw one in Digits')
})
