import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EngineOptions } from '#core/engine/create-engine.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { TrainedEpoch } from '#core/runs/epoch-metrics.ts'
import { Training } from '#core/training/training.ts'
import { anyRecipe } from '../../core/training/any-recipe.ts'
import { tinyParts } from '../../core/training/tiny-images.ts'
import { SMALL_TRAININGS, trainSmall } from '../../core/engine/small-trainings.ts'
import { nodeEngineThreads } from '../../../electron/worker/node-engine-threads.ts'
import { readyThreads } from '../../core/engine/ready-threads.ts'

const hash = (parameters: Float64Array): string => createHash('sha256').update(parameters).digest('hex')

describe.each(['wasm', 'wasm-relaxed'] as const)(
  '%s ends in the same bytes on 1, 2, 3 and 4 threads',
  (engine) => {
    it.each(SMALL_TRAININGS)('%s', { timeout: 60_000 }, (name) => {
      const alone = trainSmall(name, engine)
      expect(alone.every((value) => Number.isFinite(value))).toBe(true)
      for (const count of [2, 3, 4]) {
        expect(
          hash(trainSmall(name, engine, { threads: readyThreads(nodeEngineThreads(count)) })),
          `${count} threads`,
        ).toBe(hash(alone))
      }
    })
  },
)

it('any recipe gives the same bytes on any number of threads', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(anyRecipe, fc.integer({ min: 2, max: 5 }), (recipe, count) => {
      fc.pre(recipe.engine !== 'reference')
      expect(trainTiny(recipe, { threads: readyThreads(nodeEngineThreads(count)) })).toEqual(
        trainTiny(recipe),
      )
    }),
    { numRuns: 40, seed: 5 },
  )
})

const parts = tinyParts()

/** Metrics and state after two epochs. */
function trainTiny(recipe: Recipe, engine?: EngineOptions): unknown {
  const training = new Training({ recipe: { ...recipe, epochs: 2, warmupEpochs: 0 }, parts, engine })
  const epochs: TrainedEpoch[] = []
  for (let event = training.advance(50); event.type !== 'completed'; event = training.advance(50)) {
    if (event.type === 'epoch') epochs.push(event.metrics)
    if (event.type === 'diverged') throw new Error(JSON.stringify(event.reason))
  }
  const checkpoint = training.checkpoint()
  training.close()
  return { epochs, checkpoint }
}
