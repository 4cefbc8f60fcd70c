import { effectScope, nextTick, shallowRef } from 'vue'
import { expect, onTestFinished, test, vi } from 'vitest'
import { useDataExamination } from '../../../renderer/composables/use-data-examination.ts'
import type { ExaminedInput } from '../../../renderer/stores/data-sets.ts'
import { makeFolder, openTinyWorkbench, writeTinyDataSet } from '../../electron/backend/tiny-workbench.ts'
import { openTestWindow } from '../window.ts'

const WAIT = { timeout: 20_000 }

/** The examination of a tiny data set, once it is there. */
async function examineTiny() {
  const { workbench, dataSet } = openTinyWorkbench()
  const window = openTestWindow(workbench)
  const scope = effectScope()
  onTestFinished(() => scope.stop())
  const first = { dataSet, trainSize: 20, validationSize: 10, testSize: 10, isStratified: false }
  const source = shallowRef<ExaminedInput | null>(first)
  const examination = window.use(() => scope.run(() => useDataExamination(() => source.value))!)
  const trainingImages = () => examination.value?.counts.train.reduce((sum, count) => sum + count, 0)
  await vi.waitFor(() => expect(trainingImages()).toBe(20), WAIT)
  return { first, source, examination, trainingImages }
}

test('says nothing of a data set until that one is examined, and so of one that cannot be', async () => {
  const { first, source, examination, trainingImages } = await examineTiny()
  source.value = { ...first, dataSet: writeTinyDataSet(`${makeFolder()}/other`), trainSize: 15 }
  await nextTick()
  expect(examination.value).toBeNull()
  await vi.waitFor(() => expect(trainingImages()).toBe(15), WAIT)

  source.value = { ...first, dataSet: makeFolder() }
  await nextTick()
  expect(examination.value).toBeNull()
})

test('keeps what it says while other sizes of the same data set are examined', async () => {
  const { first, source, trainingImages } = await examineTiny()
  source.value = { ...first, trainSize: 12 }
  await nextTick()
  expect(trainingImages()).toBe(20)
  await vi.waitFor(() => expect(trainingImages()).toBe(12), WAIT)
})

test('says nothing once nothing is asked', async () => {
  const { source, examination } = await examineTiny()
  source.value = null
  await nextTick()
  expect(examination.value).toBeNull()
})
