import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ImportOrigin } from '#core/importing/import-origin.ts'
import { makeFolder, openTinyWorkbench, tinyRecipe, trainToEnd } from '../tiny-workbench.ts'

const WEIGHTS = path.join(import.meta.dirname, '../../../fixtures/weights')

const originOf = async (
  { weights }: ReturnType<typeof openTinyWorkbench>['workbench'],
  file: string,
): Promise<ImportOrigin> => {
  const bytes = readFileSync(path.join(WEIGHTS, file))
  const { origin } = await weights.importFile({
    fileName: `/home/anna/${path.basename(file)}`,
    bytes,
    answers: { activation: [{ name: 'relu' }] },
  })
  expect(origin!.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  return origin!
}

describe('where an imported run came from', () => {
  it('is kept with it: file, checksum, format, answers, and what nobody said', async () => {
    const { workbench } = openTinyWorkbench()
    const bytes = readFileSync(path.join(WEIGHTS, 'pytorch/data-parallel.pth'))
    const judgedOn = { dataSet: 'MNIST', imageCount: 500 }
    const run = await workbench.weights.importFile({
      fileName: '/home/anna/data-parallel.pth',
      bytes,
      answers: { activation: [{ name: 'tanh' }], pixels: { shift: 0.5, scale: 2 } },
      judgedOn,
    })
    expect(run.origin).toEqual({
      fileName: 'data-parallel.pth',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      format: 'pytorch',
      writtenBy: null,
      answers: {
        activation: [{ name: 'tanh' }],
        output: { name: 'softmax' },
        pixels: { shift: 0.5, scale: 2 },
      },
      assumed: ['output'],
      judgedOn,
      classNames: [],
    })
    expect((await workbench.api.runs.get({ runId: run.id })).origin).toEqual(run.origin)
  })

  it('goes with the run into a file of runs and into a report', async () => {
    const { workbench } = openTinyWorkbench()
    const bytes = readFileSync(path.join(WEIGHTS, 'pytorch/data-parallel.pth'))
    const run = await workbench.weights.importFile({
      fileName: 'module <1>.pth',
      bytes,
      answers: { activation: [{ name: 'relu' }] },
    })
    const file = path.join(makeFolder(), 'run.backprop')
    await workbench.exchange.exportRuns([run.id], file)
    const elsewhere = openTinyWorkbench().workbench
    await elsewhere.exchange.importRuns(file)
    expect((await elsewhere.api.runs.get({ runId: run.id })).origin).toEqual(run.origin)
    const { text } = await elsewhere.documents.writeReport([run.id])
    for (const words of [
      'module &lt;1&gt;.pth',
      'state_dict of PyTorch',
      run.origin!.sha256,
      'ReLU in hidden layers; outputs as Softmax (assumed); inputs as p/255 (assumed)',
    ]) {
      expect(text).toContain(words)
    }
  })

  it('knows the names of classes, and writes them again', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { classNames } = await workbench.describeDataSet(dataSet)
    expect(classNames).toHaveLength(10)
    const trained = await trainToEnd(workbench, tinyRecipe(dataSet))
    let { id: runId } = trained
    for (const format of ['onnx', 'safetensors', 'npz', 'onnx'] as const) {
      const file = await workbench.documents.writeWeights({ runId, format })
      const { id, origin } = await workbench.weights.importFile(file)
      expect(origin).toMatchObject({ format, writtenBy: 'Backprop Workbench', classNames })
      runId = id
    }
  })

  it('names the program that wrote the file, where the file does', async () => {
    const { workbench } = openTinyWorkbench()
    expect(await originOf(workbench, 'keras/plain.keras')).toMatchObject({
      format: 'keras',
      writtenBy: 'Keras 3.10.0',
    })
    expect(await originOf(workbench, 'onnx/relu.onnx')).toMatchObject({
      format: 'onnx',
      writtenBy: 'pytorch 1.13.0',
    })
  })
})
