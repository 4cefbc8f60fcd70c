import path from 'node:path'
import { expect, it } from 'vitest'
import type { WorkbenchApi } from '#contract/api.ts'
import { EPOCHS_AT_ONCE } from '#contract/limits.ts'
import { encodeMessage } from '#contract/message-codec.ts'
import { fillStore } from '../../../bench/filled-store.ts'
import { makeFolder, openTinyWorkbench } from '../tiny-workbench.ts'

/** A backend whose store has one run of so many epochs. */
async function openWithRun(epochs: number): Promise<{ api: WorkbenchApi; runId: string }> {
  const storePath = path.join(makeFolder(), 'runs.sqlite')
  fillStore(storePath, 1, epochs)
  const { api } = openTinyWorkbench({ storePath }).workbench
  return { api, runId: (await api.runs.list())[0]!.id }
}

/** What an answer takes on its way to a window, in bytes. */
const sizeOf = (answer: unknown): number => encodeMessage(answer).length

it.each<[string, (api: WorkbenchApi, runId: string) => Promise<unknown>]>([
  ['runs.get', (api, runId) => api.runs.get({ runId })],
  ['runs.list', (api) => api.runs.list()],
  ['runs.getList', (api) => api.runs.getList({})],
  ['runs.getEpochs', (api, runId) => api.runs.getEpochs({ runIds: [runId] })],
  ['runs.planThinning', (api, runId) => api.runs.planThinning({ runIds: [runId], keepEvery: 1000 })],
])('an answer of %s is no larger for 20 times the epochs', async (_, ask) => {
  const short = await openWithRun(EPOCHS_AT_ONCE)
  const long = await openWithRun(20 * EPOCHS_AT_ONCE)
  // Numbers of more digits take more bytes.
  expect(sizeOf(await ask(long.api, long.runId))).toBeLessThan(
    1.1 * sizeOf(await ask(short.api, short.runId)) + 50,
  )
})
