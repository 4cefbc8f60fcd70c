import { statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkStore } from '#backend/store/check-store.ts'
import { openReadOnly } from '#backend/store/open-database.ts'
import type { Workbench } from '#backend/workbench.ts'
import type { KeepEvery } from '#contract/types.ts'
import { readRun } from '../read-run.ts'
import {
  ENDLESS,
  nextEvent,
  openTinyWorkbench,
  reachEpochs,
  reachStatus,
  refusal,
  tinyRecipe,
} from '../tiny-workbench.ts'

async function keptOf(workbench: Workbench, runId: string): Promise<readonly number[]> {
  const { epochs } = (await workbench.api.runs.getKeptEpochs({ runIds: [runId] }))[0]!
  return epochs
}

/** The epochs 0 to 9 of a run that a thinning leaves, besides its best. */
const LEFT: readonly [KeepEvery, readonly number[]][] = [
  [1, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  [2, [1, 3, 5, 7, 9]],
  [4, [3, 7, 9]],
  [null, [9]],
]

const withBest = (epochs: readonly number[], best: number): number[] =>
  [...new Set([...epochs, best])].sort((a, b) => a - b)

describe('thinning', () => {
  it.each(LEFT)(
    'while it trains (of every %s) keeps the weights that were chosen',
    async (keepEvery, left) => {
      const { workbench, dataSet, storePath } = openTinyWorkbench()
      const recipe = tinyRecipe(dataSet, { epochs: 10 })
      const { id } = await workbench.api.runs.start({ recipe, keepEvery })
      const run = await reachStatus(workbench, id, 'completed')
      expect(run).toMatchObject({ keepEvery, epochsDone: 10 })
      expect(run.epochs).toHaveLength(10)
      expect(await keptOf(workbench, id)).toEqual(withBest(left, run.best!.epoch))

      // What is kept does not change what is learned.
      const { id: other } = await workbench.api.runs.start({ recipe })
      expect((await reachStatus(workbench, other, 'completed')).weightsSha256).toBe(run.weightsSha256)
      await workbench.close()
      const database = openReadOnly(storePath)
      expect(checkStore(database).problems).toEqual([])
      database.close()
    },
  )

  it.each(LEFT)(
    'afterwards (of every %s) does what was planned, and is reported',
    async (keepEvery, left) => {
      const { workbench, dataSet } = openTinyWorkbench()
      const { id } = await workbench.api.runs.start({ recipe: tinyRecipe(dataSet, { epochs: 10 }) })
      const run = await reachStatus(workbench, id, 'completed')
      const expected = withBest(left, run.best!.epoch)
      const input = { runIds: [id], keepEvery }
      const plan = await workbench.api.runs.planThinning(input)
      expect(plan).toMatchObject({ checkpoints: 10, removed: 10 - expected.length })
      expect(await keptOf(workbench, id)).toHaveLength(10)
      const reported = nextEvent(workbench, 'runChanged')
      expect(await workbench.api.runs.thin(input)).toEqual(plan)
      expect(await reported).toMatchObject({ id, keepEvery, weightsSha256: run.weightsSha256 })
      const kept = (await workbench.api.runs.getKeptEpochs({ runIds: [id] }))[0]!
      expect(kept.epochs).toEqual(expected)
      expect(kept.bytes).toBe(plan.bytes - plan.freedBytes)
      expect((await readRun(workbench, id)).epochs).toHaveLength(10)
      expect(await workbench.api.runs.planThinning(input)).toMatchObject({ removed: 0, freedBytes: 0 })
    },
  )

  it('spares the weights that another run was started from, and those that a run started from', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet, { epochs: 6 })
    const { id: parent } = await workbench.api.runs.start({ recipe })
    const { best } = await reachStatus(workbench, parent, 'completed')
    const { id: child } = await workbench.api.runs.start({ recipe, from: { runId: parent, epoch: 1 } })
    const run = await reachStatus(workbench, child, 'completed')
    await workbench.api.runs.thin({ runIds: [parent, child], keepEvery: null })
    expect(await keptOf(workbench, parent)).toEqual(withBest([1, 5], best!.epoch))
    expect(await keptOf(workbench, child)).toEqual(withBest([-1, 5], run.best!.epoch))
    // A deletion can be undone, so what it started from stays for now.
    await workbench.api.runs.delete({ runIds: [child] })
    await workbench.api.runs.thin({ runIds: [parent], keepEvery: null })
    expect(await keptOf(workbench, parent)).toContain(1)
  })

  it('says of what is gone that it was thinned out, and what is left', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet, { epochs: 12 })
    const { id, name } = await workbench.api.runs.start({ recipe, keepEvery: 5 })
    await reachStatus(workbench, id, 'completed')
    const kept = await keptOf(workbench, id)
    const message = `The weights of epoch 2 of run '${name}' were thinned out; kept are those of epochs ${kept.join(', ')}`
    const gone = { runId: id, epoch: 2 }
    const calls = [
      () => workbench.documents.writeWeights({ ...gone, format: 'network2' }),
      () => workbench.api.analysis.predict({ ...gone, image: new Uint8Array(30) }),
      () => workbench.api.analysis.inspect({ ...gone, part: 'test' }),
      () => workbench.api.analysis.evaluate(gone),
      () => workbench.api.runs.start({ recipe, from: gone }),
    ]
    for (const call of calls) {
      expect(await refusal(call())).toMatchObject({ code: 'not-found', message })
    }
    const never = await refusal(
      workbench.documents.writeWeights({ runId: id, epoch: 12, format: 'network2' }),
    )
    expect(never.message).toMatch(/^Epoch: expected a finished epoch/)
  })

  it('of a run that trains goes on as it trains, which resumes to the same bytes', async () => {
    const { workbench, dataSet, reopen } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet, { epochs: 200 })
    const { id } = await workbench.api.runs.start({ recipe })
    await reachEpochs(workbench, id, 3)
    await workbench.api.runs.thin({ runIds: [id], keepEvery: null })
    const { epochsDone } = await workbench.api.runs.get({ runId: id })
    await reachEpochs(workbench, id, epochsDone + 3)
    expect((await keptOf(workbench, id)).length).toBeLessThanOrEqual(2)
    await workbench.api.runs.stop({ runId: id })
    await workbench.close()
    const again = reopen()
    await again.api.runs.resume({ runId: id })
    const resumed = await reachStatus(again, id, 'completed')
    expect((await keptOf(again, id)).length).toBeLessThanOrEqual(2)
    const { id: whole } = await again.api.runs.start({ recipe })
    expect((await reachStatus(again, whole, 'completed')).weightsSha256).toBe(resumed.weightsSha256)
  })

  it('gives the room on the disk back', async () => {
    const { workbench, dataSet, storePath } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet, {
      epochs: 40,
      layers: [
        { units: 500, activation: 'sigmoid', batchNorm: false, dropout: 0 },
        { units: 10, activation: 'sigmoid', batchNorm: false, dropout: 0 },
      ],
    })
    const { id } = await workbench.api.runs.start({ recipe })
    await reachStatus(workbench, id, 'completed')
    const before = (await workbench.api.app.getInfo()).storeSizeBytes
    const { freedBytes } = await workbench.api.runs.thin({ runIds: [id], keepEvery: null })
    expect(freedBytes).toBeGreaterThan(5e6)
    const { storeSizeBytes } = await workbench.api.app.getInfo()
    expect(storeSizeBytes).toBeLessThan(before - freedBytes)
    expect(statSync(storePath).size).toBeLessThan(1e6)
  })

  it('is refused for a run that is not there, and leaves the others as they are', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { id } = await workbench.api.runs.start({ recipe: tinyRecipe(dataSet, { epochs: ENDLESS }) })
    await reachEpochs(workbench, id, 3)
    await workbench.api.runs.stop({ runId: id })
    const before = await keptOf(workbench, id)
    const error = await refusal(workbench.api.runs.thin({ runIds: [id, 'zzzz'], keepEvery: null }))
    expect(error.code).toBe('not-found')
    expect(await keptOf(workbench, id)).toEqual(before)
  })
})
