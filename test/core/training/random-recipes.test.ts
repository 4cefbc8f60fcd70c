import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPredictor } from '#core/evaluation/predict.ts'
import { ENGINE_NAMES } from '#core/engine/names.ts'
import { readNetwork2 } from '#core/formats/network2/read-network2.ts'
import { settleNetwork } from '#core/importing/settle-network.ts'
import { writeNetwork2 } from '#core/formats/network2/write-network2.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { Checkpoint } from '#core/training/checkpoint.ts'
import type { TrainedEpoch } from '#core/runs/epoch-metrics.ts'
import { Training } from '#core/training/training.ts'
import { anyRecipe } from './any-recipe.ts'
import { lookBackOn } from './look-back-on.ts'
import { tinyParts } from './tiny-images.ts'

const parts = tinyParts()

interface Course {
  epochs: TrainedEpoch[]
  checkpoints: Checkpoint[]
  training: Training
}

function train(recipe: Recipe, start?: Checkpoint, history: TrainedEpoch[] = []): Course {
  const training = new Training({ recipe, parts, start, past: lookBackOn(recipe, history).state })
  const course: Course = { epochs: [], checkpoints: [], training }
  for (let event = training.advance(50); event.type !== 'completed'; event = training.advance(50)) {
    if (event.type === 'diverged') throw new Error(JSON.stringify(event.reason))
    if (event.type !== 'epoch') continue
    course.epochs.push(event.metrics)
    course.checkpoints.push(training.checkpoint())
  }
  return course
}

/** Whether the WebAssembly engine updates the first layer straight from the pixels. */
const isDirect = ({ engine, optimizer, batchSize, gradientClipping, l1, data }: Recipe): boolean =>
  engine !== 'reference' &&
  optimizer.name === 'sgd' &&
  batchSize <= 40 &&
  gradientClipping === null &&
  l1.lambda === 0 &&
  data.normalization === 'unit'

describe('any recipe', () => {
  it('is drawn so that each engine, and each way through it, comes up often', () => {
    const drawn = fc.sample(anyRecipe, { numRuns: 60, seed: 1 })
    const count = (isWanted: (recipe: Recipe) => boolean): number => drawn.filter(isWanted).length
    for (const name of ENGINE_NAMES) expect(count(({ engine }) => engine === name)).toBeGreaterThan(9)
    expect(count(isDirect)).toBeGreaterThan(9)
    expect(count((recipe) => isDirect(recipe) && recipe.l2.lambda > 0)).toBeGreaterThan(3)
    const fast = ({ engine }: Recipe): boolean => engine !== 'reference'
    expect(count((recipe) => fast(recipe) && !isDirect(recipe))).toBeGreaterThan(9)
    expect(count((recipe) => fast(recipe) && recipe.data.augmentation !== null)).toBeGreaterThan(9)
    expect(count((recipe) => fast(recipe) && recipe.layers.some((l) => l.batchNorm))).toBeGreaterThan(4)
    expect(count((recipe) => fast(recipe) && recipe.layers.some((l) => l.dropout > 0))).toBeGreaterThan(4)
  })

  it('trains without leaving the range of numbers, and resumes after any epoch to the same bytes', () => {
    fc.assert(
      fc.property(anyRecipe, fc.integer({ min: 0, max: 2 }), (recipe, stopped) => {
        const whole = train(recipe)
        expect(whole.checkpoints).toHaveLength(recipe.epochs)
        expect(whole.checkpoints[3]!.parameters.every((value) => Number.isFinite(value))).toBe(true)
        const rest = train(recipe, whole.checkpoints[stopped], whole.epochs.slice(0, stopped + 1))
        expect(rest.epochs).toEqual(whole.epochs.slice(stopped + 1))
        expect(rest.checkpoints[2 - stopped]).toEqual(whole.checkpoints[3])
      }),
      { numRuns: 60, seed: 1 },
    )
  })

  it('is saved as a network2 file and read back with the same answers', () => {
    fc.assert(
      fc.property(anyRecipe, ({ loss, layers, ...any }) => {
        // What network2.py can hold: sigmoid alone, and its two costs.
        const recipe: Recipe = {
          ...any,
          layers: layers.map(({ units, dropout }) => ({
            ...{ units, activation: 'sigmoid', batchNorm: false, dropout },
          })),
          loss: loss === 'mse' ? loss : 'binary-cross-entropy',
        }
        const { parameters } = train({ ...recipe, epochs: 1, warmupEpochs: 0 }).checkpoints[0]!
        const read = settleNetwork(readNetwork2(writeNetwork2({ recipe, parameters })))
        const image = parts.test.images.subarray(0, 25)
        const [before, after] = [
          createPredictor(recipe, parameters)(image),
          createPredictor(read.recipe, read.parameters)(image),
        ]
        before.forEach((value, j) => expect(after[j]).toBeCloseTo(value, 9))
      }),
      { numRuns: 40, seed: 2 },
    )
  })
})
