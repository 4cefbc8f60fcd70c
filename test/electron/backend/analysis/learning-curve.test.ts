import { describe, expect, it } from 'vitest'
import type { LearningCurvePlan } from '#core/experiments/learning-curve-plan.ts'
import { createChannelPair } from '#contract/channel.ts'
import { parseInput } from '#contract/inputs.ts'
import { connectWorkbench } from '#contract/rpc.ts'
import { serveWorkbench } from '#contract/rpc-server.ts'
import type { Workbench } from '#backend/workbench.ts'
import type { LearningCurveProgress } from '#contract/types.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { ENDLESS, nextEvent, openTinyWorkbench, refusal, tinyRecipe, trainToEnd } from '../tiny-workbench.ts'

const curveId = 'curve-of-a-test'

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
  const begun = nextEvent(workbench, 'learningCurveProgressed')
  const plan = planOf(recipe, { sizes: [200], epochs: ENDLESS, equal: 'epochs' })
  const curve = api.drawLearningCurve({ curveId, runId: id, plan })
  await begun
  return { dataSet, id, curve }
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
    const told: unknown[] = []
    workbench.subscribe({ learningCurvePointMeasured: (event) => told.push(event) })
    const { points, isComplete } = await workbench.api.drawLearningCurve({
      curveId,
      runId: id,
      plan: planOf(recipe),
    })
    expect(isComplete).toBe(true)
    expect(points.map(({ size, seed, epochs }) => [size, seed, epochs])).toEqual([
      [20, 1, 40],
      [20, 2, 40],
      [100, 1, 8],
      [100, 2, 8],
      [200, 1, 4],
      [200, 2, 4],
    ])
    expect(points[4].validationAccuracy).toBe(last?.validationAccuracy)
    expect(points.every(({ testAccuracy }) => testAccuracy === null)).toBe(true)
    expect(told).toEqual(points.map((point) => ({ curveId, point })))
  })

  it('tells how far it is, from the first network to the last', async () => {
    const workbench = open()
    const { id, recipe } = await trainOne(workbench)
    const told: LearningCurveProgress[] = []
    workbench.subscribe({ learningCurveProgressed: (progress) => told.push(progress) })
    const plan = planOf(recipe, { sizes: [100, 200], epochs: 300, equal: 'epochs' })
    const { points } = await workbench.api.drawLearningCurve({ curveId, runId: id, plan })
    expect(points.map(({ epochs }) => epochs)).toEqual([300, 300, 300, 300])
    expect(told.length).toBeGreaterThan(2)
    expect(told[0]).toMatchObject({ curveId, size: 100, seed: 1, networksDone: 0, networks: 4 })
    const shares = told.map(({ share }) => share)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBeLessThanOrEqual(1)
    expect(told.at(-1)?.remainingMs).toBeGreaterThanOrEqual(0)
  })

  it('is measured on test images where the run keeps no validation images', async () => {
    const workbench = open()
    const { data } = tinyRecipe(folders.get(workbench)!)
    for (const testSize of [50, 0]) {
      const { id, recipe } = await trainOne(workbench, { data: { ...data, validationSize: 0, testSize } })
      const plan = planOf(recipe, { sizes: [200], seeds: [1] })
      const { points } = await workbench.api.drawLearningCurve({ curveId, runId: id, plan })
      const { confusion } = await workbench.api.inspectRun({ runId: id, part: 'test' })
      expect(points).toMatchObject([{ validationAccuracy: null }])
      expect(points[0].testAccuracy).toBe(confusion.correct / confusion.total)
      // Without a test of its own, the whole test file.
      expect(confusion.total).toBe(testSize === 0 ? 60 : 50)
    }
  })

  it('does not keep other questions waiting, and ends at once when cancelled', async () => {
    const workbench = open()
    const { id, curve } = await beginEndless(workbench)
    expect((await workbench.api.inspectRun({ runId: id, part: 'test' })).confusion.total).toBe(60)
    await workbench.api.cancelLearningCurve({ curveId })
    expect(await curve).toEqual({ points: [], isComplete: false })
    // One that has ended stays as it is.
    await workbench.api.cancelLearningCurve({ curveId })
  })

  it('ends when the window that asked for it leaves', async () => {
    const workbench = open()
    const [serverEnd, windowEnd] = createChannelPair()
    const ended = Promise.withResolvers<unknown>()
    const drawLearningCurve: Workbench['api']['drawLearningCurve'] = (input) => {
      const answer = workbench.api.drawLearningCurve(input)
      answer.then(ended.resolve, ended.reject)
      return answer
    }
    serveWorkbench({ ...workbench, api: { ...workbench.api, drawLearningCurve } }, serverEnd, {
      parseInput,
      logError: (_message, error) => ended.reject(error),
    })
    const { api } = connectWorkbench(windowEnd)
    const { curve } = await beginEndless(workbench, api)
    windowEnd.close()
    expect((await refusal(curve)).code).toBe('disconnected')
    expect(await ended.promise).toEqual({ points: [], isComplete: false })
  })

  it('ends with the program', async () => {
    const workbench = open()
    const { curve } = await beginEndless(workbench)
    await workbench.close()
    expect(await curve).toMatchObject({ isComplete: false })
  })

  it('says what it cannot draw', async () => {
    const workbench = open()
    const { id, recipe } = await trainOne(workbench, { epochs: 1 })
    const draw = (change: Partial<LearningCurvePlan>, runId = id) =>
      refusal(workbench.api.drawLearningCurve({ curveId, runId, plan: planOf(recipe, change) }))
    expect(await draw({ sizes: [20, 201] })).toMatchObject({
      code: 'invalid',
      message: 'Training images: expected at most the 200 of the run, got 201',
    })
    expect(await draw({ sizes: [1], epochs: 1000 })).toMatchObject({
      code: 'invalid',
      message: 'Epochs: expected a whole number from 1 to 100,000, got 200000',
    })
    expect((await draw({}, 'zzzzzzzz')).code).toBe('not-found')
    const { bytes } = await workbench.api.exportRun({ runId: id, format: 'network2' })
    const imported = await workbench.api.importNetwork({ fileName: 'net.json', bytes })
    expect((await draw({}, imported.id)).code).toBe('conflict')
  })

  it('refuses a third one at once', async () => {
    const workbench = open()
    const { id, curve } = await beginEndless(workbench)
    const { recipe } = await workbench.api.getRun({ runId: id })
    const plan = planOf(recipe, { sizes: [200], epochs: ENDLESS, equal: 'epochs' })
    const draw = (name: string) => workbench.api.drawLearningCurve({ curveId: name, runId: id, plan })
    expect((await refusal(draw(curveId))).code).toBe('conflict')
    const second = draw('second-curve')
    expect((await refusal(draw('third-curve'))).message).toContain('2 learning curves')
    for (const name of [curveId, 'second-curve']) {
      await workbench.api.cancelLearningCurve({ curveId: name })
    }
    expect([await curve, await second].map(({ isComplete }) => isComplete)).toEqual([false, false])
  })
})
