import { expect, it } from 'vitest'
import { sliceImages } from '#core/data/data-set.ts'
import { Random } from '#core/random/random.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import type { TrainedEpoch } from '#core/runs/epoch-metrics.ts'
import { Training } from '#core/training/training.ts'

/** Noise: what is measured on it does not matter, only that it is the same to the last bit. */
function makeNoise(count: number): Parameters<typeof sliceImages>[0] {
  const random = new Random(3)
  return {
    count,
    rows: 4,
    columns: 4,
    images: Uint8Array.from({ length: count * 16 }, () => random.integer(256)),
    labels: Uint8Array.from({ length: count }, () => random.integer(10)),
  }
}

it('measures the same to the last bit, however its work is sliced', () => {
  const images = makeNoise(700)
  const parts = {
    train: sliceImages(images, 0, 203),
    validation: sliceImages(images, 203, 450),
    test: sliceImages(images, 450, 700),
  }
  const recipe = {
    ...LECTURE_RECIPE,
    inputSize: 16,
    data: { ...LECTURE_RECIPE.data, dataSet: 'noise', trainSize: 203, validationSize: 247, testSize: 250 },
    epochs: 2,
  }
  const measure = (slice: number): TrainedEpoch[] => {
    const training = new Training({ recipe, parts })
    const epochs: TrainedEpoch[] = []
    for (let event = training.advance(slice); event.type !== 'completed'; event = training.advance(slice)) {
      if (event.type === 'epoch') epochs.push(event.metrics)
    }
    return epochs
  }
  const expected = measure(1)
  expect(expected).toHaveLength(2)
  for (const slice of [7, 33, 101, 1000]) expect(measure(slice)).toEqual(expected)
})

it('stops on the way through a large mini-batch, and ends in the same bytes', () => {
  const images = makeNoise(3000)
  const parts = {
    train: sliceImages(images, 0, 2600),
    validation: sliceImages(images, 0, 0),
    test: sliceImages(images, 2600, 3000),
  }
  const recipe: Recipe = {
    ...LECTURE_RECIPE,
    inputSize: 16,
    data: { ...LECTURE_RECIPE.data, dataSet: 'noise', trainSize: 2600, validationSize: 0, testSize: 400 },
    batchSize: 2600,
    epochs: 2,
  }
  const train = (slice: number): { parameters: Float64Array; positions: number[] } => {
    const training = new Training({ recipe, parts })
    const positions: number[] = []
    for (let event = training.advance(slice); event.type !== 'completed'; event = training.advance(slice)) {
      const { epoch, phase, examplesDone } = training.position
      if (epoch === 0 && phase === 'training') positions.push(examplesDone)
    }
    const { parameters } = training.checkpoint()
    training.close()
    return { parameters, positions }
  }
  const whole = train(10_000)
  const sliced = train(1)
  expect(whole.positions).toEqual([])
  expect(sliced.positions).toEqual([512, 1024, 1536, 2048, 2560])
  expect(sliced.parameters).toEqual(whole.parameters)
})
