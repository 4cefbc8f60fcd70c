import { describe, expect, it } from 'vitest'
import { whatIf, type WhatIfLine } from '#core/experiments/what-if.ts'
import type { WhatIfPlan } from '#core/experiments/what-if-plan.ts'
import type { WhatIfProgress } from '#contract/types.ts'
import type { Workbench } from '#backend/workbench.ts'
import { loadDataSet } from '#data/data-sets.ts'
import { ENDLESS, openTinyWorkbench, refusal, tinyRecipe } from '../tiny-workbench.ts'

const plan: WhatIfPlan = {
  field: 'optimizer.learningRate',
  values: [3, 0.1, 30],
  epochs: 2,
  trainSize: 200,
}

/** Tries a value that would not end by itself, and waits until it has begun. */
async function beginEndless(workbench: Workbench, dataSet: string) {
  const begun = Promise.withResolvers<unknown>()
  const cancelling = new AbortController()
  const answer = workbench.api.analysis.tryValues(
    { recipe: tinyRecipe(dataSet), plan: { ...plan, values: [3], epochs: ENDLESS } },
    { signal: cancelling.signal, onProgress: begun.resolve },
  )
  await Promise.race([begun.promise, answer])
  return { answer, cancel: () => cancelling.abort() }
}

describe('what other values would do', () => {
  it('is reported as it comes, and answered as the trainings by themselves say', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet)
    const reported: WhatIfLine[] = plan.values.map((value) => ({ value, points: [], divergence: null }))
    const ended: number[] = []
    const lines = await workbench.api.analysis.tryValues(
      { recipe, plan },
      {
        onProgress: (change) => {
          if (change.type === 'ended') ended.push(change.value)
          if (change.type !== 'point') return
          const k = plan.values.indexOf(change.value)
          reported[k] = { ...reported[k]!, points: [...reported[k]!.points, change.point] }
        },
      },
    )
    const { dataSet: images } = await loadDataSet(dataSet, { dataFolder: '' })
    const alone = whatIf({ recipe, dataSet: images, plan })
    let step = alone.next()
    while (!step.done) step = alone.next()
    expect(lines).toEqual(step.value)
    expect(reported).toEqual(lines)
    expect(ended).toEqual(plan.values)
    expect(await workbench.api.runs.list()).toEqual([])
  })

  it('is measured on the whole test file where the recipe keeps nothing unseen', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { data } = tinyRecipe(dataSet)
    const recipe = tinyRecipe(dataSet, { data: { ...data, validationSize: 0, testSize: 0 } })
    const lines = await workbench.api.analysis.tryValues({ recipe, plan })
    expect(lines[0]!.points[0]!.total).toBe(60)
  })

  it('tells how far it is, from the first value to the last', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const reported: WhatIfProgress[] = []
    const recipe = tinyRecipe(dataSet)
    await workbench.api.analysis.tryValues(
      { recipe, plan: { ...plan, epochs: 500 } },
      { onProgress: (change) => change.type === 'progressed' && reported.push(change.progress) },
    )
    expect(reported.length).toBeGreaterThan(2)
    expect(reported[0]).toMatchObject({ value: 3, valuesDone: 0, values: 3 })
    const shares = reported.map(({ share }) => share)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(reported.at(-1)?.remainingMs).toBeGreaterThanOrEqual(0)
  })

  it('keeps no other question waiting, and ends at once when cancelled', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { answer, cancel } = await beginEndless(workbench, dataSet)
    const sample = { dataSet, part: 'test', offset: 0, count: 1 } as const
    expect((await workbench.api.data.getSample(sample)).labels).toHaveLength(1)
    cancel()
    expect((await refusal(answer)).code).toBe('cancelled')
    cancel()
  })

  it('ends with the program', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { answer } = await beginEndless(workbench, dataSet)
    const ended = refusal(answer)
    await workbench.close()
    expect((await ended).code).toBe('cancelled')
  })

  it('says what it cannot try', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet)
    const draw = (change: Partial<WhatIfPlan>) =>
      refusal(workbench.api.analysis.tryValues({ recipe, plan: { ...plan, ...change } }))
    expect(await draw({ values: [3, -1] })).toMatchObject({
      code: 'invalid',
      message: 'Learning rate: expected a number above 0 and at most 1,000,000, got -1',
    })
    expect(await draw({ trainSize: 201 })).toMatchObject({
      code: 'invalid',
      message: 'Training images: expected at most the 200 of the recipe, got 201',
    })
    expect((await draw({ field: 'optimizer.speed' })).code).toBe('invalid')
    const gone = { ...recipe, data: { ...recipe.data, dataSet: `${dataSet}-gone` } }
    expect(await refusal(workbench.api.analysis.tryValues({ recipe: gone, plan }))).not.toMatchObject({
      code: 'internal',
    })
  })

  it('refuses a third one at once', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const first = await beginEndless(workbench, dataSet)
    const second = await beginEndless(workbench, dataSet)
    const third = workbench.api.analysis.tryValues({ recipe: tinyRecipe(dataSet), plan })
    expect(await refusal(third)).toMatchObject({
      code: 'conflict',
      message: '2 others try values in other windows; wait for one to end, or cancel it there',
    })
    for (const { answer, cancel } of [first, second]) {
      cancel()
      expect((await refusal(answer)).code).toBe('cancelled')
    }
  })
})
