import { describe, expect, it } from 'vitest'
import { shareThreads } from '#backend/trainer/share-threads.ts'
import type { Workbench } from '#backend/workbench.ts'
import { nextEvent, openTinyWorkbench, tinyRecipe } from '../tiny-workbench.ts'

/** Does what starts a training. @returns how many threads its worker was told to use */
async function threadsOf(workbench: Workbench, start: () => Promise<unknown>): Promise<number> {
  const reported = nextEvent(workbench, 'trainingProgressed')
  await start()
  return (await reported).batches
}

const workerUrl = new URL('reporting-worker.ts', import.meta.url)

describe('threads of a training', () => {
  it('are those that were asked for, at the start and when it goes on', async () => {
    const { workbench, dataSet } = openTinyWorkbench({ workerUrl, cores: 8 })
    const { api } = workbench
    const recipe = tinyRecipe(dataSet)
    expect(await threadsOf(workbench, () => api.runs.start({ recipe, threads: 3 }))).toBe(3)
    const { id: runId } = (await api.runs.list())[0]!
    await api.runs.stop({ runId })
    expect(await threadsOf(workbench, () => api.runs.resume({ runId, threads: 5 }))).toBe(5)
    await api.runs.stop({ runId })
    expect(await threadsOf(workbench, () => api.runs.step({ runId, threads: 2 }))).toBe(2)
    const parameters = new Float64Array(30 * 12 + 12 + 12 * 10 + 10)
    expect(await threadsOf(workbench, () => workbench.startFrom({ recipe, parameters, threads: 4 }))).toBe(4)
  })

  it('are never more than there are cores, whatever was asked for', async () => {
    const { workbench, dataSet } = openTinyWorkbench({ workerUrl, cores: 2 })
    const { api } = workbench
    const recipe = tinyRecipe(dataSet)
    expect(await threadsOf(workbench, () => api.runs.start({ recipe, threads: 256 }))).toBe(2)
    const { id: runId } = (await api.runs.list())[0]!
    await api.runs.stop({ runId })
    expect(await threadsOf(workbench, () => api.runs.resume({ runId, threads: 3 }))).toBe(2)
    await api.runs.stop({ runId })
    expect(await threadsOf(workbench, () => api.runs.step({ runId, threads: 1 }))).toBe(1)
  })

  it('are else all cores for one alone, and what is left for the next', async () => {
    const { workbench, dataSet } = openTinyWorkbench({ workerUrl, cores: 8, maxWorkers: 3 })
    const recipe = tinyRecipe(dataSet)
    const start = (threads?: number) =>
      threadsOf(workbench, () => workbench.api.runs.start({ recipe, ...(threads && { threads }) }))
    expect(await start()).toBe(8)
    expect(await start()).toBe(1)
    for (const run of await workbench.api.runs.list()) await workbench.api.runs.stop({ runId: run.id })
    expect(await start(3)).toBe(3)
    expect(await start()).toBe(5)
  })

  it.each([
    [{ cores: 8, inUse: 0, waiting: 0 }, 8],
    [{ cores: 8, inUse: 0, waiting: 2 }, 2],
    [{ cores: 8, inUse: 6, waiting: 0 }, 2],
    [{ cores: 2, inUse: 0, waiting: 3 }, 1],
    [{ cores: 2, inUse: 9, waiting: 0 }, 1],
  ])('of %o are %i', (shares, threads) => {
    expect(shareThreads(shares)).toBe(threads)
  })
})
