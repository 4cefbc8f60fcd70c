import { expect, it } from 'vitest'
import type { BatchRaceUpdate } from '#contract/types.ts'
import { openTinyWorkbench, refusal, tinyRecipe } from '../tiny-workbench.ts'

const plan = { batchSizes: [1, 10, 200], target: 0.3, limitMs: 200, rounds: 2 }

it('races mini-batch sizes on a thread of its own, and keeps no run', async () => {
  const { workbench, dataSet } = openTinyWorkbench()
  const updates: BatchRaceUpdate[] = []
  const lines = await workbench.api.analysis.raceBatches(
    { recipe: tinyRecipe(dataSet), plan },
    { onProgress: (update) => updates.push(update) },
  )
  expect(lines.map(({ batchSize }) => batchSize)).toEqual([1, 10, 200])
  const starts = lines.map(({ points }) => points[0]!.accuracy)
  expect(new Set(starts).size).toBe(1)
  for (const { end, points } of lines) {
    expect(end).not.toBe('diverged')
    if (end === 'arrived') expect(points.at(-1)!.accuracy).toBeGreaterThanOrEqual(0.3)
    else expect(points.at(-1)!.milliseconds).toBeGreaterThanOrEqual(200)
  }
  expect(updates.some(({ type }) => type === 'line')).toBe(true)
  expect(await workbench.api.runs.list()).toEqual([])
})

it('refuses what cannot race, and can be cancelled', async () => {
  const { workbench, dataSet } = openTinyWorkbench()
  const { raceBatches } = workbench.api.analysis
  const recipe = tinyRecipe(dataSet)
  const larger = await refusal(raceBatches({ recipe, plan: { ...plan, batchSizes: [201] } }))
  expect(larger.message).toBe('Mini-batch size: expected at most the 200 training images, got 201')
  const blind = { ...recipe, data: { ...recipe.data, validationSize: 0 } }
  expect((await refusal(raceBatches({ recipe: blind, plan }))).message).toContain(
    'expected some to measure on',
  )
  const call = new AbortController()
  const endless = raceBatches(
    { recipe, plan: { ...plan, target: 1, limitMs: 60_000 } },
    { signal: call.signal, onProgress: () => call.abort() },
  )
  expect(await refusal(endless)).toMatchObject({ code: 'cancelled' })
})
