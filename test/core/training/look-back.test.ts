import { describe, expect, it } from 'vitest'
import { Random } from '#core/random/random.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { findBestEpoch } from '#core/runs/best-epoch.ts'
import type { TimedEpoch } from '#core/runs/epoch-metrics.ts'
import { LookBack } from '#core/training/look-back.ts'
import { Training } from '#core/training/training.ts'
import { lookBackOn } from './look-back-on.ts'
import { measured } from './measured.ts'
import { tinyParts, tinyRecipe } from './tiny-images.ts'

const random = new Random(5, 'look-back')
const EPOCHS = Array.from({ length: 300 }, (_, epoch): TimedEpoch => ({
  ...measured(epoch, {
    trainLoss: random.uniform(),
    validationLoss: epoch % 11 === 0 ? null : epoch % 7 === 0 ? NaN : random.uniform(),
    validationAccuracy: epoch % 11 === 0 ? null : random.integer(20) / 20,
  }),
  durationMs: random.uniform() * 100,
}))

const ruled = (measure: 'validation-loss' | 'validation-accuracy', patience: number): Recipe =>
  tinyRecipe({
    schedule: { name: 'plateau', factor: 0.5, patience },
    stopping: { ...tinyRecipe().stopping, patience: { measure, epochs: 3 } },
  })

/** As often as `patience` epochs after the last best or the last cut brought no new best. */
function countCuts(losses: readonly number[], patience: number): number {
  let cuts = 0
  let from = 0
  losses.forEach((loss, k) => {
    if (losses.slice(0, k).every((earlier) => !(earlier <= loss)) && loss < Infinity) from = k + 1
    else if (k + 1 - from === patience) {
      cuts++
      from = k + 1
    }
  })
  return cuts
}

describe('what rules look back on', () => {
  it.each([
    ['validation-loss', 1],
    ['validation-accuracy', 2],
    ['validation-loss', 5],
  ] as const)('is, epoch by epoch, what all epochs give: by %s, plateaus of %i', (measure, patience) => {
    const recipe = ruled(measure, patience)
    const past = new LookBack(recipe)
    EPOCHS.forEach((epoch, k) => {
      const { durationMs, ...untimed } = epoch
      past.add(untimed)
      past.noteDuration(durationMs!)
      const all = EPOCHS.slice(0, k + 1)
      const withValidation = all.filter(({ validationAccuracy }) => validationAccuracy !== null)
      expect(past.best?.epoch).toBe(findBestEpoch(recipe, withValidation)?.epoch)
      expect(past.durationMs).toBe(all.reduce((sum, each) => sum + each.durationMs!, 0))
      expect([past.before?.epoch, past.last?.epoch]).toEqual([all.at(-2)?.epoch, k])
      const losses = all.map(({ validationLoss, trainLoss }) => validationLoss ?? trainLoss)
      expect(past.plateaus).toBe(countCuts(losses, patience))
      // A training that is resumed takes them in at once.
      const { best, plateaus, durationMs: total } = lookBackOn(recipe, all)
      expect([best?.epoch, plateaus, total]).toEqual([past.best?.epoch, past.plateaus, past.durationMs])
    })
    expect(past.plateaus).toBeGreaterThan(3)
  })

  it.each(['validation-loss', 'validation-accuracy'] as const)(
    'goes on in another thread from a state that is as large after 3,000 epochs as after 30: by %s',
    (measure) => {
      const recipe = ruled(measure, 2)
      const epochs = Array.from({ length: 10 }, () => EPOCHS)
        .flat()
        .map((epoch, k) => ({ ...epoch, epoch: k }))
      const whole = lookBackOn(recipe, epochs)
      const resumed = new LookBack(recipe, structuredClone(lookBackOn(recipe, epochs.slice(0, 1234)).state))
      for (const epoch of epochs.slice(1234)) resumed.add(epoch)
      expect(resumed.state).toEqual(whole.state)
      const sizeAfter = (count: number): number =>
        JSON.stringify(lookBackOn(recipe, epochs.slice(0, count)).state).length
      expect(sizeAfter(3000)).toBeLessThan(1.1 * sizeAfter(30))
    },
  )

  it('costs a training no more after 300,000 epochs than after one', () => {
    const epochMs = (epochsBefore: number): number => {
      const recipe = {
        ...ruled('validation-loss', 1000),
        batchSize: 1,
        epochs: epochsBefore + 5,
      }
      recipe.stopping = { ...recipe.stopping, patience: { measure: 'validation-loss', epochs: 10_000_000 } }
      const history = Array.from({ length: epochsBefore }, (_, epoch) =>
        measured(epoch, { validationLoss: 1 }),
      )
      const { parameters, optimizerState } = new Training({ recipe, parts: tinyParts() }).checkpoint()
      const start = { epoch: epochsBefore - 1, steps: 0, parameters, optimizerState }
      const training = new Training({
        recipe,
        parts: tinyParts(),
        start,
        past: lookBackOn(recipe, history).state,
      })
      const times: number[] = []
      for (let startedAt = performance.now(); ;) {
        const { type } = training.advance(Infinity)
        if (type === 'completed') return Math.min(...times)
        if (type !== 'epoch') continue
        times.push(performance.now() - startedAt)
        startedAt = performance.now()
      }
    }
    epochMs(1)
    expect(epochMs(300_000)).toBeLessThan(5 * epochMs(1) + 1)
  })
})
