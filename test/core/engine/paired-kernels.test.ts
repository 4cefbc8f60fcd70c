import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { COMPILED_PAIRS } from '#core/engine/wasm/compiled-pairs.js'
import { type KernelModule, singleModule, usePairs } from '#core/engine/wasm/load-kernels.ts'
import { WasmEngine } from '#core/engine/wasm/wasm-engine.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { dropoutKeys } from '#core/layers/dropout.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { matchesSingle } from '#core/verification/compare-builds.ts'
import { anyRecipe } from '../training/any-recipe.ts'
import { tinyImages } from '../training/tiny-images.ts'
import { SMALL_TRAININGS, trainSmall } from './small-trainings.ts'

const COUNT = 103

const bytesOf = (build: keyof typeof COMPILED_PAIRS): Buffer => Buffer.from(COMPILED_PAIRS[build], 'base64')
const pairsOf = (build: keyof typeof COMPILED_PAIRS): KernelModule => ({
  module: new WebAssembly.Module(Uint8Array.from(bytesOf(build))),
  step: 2,
})

const images = new Map([5, 8, 11].map((side) => [side, tinyImages(COUNT, 1, side)]))

/** A recipe of any widths: panels of all kinds. */
const anyWidths = fc
  .record({
    recipe: anyRecipe,
    side: fc.constantFrom(...images.keys()),
    units: fc.array(fc.integer({ min: 1, max: 140 }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ recipe, side, units }): Recipe => ({
    ...recipe,
    inputSize: side * side,
    layers: recipe.layers.map((layer, k) =>
      k === recipe.layers.length - 1 ? layer : { ...layer, units: units[k]! },
    ),
  }))

/** Everything that two steps and an evaluation give, as a hash. */
function hashSteps(recipe: Recipe, kernels: KernelModule, keepsGradient: boolean): string {
  const engine = new WasmEngine(recipe, { kernels })
  engine.load(initializeParameters(recipe))
  const data = engine.prepare(images.get(Math.sqrt(recipe.inputSize))!)
  const order = Uint32Array.from({ length: COUNT }, (_, i) => (i * 17) % COUNT)
  const hash = createHash('sha256')
  const add = (values: Float64Array): void => void hash.update(new Uint8Array(values.buffer))
  for (let step = 1; step <= 2; step++) {
    const result = engine.step(
      {
        ...{ data, order, from: 0, to: Math.min(recipe.batchSize, COUNT) },
        penalty: { l1: recipe.l1.lambda, l2: recipe.l2.lambda },
        dropout: dropoutKeys(recipe.seed, step, recipe.layers.length),
      },
      { learningRate: 0.01, step, keepsGradient },
    )
    add(Float64Array.of(result.lossSum, result.correct))
    if (keepsGradient) add(engine.readGradient())
  }
  add(engine.readParameters())
  const { lossSum, correct } = engine.evaluate(data, 0, COUNT)
  add(Float64Array.of(lossSum, correct))
  return hash.digest('hex')
}

describe('the kernels in pairs', () => {
  afterEach(() => usePairs(undefined))

  it('give the bytes of the single vectors for networks of any widths', () => {
    const [single, pairs] = [singleModule('plain'), pairsOf('plain')]
    fc.assert(
      fc.property(anyWidths, fc.boolean(), (recipe, keepsGradient) => {
        expect(hashSteps(recipe, pairs, keepsGradient)).toBe(hashSteps(recipe, single, keepsGradient))
      }),
      { seed: 1, numRuns: Number(process.env.BACKPROP_SHAPES ?? 60) },
    )
  })

  it.each(SMALL_TRAININGS)('give the bytes of whole trainings: %s', (name) => {
    const expected = trainSmall(name, 'wasm')
    let compiled = 0
    usePairs((build) => {
      compiled++
      return pairsOf(build).module
    })
    expect(trainSmall(name, 'wasm')).toEqual(expected)
    expect(compiled).toBe(1)
  })
})

describe('the comparison before their first use', () => {
  it.each(['plain', 'plainThreads', 'relaxed', 'relaxedThreads'] as const)('passes the build %s', (build) => {
    expect(matchesSingle(build, pairsOf(build).module)).toBe(true)
  })

  it('catches a build that computes something else', () => {
    const bytes = bytesOf('plain')
    const multiply = Buffer.from([0xfd, 0xe6, 0x01])
    let caught = 0
    let changed = 0
    for (let at = bytes.indexOf(multiply); at >= 0; at = bytes.indexOf(multiply, at + 1)) {
      // f32x4.mul becomes f32x4.add, here and there.
      if (changed++ % 40 !== 5) continue
      const broken = Uint8Array.from(bytes)
      broken[at + 1] = 0xe4
      if (!matchesSingle('plain', new WebAssembly.Module(broken))) caught++
    }
    expect(changed).toBeGreaterThan(500)
    expect(caught).toBeGreaterThan(5)
  })
})
