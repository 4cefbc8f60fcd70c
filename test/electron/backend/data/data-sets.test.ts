import { PEN_EDITIONS } from '#core/data/pen-digits/editions.ts'
import { drawStyles } from '#core/data/pen-digits/style-samples.ts'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Recipe } from '#core/recipe/recipe.ts'
import { makeFolder, nextEvent, openTinyWorkbench, refusal, tinyRecipe } from '../tiny-workbench.ts'

describe('what does not fit', () => {
  it('refuses before a run is made, naming the field, expected and got', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const fit = tinyRecipe(dataSet)
    const cases: [Recipe, (string | number)[], string][] = [
      [
        { ...fit, inputSize: 784 },
        ['inputSize'],
        'expected 30, one for each of the 5 × 6 pixels of tiny, got 784',
      ],
      [
        { ...fit, layers: [{ units: 9, activation: 'sigmoid', batchNorm: false, dropout: 0 }] },
        ['layers', 0, 'units'],
        'expected at least 10 units, one for each class, got 9',
      ],
      [
        { ...fit, data: { ...fit.data, trainSize: 241, validationSize: 0 } },
        ['data', 'trainSize'],
        'expected at most the 240 of tiny together, got 241 + 0 = 241',
      ],
      [
        { ...fit, data: { ...fit.data, testSize: 61 } },
        ['data', 'testSize'],
        'expected at most the 60 of tiny, got 61',
      ],
    ]
    for (const [recipe, field, text] of cases) {
      const { code, problems, message } = await refusal(workbench.api.runs.start({ recipe }))
      expect(code).toBe('invalid')
      expect(problems.map((problem) => problem.path)).toEqual([field])
      expect(message).toContain(text)
    }
    expect(await workbench.api.runs.list()).toEqual([])
  })

  it('reports data that is not there', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const on = (name: string): Promise<unknown> => {
      const recipe = tinyRecipe(dataSet)
      return workbench.api.runs.start({ recipe: { ...recipe, data: { ...recipe.data, dataSet: name } } })
    }
    expect(await refusal(on('mnist'))).toMatchObject({ code: 'data' })
    expect(await refusal(on(path.join(dataSet, 'gone')))).toMatchObject({ code: 'data' })
    expect(await refusal(on('elephants'))).toMatchObject({ code: 'not-found' })
  })
})

describe('data sets', () => {
  it('opens, shows, samples and forgets a folder', async () => {
    const { workbench, dataSet, reopen } = openTinyWorkbench()
    const reported = nextEvent(workbench, 'dataSetsChanged')
    const info = await workbench.api.data.addImages({ path: `${dataSet}/` })
    expect(info).toMatchObject({
      name: dataSet,
      isRemovable: true,
      state: 'ready',
      trainingCount: 240,
      testCount: 60,
    })
    expect((await reported).map(({ name }) => name)).toEqual([
      'pen-digits-2',
      'mnist',
      'mnist+pen-digits-2',
      'my-digits',
      'pen-digits',
      dataSet,
    ])
    const sample = await workbench.api.data.getSample({ dataSet, part: 'test', offset: 57, count: 10 })
    expect([...sample.labels]).toEqual([7, 8, 9])
    expect(sample.images.length).toBe(3 * 30)
    await workbench.close()
    const again = reopen()
    expect((await again.api.data.list()).map(({ name }) => name)).toContain(dataSet)
    await again.api.data.forgetImages({ path: dataSet })
    expect((await again.api.data.list()).map(({ name }) => name)).not.toContain(dataSet)
  })

  it('finds images by class, takes some, and means them by class', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { data } = workbench.api
    const found = await data.findImages({ dataSet, part: 'test', label: 7, kind: 'all' })
    expect([...found]).toEqual([7, 17, 27, 37, 47, 57])
    const { labels, images } = await data.getImages({ dataSet, part: 'test', indices: [57, 8] })
    expect([...labels]).toEqual([7, 8])
    expect(images.length).toBe(2 * 30)
    const means = await data.getMeanImages({ dataSet, part: 'training' })
    expect(means.counts).toEqual(Array.from({ length: 10 }, () => 24))
    expect(await refusal(data.getImages({ dataSet, part: 'test', indices: [60] }))).toMatchObject({
      code: 'data',
      message: expect.stringContaining('expected one of 60 test images, got the one at 60') as string,
    })
  })

  it('looks for doubtful labels, one search at a time, until it is cancelled', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { data } = workbench.api
    const cancelled = new AbortController()
    const first = data.findDoubtfulLabels({ dataSet }, { signal: cancelled.signal })
    expect(await refusal(data.findDoubtfulLabels({ dataSet }))).toMatchObject({ code: 'conflict' })
    cancelled.abort()
    expect(await refusal(first)).toMatchObject({ code: 'cancelled' })
    const found = await data.findDoubtfulLabels({ dataSet })
    expect(found.indices.length).toBe(found.answers.length)
    expect(found.indices.length).toBe(found.misread)
    expect(found.misread).toBeLessThanOrEqual(240)
  })

  it('refuses a folder without the files', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const before = await workbench.api.data.list()
    expect(await refusal(workbench.api.data.addImages({ path: path.dirname(dataSet) }))).toMatchObject({
      code: 'data',
    })
    expect(await refusal(workbench.api.data.addImages({ path: 'relative' }))).toMatchObject({
      code: 'invalid',
    })
    expect(await workbench.api.data.list()).toEqual(before)
  })

  it('shows the writing styles of pen digits, of every edition, and of nothing else', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    for (const edition of PEN_EDITIONS) {
      const input = { dataSet: edition.dataSet, count: 2, seed: 5 }
      expect(await workbench.api.data.drawStyles(input)).toEqual(drawStyles(edition, 2, 5))
    }
    expect(await refusal(workbench.api.data.drawStyles({ dataSet, count: 2, seed: 5 }))).toMatchObject({
      code: 'data',
      message: expect.stringContaining('expected pen digits, as pen-digits-2, got') as string,
    })
  })

  it('says how the download of MNIST failed', async () => {
    const { workbench } = openTinyWorkbench({ mnistMirrors: ['http://127.0.0.1:9/'] })
    const { code, message } = await refusal(workbench.api.data.download({ dataSet: 'mnist' }))
    expect(code).toBe('data')
    expect(message).toContain('127.0.0.1')
  })

  it("downloads nothing into a person's own folder of MNIST", async () => {
    const mnistFolder = path.join(makeFolder(), 'mine')
    const { workbench } = openTinyWorkbench({ mnistFolder, mnistMirrors: ['http://127.0.0.1:9/'] })
    expect(await refusal(workbench.api.data.download({ dataSet: 'mnist' }))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(mnistFolder) as string,
    })
    expect(existsSync(mnistFolder)).toBe(false)
  })

  it('downloads nothing but MNIST', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    expect((await refusal(workbench.api.data.download({ dataSet }))).code).toBe('invalid')
  })

  it('cancels the download of MNIST, and may start it again', async () => {
    const { workbench, mirror } = await openWithSilentMirror()
    for (let round = 0; round < 2; round++) {
      const asked = once(mirror, 'request')
      const cancelling = new AbortController()
      const download = workbench.api.data.download({ dataSet: 'mnist' }, { signal: cancelling.signal })
      await asked
      cancelling.abort()
      expect((await refusal(download)).code).toBe('cancelled')
    }
    expect((await workbench.api.data.list())[1]).toMatchObject({ name: 'mnist', state: 'absent' })
  })

  it('joins the download of another, which goes on until the last one leaves', async () => {
    const { workbench, mirror } = await openWithSilentMirror()
    const asked = once(mirror, 'request') as Promise<[IncomingMessage]>
    const callers = [new AbortController(), new AbortController()]
    const downloads = callers.map(({ signal }) =>
      workbench.api.data.download({ dataSet: 'mnist' }, { signal }),
    )
    const [request] = await asked
    const hungUp = once(request.socket, 'close')
    callers[0]!.abort()
    expect((await refusal(downloads[0]!)).code).toBe('cancelled')
    expect(request.socket.destroyed).toBe(false)
    callers[1]!.abort()
    expect((await refusal(downloads[1]!)).code).toBe('cancelled')
    await hungUp
  })
})

/** A workbench whose only mirror takes every request and never answers. */
async function openWithSilentMirror() {
  const mirror = createServer(() => undefined).listen(0, '127.0.0.1')
  onTestFinished(() => {
    mirror.closeAllConnections()
    mirror.close()
  })
  await once(mirror, 'listening')
  const { port } = mirror.address() as AddressInfo
  return { mirror, ...openTinyWorkbench({ mnistMirrors: [`http://127.0.0.1:${port}/`] }) }
}
