import { expect, it } from 'vitest'
import { openTinyWorkbench, refusal, tinyRecipe, trainToEnd, writeTinyDataSet } from '../tiny-workbench.ts'

/** A run on the tiny data set, and the first of its training images. */
async function trained() {
  const { workbench, dataSet } = openTinyWorkbench()
  const run = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 6 }))
  const sample = await workbench.api.data.getSample({ dataSet, part: 'training', offset: 0, count: 3 })
  const imageOf = (k: number): Uint8Array => sample.images.slice(k * 30, (k + 1) * 30)
  return { analysis: workbench.api.analysis, runId: run.id, sample, imageOf, dataSet }
}

it('an answer is explained with the network’s own outputs', async () => {
  const { analysis, runId, imageOf } = await trained()
  const image = imageOf(1)
  const { outputs, digit } = await analysis.predict({ runId, image })
  const reasons = await analysis.explainAnswer({ runId, image })
  expect([...reasons.outputs]).toEqual(outputs)
  expect([reasons.said, reasons.forSaid.length, reasons.forOther!.length]).toEqual([digit, 30, 30])
  expect(reasons.hidden.map(({ length }) => length)).toEqual([12])
  expect((await analysis.explainAnswer({ runId, image, against: 4 })).other).toBe(
    digit === 4 ? reasons.other : 4,
  )
})

it('a changed image gets the other answer, by the network itself', async () => {
  const { analysis, runId, imageOf } = await trained()
  const image = imageOf(2)
  const { digit } = await analysis.predict({ runId, image })
  const { change } = await analysis.turnAnswer({ runId, image })
  expect(change!.said).toBe(digit)
  expect((await analysis.predict({ runId, image: change!.image })).digit).toBe(change!.becomes)
  expect(change!.becomes).not.toBe(digit)
})

it('a training image is its own nearest one, also of images that were drawn in turn', async () => {
  const { analysis, runId, sample, imageOf, dataSet } = await trained()
  const found = await analysis.findNearest({ runId, image: imageOf(1), most: 5 })
  expect(found).toMatchObject({ rows: 5, columns: 6, compared: 200, hasChanged: false })
  expect(found.nearest).toHaveLength(5)
  expect(found.nearest[0]).toEqual({ index: 1, label: sample.labels[1], distance: 0 })
  expect(found.images.slice(0, 30)).toEqual(imageOf(1))
  expect(await analysis.findNearest({ runId, image: imageOf(1), most: 5 })).toEqual(found)
  writeTinyDataSet(dataSet, 99)
  expect((await analysis.findNearest({ runId, image: imageOf(1), most: 5 })).hasChanged).toBe(true)
})

it('an image of another size and a class that there is not are refused', async () => {
  const { analysis, runId, imageOf } = await trained()
  const small = { runId, image: new Uint8Array(4) }
  for (const call of [
    analysis.explainAnswer(small),
    analysis.turnAnswer(small),
    analysis.findNearest({ ...small, most: 3 }),
  ]) {
    expect((await refusal(call)).message).toBe(
      'Image: expected 30 pixels, one for each input of the network, got 4',
    )
  }
  const against = await refusal(analysis.explainAnswer({ runId, image: imageOf(0), against: 10 }))
  expect([against.code, against.message]).toEqual(['invalid', 'Class: expected 0 to 9, got 10'])
})

it('no change is looked for in a network so large that other windows would wait for it', async () => {
  const { workbench, dataSet } = openTinyWorkbench()
  const [hidden, output] = tinyRecipe(dataSet).layers
  const layers = [{ ...hidden!, units: 2400 }, { ...hidden!, units: 2400 }, output!]
  const wide = tinyRecipe(dataSet, { layers, epochs: 1, batchSize: 200 })
  const { id: runId } = await trainToEnd(workbench, wide)
  const image = new Uint8Array(30)
  const { message } = await refusal(workbench.api.analysis.turnAnswer({ runId, image }))
  expect(message).toBe(
    'Network: expected at most 5 million parameters, to look for a change that turns its answer, got 6 million',
  )
  expect((await workbench.api.analysis.explainAnswer({ runId, image })).hidden[1]).toHaveLength(2400)
})
