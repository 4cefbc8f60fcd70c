import { describe, expect, it } from 'vitest'
import { whatIf, type WhatIfLine } from '#core/experiments/what-if.ts'
import type { WhatIfPlan } from '#core/experiments/what-if-plan.ts'
import { createChannelPair } from '#contract/channel.ts'
import { parseInput } from '#contract/inputs.ts'
import { connectWorkbench } from '#contract/rpc.ts'
import { serveWorkbench } from '#contract/rpc-server.ts'
import type { WhatIfProgress } from '#contract/types.ts'
import type { Workbench } from '#backend/workbench.ts'
import { loadDataSet } from '#data/data-sets.ts'
import { ENDLESS, nextEvent, openTinyWorkbench, refusal, tinyRecipe } from '../tiny-workbench.ts'

const whatIfId = 'what-if-of-a-test'
const plan: WhatIfPlan = {
  field: 'optimizer.learningRate',
  values: [3, 0.1, 30],
  epochs: 2,
  trainSize: 200,
}

/** Tries a value that would not end by itself, and waits until it has begun. */
async function beginEndless(workbench: Workbench, dataSet: string, api = workbench.api, id = whatIfId) {
  const begun = nextEvent(workbench, 'whatIfProgressed', (progress) => progress.whatIfId === id)
  const recipe = tinyRecipe(dataSet)
  const answer = api.drawWhatIf({ whatIfId: id, recipe, plan: { ...plan, values: [3], epochs: ENDLESS } })
  await begun
  // In a box: a promise that is returned would be waited for.
  return { answer }
}

describe('what other values would do', () => {
  it('is told as it comes, and answered as the trainings by themselves say', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet)
    const told: WhatIfLine[] = plan.values.map((value) => ({ value, points: [], divergence: null }))
    const ended: number[] = []
    workbench.subscribe({
      whatIfPointMeasured: ({ value, point }) => {
        const k = plan.values.indexOf(value)
        told[k] = { ...told[k], points: [...told[k].points, point] }
      },
      whatIfValueEnded: ({ value }) => ended.push(value),
    })
    const { lines, isComplete } = await workbench.api.drawWhatIf({ whatIfId, recipe, plan })
    expect(isComplete).toBe(true)
    const { dataSet: images } = await loadDataSet(dataSet, { dataFolder: '' })
    const alone = whatIf({ recipe, dataSet: images, plan })
    let step = alone.next()
    while (!step.done) step = alone.next()
    expect(lines).toEqual(step.value)
    expect(told).toEqual(lines)
    expect(ended).toEqual(plan.values)
    expect(await workbench.api.listRuns()).toEqual([])
  })

  it('is measured on the whole test file where the recipe keeps nothing unseen', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { data } = tinyRecipe(dataSet)
    const recipe = tinyRecipe(dataSet, { data: { ...data, validationSize: 0, testSize: 0 } })
    const { lines } = await workbench.api.drawWhatIf({ whatIfId, recipe, plan })
    expect(lines[0].points[0].total).toBe(60)
  })

  it('tells how far it is, from the first value to the last', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const told: WhatIfProgress[] = []
    workbench.subscribe({ whatIfProgressed: (progress) => told.push(progress) })
    const recipe = tinyRecipe(dataSet)
    await workbench.api.drawWhatIf({ whatIfId, recipe, plan: { ...plan, epochs: 500 } })
    expect(told.length).toBeGreaterThan(2)
    expect(told[0]).toMatchObject({ whatIfId, value: 3, valuesDone: 0, values: 3 })
    const shares = told.map(({ share }) => share)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(told.at(-1)?.remainingMs).toBeGreaterThanOrEqual(0)
  })

  it('keeps no other question waiting, and ends at once when cancelled', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { answer } = await beginEndless(workbench, dataSet)
    const sample = { dataSet, part: 'test', offset: 0, count: 1 } as const
    expect((await workbench.api.getDataSample(sample)).labels).toHaveLength(1)
    await workbench.api.cancelWhatIf({ whatIfId })
    expect(await answer).toEqual({ lines: [], isComplete: false })
    await workbench.api.cancelWhatIf({ whatIfId })
  })

  it('ends when the window that asked for it leaves', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const [serverEnd, windowEnd] = createChannelPair()
    const ended = Promise.withResolvers<unknown>()
    const drawWhatIf: Workbench['api']['drawWhatIf'] = (input) => {
      const answer = workbench.api.drawWhatIf(input)
      answer.then(ended.resolve, ended.reject)
      return answer
    }
    serveWorkbench({ ...workbench, api: { ...workbench.api, drawWhatIf } }, serverEnd, {
      // The contract's own bound on epochs would not let an endless one pass.
      parseInput: (method, input) => (method === 'drawWhatIf' ? input : parseInput(method, input)),
      logError: (_message, error) => ended.reject(error),
    })
    const { api } = connectWorkbench(windowEnd)
    const { answer } = await beginEndless(workbench, dataSet, api)
    windowEnd.close()
    expect((await refusal(answer)).code).toBe('disconnected')
    expect(await ended.promise).toEqual({ lines: [], isComplete: false })
  })

  it('ends with the program', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { answer } = await beginEndless(workbench, dataSet)
    await workbench.close()
    expect(await answer).toMatchObject({ isComplete: false })
  })

  it('says what it cannot try', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet)
    const draw = (change: Partial<WhatIfPlan>) =>
      refusal(workbench.api.drawWhatIf({ whatIfId, recipe, plan: { ...plan, ...change } }))
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
    expect(await refusal(workbench.api.drawWhatIf({ whatIfId, recipe: gone, plan }))).not.toMatchObject({
      code: 'internal',
    })
  })

  it('refuses a third one at once', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const first = await beginEndless(workbench, dataSet)
    const second = await beginEndless(workbench, dataSet, workbench.api, 'second-what-if')
    const recipe = tinyRecipe(dataSet)
    const third = workbench.api.drawWhatIf({ whatIfId: 'third-what-if', recipe, plan })
    expect(await refusal(third)).toMatchObject({
      code: 'conflict',
      message: '2 others try values in other windows; wait for one to end, or cancel it there',
    })
    for (const id of [whatIfId, 'second-what-if']) await workbench.api.cancelWhatIf({ whatIfId: id })
    expect((await first.answer).isComplete).toBe(false)
    expect((await second.answer).isComplete).toBe(false)
  })
})
