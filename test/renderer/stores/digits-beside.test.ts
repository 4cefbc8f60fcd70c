import { expect, test, vi } from 'vitest'
import { useCurrentRunStore } from '../../../renderer/stores/current-run.ts'
import { useDigitsStore } from '../../../renderer/stores/digits.ts'
import { MOST_BESIDE, useDigitsBesideStore } from '../../../renderer/stores/digits-beside.ts'
import { useRunsStore } from '../../../renderer/stores/runs.ts'
import { openTinyWorkbench, tinyRecipe, trainToEnd } from '../../electron/backend/tiny-workbench.ts'
import { openTestWindow } from '../window.ts'

const WAIT = { timeout: 20_000 }

/** A window over six runs on images of 5 × 6 pixels. */
async function openStores() {
  const { workbench, dataSet } = openTinyWorkbench()
  const ids: string[] = []
  for (let seed = 1; seed <= MOST_BESIDE + 2; seed++) {
    ids.push((await trainToEnd(workbench, tinyRecipe(dataSet, { seed, epochs: 1 }))).id)
  }
  const sample = await workbench.api.data.getSample({ dataSet, part: 'test', offset: 0, count: 1 })
  const window = openTestWindow(workbench)
  const runs = window.use(useRunsStore)
  await vi.waitFor(() => expect(runs.list).toHaveLength(ids.length), WAIT)
  const current = window.use(useCurrentRunStore)
  const digits = window.use(useDigitsStore)
  const beside = window.use(useDigitsBesideStore)
  current.choose(ids[0]!)
  return { workbench, current, digits, beside, ids, dataSet, sample }
}
const idsOf = (runs: readonly { readonly id: string }[]): string[] => runs.map(({ id }) => id)

test('up to four runs stand beside the one in use, which is never among them', async () => {
  const { current, beside, ids } = await openStores()
  expect(idsOf(beside.choices).sort()).toEqual(ids.slice(1).sort())
  for (const id of ids.slice(1)) beside.toggle(id)
  expect([idsOf(beside.chosen), beside.isFull]).toEqual([ids.slice(1, 5), true])
  beside.toggle(ids[2]!)
  expect(idsOf(beside.chosen)).toEqual([ids[1], ids[3], ids[4]])
  // One that comes into use leaves, and is there again when another one does.
  current.choose(ids[1]!)
  expect(idsOf(beside.chosen)).toEqual([ids[3], ids[4]])
  current.choose(ids[0]!)
  expect(idsOf(beside.chosen)).toEqual([ids[1], ids[3], ids[4]])
})

test('each answers the image with its own weights while a person looks, and says why it cannot', async () => {
  const { workbench, digits, beside, ids, dataSet, sample } = await openStores()
  beside.toggle(ids[1]!)
  beside.toggle(ids[2]!)
  const [image, shape] = [sample.images, { rows: sample.rows, columns: sample.columns }]
  digits.sample = { image, ...shape, label: sample.labels[0]!, dataSet, index: 0 }
  expect(beside.beside.map(({ prediction }) => prediction)).toEqual([null, null])
  digits.shownPart = 'runs'
  await vi.waitFor(() => expect(beside.beside.every(({ worth }) => worth !== null)).toBe(true), WAIT)
  for (const [k, { prediction, problem }] of beside.beside.entries()) {
    expect(problem).toBeNull()
    expect(prediction).toEqual(await workbench.api.analysis.predict({ runId: ids[k + 1]!, image }))
  }
  // A drawing becomes a square image, which these networks do not take.
  digits.drawStroke([{ x: 10, y: 10 }], true)
  await vi.waitFor(() => expect(beside.beside[0]!.prediction).toBeNull(), WAIT)
  expect(beside.beside[0]!.problem).toBe('It has 30 inputs, and the image 784 pixels.')
})
