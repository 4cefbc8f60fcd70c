import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { augmentBatch } from '#core/data/augmentation.ts'
import type { LabelledImages } from '#core/data/data-set.ts'
import type { Engine, MiniBatch } from '#core/engine/engine.ts'
import { ReferenceEngine } from '#core/engine/reference.ts'
import { WasmEngine } from '#core/engine/wasm/wasm-engine.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { Random } from '#core/random/random.ts'
import { type Augmentation, augmentationSchema } from '#core/recipe/augmentation.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { nodeEngineThreads } from '../../../electron/worker/node-engine-threads.ts'
import { readyThreads } from './ready-threads.ts'
import { tinyLayers, tinyRecipe } from '../training/tiny-images.ts'

const COUNT = 24

/** Images of some size with such a share of foreground pixels, up to the edges. */
function filledImages(
  rows: number,
  columns: number,
  share: number,
  seed: number,
  count = COUNT,
): LabelledImages {
  const random = new Random(seed, 'inky images')
  const images = Uint8Array.from({ length: count * rows * columns }, () =>
    random.uniform() < share ? random.integer(256) : 0,
  )
  return { count, rows, columns, images, labels: Uint8Array.from({ length: count }, (_, i) => i % 10) }
}

function recipeFor(images: LabelledImages, changes: Partial<Recipe> = {}): Recipe {
  const inputSize = images.rows * images.columns
  return tinyRecipe({ inputSize, batchSize: COUNT, layers: tinyLayers('tanh', 'sigmoid'), ...changes })
}

/** Inputs without zeros, which go into the network as dense rows. */
const standardized = (recipe: Recipe): Recipe => ({
  ...recipe,
  data: { ...recipe.data, normalization: 'standardized' },
})

/** All that a step on a mini-batch of an engine leaves. */
function stepOn(
  engine: Engine,
  recipe: Recipe,
  images: LabelledImages,
  batch: Pick<MiniBatch<never>, 'order' | 'augmentation'>,
): { gradient: Float64Array; parameters: Float64Array; lossSum: number; correct: number } {
  const parameters = initializeParameters(recipe)
  const { standardization } = engine.layout
  if (standardization !== undefined) parameters.set([0.1, 3], standardization)
  engine.load(parameters)
  const data = engine.prepare(images)
  const result = engine.step(
    { data, ...batch, from: 0, to: batch.order.length, penalty: { l1: 0, l2: 0 }, dropout: Uint32Array.of() },
    { learningRate: 0.1, step: 1, keepsGradient: true },
  )
  return { ...result, gradient: engine.readGradient(), parameters: engine.readParameters() }
}

/** Whether an engine's step on images that it varies is its step on images that were varied before, to the bit. */
function expectAlike(
  createEngine: () => Engine,
  recipe: Recipe,
  images: LabelledImages,
  {
    order,
    settings,
    seed,
    epoch,
  }: { order: Uint32Array; settings: Augmentation; seed: number; epoch: number },
): void {
  const varied = augmentBatch(images, order, settings, seed, epoch)
  const inOrder = Uint32Array.from(order, (_, i) => i)
  const expected = stepOn(createEngine(), recipe, varied, { order: inOrder })
  const augmentation = { settings, seed, epoch }
  expect(stepOn(createEngine(), recipe, images, { order, augmentation })).toEqual(expected)
}

const someOf = (max: number): fc.Arbitrary<number> =>
  fc.oneof(fc.constant(0), fc.double({ min: 0, max, noNaN: true }))

const anyCase = fc.record({
  rows: fc.integer({ min: 1, max: 31 }),
  columns: fc.integer({ min: 1, max: 31 }),
  share: fc.constantFrom(0, 0.2, 1),
  isDense: fc.boolean(),
  isRelaxed: fc.boolean(),
  seed: fc.nat(),
  epoch: fc.nat(1000),
  order: fc
    .array(fc.nat(COUNT - 1), { minLength: 1, maxLength: COUNT })
    .map((list) => Uint32Array.from(list)),
  settings: fc.record({
    shift: someOf(10),
    rotation: someOf(90),
    scale: someOf(0.9),
    shear: someOf(1),
    elasticStrength: someOf(100),
    elasticSmoothness: fc.double({ min: 0.01, max: 20, noNaN: true }),
    thickness: someOf(2),
  }),
})

const usual = augmentationSchema.parse({
  shift: 2,
  rotation: 15,
  scale: 0.1,
  shear: 0.1,
  elasticStrength: 34,
  elasticSmoothness: 4,
  thickness: 0.7,
})

describe('augmentation in the WebAssembly engine', () => {
  const engines: WasmEngine[] = []
  afterAll(() => {
    for (const engine of engines) engine.close()
  })

  it('makes the same bytes of any images by any settings as augmentBatch', () => {
    fc.assert(
      fc.property(anyCase, ({ rows, columns, share, isDense, isRelaxed, ...rest }) => {
        const images = filledImages(rows, columns, share, rest.seed)
        const recipe = isDense ? standardized(recipeFor(images)) : recipeFor(images)
        expectAlike(() => new WasmEngine(recipe, { isRelaxed }), recipe, images, rest)
      }),
      { numRuns: 150, seed: 1 },
    )
  })

  it.each([1, 3])('makes the same bytes on %i threads', (count) => {
    const images = filledImages(28, 28, 0.2, 7)
    for (const recipe of [recipeFor(images), standardized(recipeFor(images))]) {
      const create = (): WasmEngine => {
        const engine = new WasmEngine(recipe, { threads: readyThreads(nodeEngineThreads(count)) })
        engines.push(engine)
        return engine
      }
      const order = Uint32Array.from({ length: COUNT }, (_, i) => (i * 7) % COUNT)
      for (let seed = 0; seed < 5; seed++) {
        expectAlike(create, recipe, images, { order, settings: usual, seed, epoch: seed })
      }
    }
  })

  it('makes them in mini-batches that are larger than what is at hand at a time', () => {
    const images = filledImages(9, 8, 0.3, 3, 1100)
    const recipe = recipeFor(images, { batchSize: 1100 })
    const order = Uint32Array.from({ length: 1100 }, (_, i) => 1099 - i)
    expectAlike(() => new WasmEngine(recipe), recipe, images, { order, settings: usual, seed: 1, epoch: 2 })
  })

  it('goes from varied images to others and back, and evaluates them as they are', () => {
    const images = filledImages(10, 7, 0.3, 5)
    const recipe = recipeFor(images)
    const order = Uint32Array.from({ length: COUNT }, (_, i) => i)
    const [engine, other] = [new WasmEngine(recipe), new WasmEngine(recipe)]
    const augmentation = { settings: usual, seed: 1, epoch: 0 }
    const stronger = { settings: { ...usual, elasticSmoothness: 9, rotation: 60 }, seed: 1, epoch: 1 }
    const expected = stepOn(other, recipe, images, { order, augmentation })
    const plain = stepOn(engine, recipe, images, { order })
    expect(stepOn(engine, recipe, images, { order, augmentation })).toEqual(expected)
    expect(stepOn(engine, recipe, images, { order, augmentation: stronger })).not.toEqual(expected)
    expect(stepOn(engine, recipe, images, { order, augmentation })).toEqual(expected)
    expect(stepOn(engine, recipe, images, { order })).toEqual(plain)
    expect(plain).not.toEqual(expected)
    const wide = filledImages(2, 35, 0.3, 5)
    expectAlike(() => engine, recipe, wide, { order, settings: usual, seed: 1, epoch: 0 })
    const data = engine.prepare(images)
    engine.load(initializeParameters(recipe))
    expect(engine.evaluate(data, 0, COUNT).lossSum).toBeCloseTo(plain.lossSum, 4)
  })
})

describe('augmentation in the reference engine', () => {
  it('is augmentBatch', () => {
    const images = filledImages(6, 5, 0.3, 2)
    const recipe = recipeFor(images)
    const order = Uint32Array.of(5, 3, 3, 20)
    expectAlike(() => new ReferenceEngine(recipe), recipe, images, {
      order,
      settings: usual,
      seed: 4,
      epoch: 1,
    })
  })
})
