import { describe, expect, it } from 'vitest'
import type { LearningCurvePlan } from '#core/experiments/learning-curve-plan.ts'
import { createChannelPair } from '#contract/channel.ts'
import type { LongCallOptions } from '#contract/define-calls.ts'
import { connectWorkbench } from '#contract/rpc.ts'
import { serveWorkbench } from '#contract/rpc-server.ts'
import type { Workbench } from '#backend/workbench.ts'
import type { LearningCurveProgress, LearningCurveUpdate } from '#contract/types.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { ENDLESS, openTinyWorkbench, refusal, tinyRecipe, trainToEnd } from '../tiny-workbench.ts'

const planOf = (recipe: Recipe, change: Partial<LearningCurvePlan> = {}): LearningCurvePlan => ({
  sizes: [20, 100, 200],
  seeds: [recipe.seed, recipe.seed + 1],
  epochs: recipe.epochs,
  equal: 'steps',
  ...change,
})

/** Draws a curve that would not end by itself, and waits until it has begun. */
async function beginEndless(workbench: Workbench, api = workbench.api) {
  const { dataSet, id, recipe } = await trainOne(workbench)
  const plan = planOf(recipe, { sizes: [200], epochs: ENDLESS, equal: 'epochs' })
  const drawing = await begin((options) => api.analysis.drawLearningCurve({ runId: id, plan }, options))
  return { dataSet, id, plan, ...drawing }
}

/** Makes a long call and waits for its first report. */
async function begin<Result>(
  make: (options: LongCallOptions<LearningCurveUpdate>) => Promise<Result>,
): Promise<{ curve: Promise<Result>; cancel: () => void }> {
  const begun = Promise.withResolvers<unknown>()
  const cancelling = new AbortController()
  const curve = make({ signal: cancelling.signal, onProgress: begun.resolve })
  await Promise.race([begun.promise, curve])
  return { curve, cancel: () => cancelling.abort() }
}

async function trainOne(workbench: Workbench, change: Partial<Recipe> = {}) {
  const dataSet = folders.get(workbench)!
  const run = await trainToEnd(workbench, tinyRecipe(dataSet, change))
  return { ...run, dataSet }
}

const folders = new WeakMap<Workbench, string>()
function open(): Workbench {
  const { workbench, dataSet } = openTinyWorkbench()
  folders.set(workbench, dataSet)
  return workbench
}

describe('the learning curve of a run', () => {
  it('ends, with all images and its own seed, where the run ended', async () => {
    const workbench = open()
    const { id, recipe, last } = await trainOne(workbench)
    const reported: unknown[] = []
    const points = await workbench.api.analysis.drawLearningCurve(
      { runId: id, plan: planOf(recipe) },
      { onProgress: (change) => change.type === 'pointMeasured' && reported.push(change.point) },
    )
    expect(points.map(({ size, seed, epochs }) => [size, seed, epochs])).toEqual([
      [20, 1, 40],
      [20, 2, 40],
      [100, 1, 8],
      [100, 2, 8],
      [200, 1, 4],
      [200, 2, 4],
    ])
    expect(points[4]!.validationAccuracy).toBe(last?.validationAccuracy)
    expect(points.every(({ testAccuracy }) => testAccuracy === null)).toBe(true)
    expect(reported).toEqual(points)
  })

  it('tells how far it is, from the first network to the last', async () => {
    const workbench = open()
    const { id, recipe } = await trainOne(workbench)
    const reported: LearningCurveProgress[] = []
    const plan = planOf(recipe, { sizes: [100, 200], epochs: 1000, equal: 'epochs' })
    const points = await workbench.api.analysis.drawLearningCurve(
      { runId: id, plan },
      { onProgress: (change) => change.type === 'progressed' && reported.push(change.progress) },
    )
    expect(points.map(({ epochs }) => epochs)).toEqual([1000, 1000, 1000, 1000])
    expect(reported.length).toBeGreaterThan(2)
    expect(reported[0]).toMatchObject({ size: 100, seed: 1, networksDone: 0, networks: 4 })
    const shares = reported.map(({ share }) => share)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBeLessThanOrEqual(1)
    expect(reported.at(-1)?.remainingMs).toBeGreaterThanOrEqual(0)
  })

  it('is measured on test images where the run keeps no validation images', async () => {
    const workbench = open()
    const { data } = tinyRecipe(folders.get(workbench)!)
    for (const testSize of [50, 0]) {
      const { id, recipe } = await trainOne(workbench, { data: { ...data, validationSize: 0, testSize } })
      const plan = planOf(recipe, { sizes: [200], seeds: [1] })
      const points = await workbench.api.analysis.drawLearningCurve({ runId: id, plan })
      const { confusion } = await workbench.api.analysis.inspect({ runId: id, part: 'test' })
      expect(points).toMatchObject([{ validationAccuracy: null }])
      expect(points[0]!.testAccuracy).toBe(confusion.correct / confusion.total)
      // Without a test of its own, the whole test file.
      expect(confusion.total).toBe(testSize === 0 ? 60 : 50)
    }
  })

  it('does not keep other questions waiting, and ends at once when cancelled', async () => {
    const workbench = open()
    const { id, curve, cancel } = await beginEndless(workbench)
    expect((await workbench.api.analysis.inspect({ runId: id, part: 'test' })).confusion.total).toBe(60)
    cancel()
    expect((await refusal(curve)).code).toBe('cancelled')
    // One that has ended stays as it is.
    cancel()
  })

  it('ends when the window that asked for it leaves', async () => {
    const workbench = open()
    const [serverEnd, windowEnd] = createChannelPair()
    const ended = Promise.withResolvers<unknown>()
    const { analysis } = workbench.api
    const drawLearningCurve: typeof analysis.drawLearningCurve = (input, options) => {
      const answer = analysis.drawLearningCurve(input, options)
      answer.then(ended.reject, ended.resolve)
      return answer
    }
    const api = { ...workbench.api, analysis: { ...analysis, drawLearningCurve } }
    serveWorkbench({ ...workbench, api }, serverEnd, { logError: (_message, error) => ended.reject(error) })
    const { curve } = await beginEndless(workbench, connectWorkbench(windowEnd).api)
    windowEnd.close()
    expect((await refusal(curve)).code).toBe('disconnected')
    expect(await ended.promise).toMatchObject({ code: 'cancelled' })
  })

  it('ends with the program', async () => {
    const workbench = open()
    const { curve } = await beginEndless(workbench)
    const ended = refusal(curve)
    await workbench.close()
    expect((await ended).code).toBe('cancelled')
  })

  it('says what it cannot draw', async () => {
    const workbench = open()
    const { id, recipe } = await trainOne(workbench, { epochs: 1 })
    const draw = (change: Partial<LearningCurvePlan>, runId = id) =>
      refusal(workbench.api.analysis.drawLearningCurve({ runId, plan: planOf(recipe, change) }))
    expect(await draw({ sizes: [20, 201] })).toMatchObject({
      code: 'invalid',
      message: 'Training images: expected at most the 200 of the run, got 201',
    })
    expect(await draw({ sizes: [1], epochs: 1000 })).toMatchObject({
      code: 'invalid',
      message: 'Epochs: expected a whole number from 1 to 100,000, got 200000',
    })
    expect((await draw({}, 'zzzzzzzz')).code).toBe('not-found')
    const { bytes } = await workbench.documents.writeWeights({ runId: id, format: 'network2' })
    const imported = await workbench.weights.importFile({ fileName: 'net.json', bytes })
    expect((await draw({}, imported.id)).code).toBe('conflict')
  })

  it('refuses a third one at once, and takes the next as soon as one is cancelled', async () => {
    const workbench = open()
    const { id, plan, curve, cancel } = await beginEndless(workbench)
    const draw = (options?: LongCallOptions<LearningCurveUpdate>) =>
      workbench.api.analysis.drawLearningCurve({ runId: id, plan }, options)
    const second = await begin(draw)
    expect(await refusal(draw())).toMatchObject({
      code: 'conflict',
      message: '2 learning curves are being drawn in other windows; wait for one to end, or cancel it there',
    })
    cancel()
    const third = begin(draw)
    expect((await refusal(curve)).code).toBe('cancelled')
    for (const { curve, cancel } of [second, await third]) {
      cancel()
      expect((await refusal(curve)).code).toBe('cancelled')
    }
  })
})
