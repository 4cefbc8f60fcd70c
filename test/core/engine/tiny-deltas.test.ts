import { describe, expect, it } from 'vitest'
import { COMPILED_PAIRS } from '#core/engine/wasm/compiled-pairs.js'
import { type KernelModule, singleModule } from '#core/engine/wasm/load-kernels.ts'
import { WasmEngine } from '#core/engine/wasm/wasm-engine.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { dropoutKeys } from '#core/layers/dropout.ts'
import { parameterViews } from '#core/network/parameters.ts'
import { tinyImages, tinyRecipe } from '../training/tiny-images.ts'

const images = tinyImages(8, 1)
const recipe = tinyRecipe({ batchSize: 1 })

/** Of the first layer's units, how far each is saturated: σ(−85) ≈ 1e-37, σ(−70) ≈ 4e-31. */
const SATURATION = [-85, 0, -70, -78]

/** Parameters of saturated units, with first weights of one size. */
function parametersOf(size: number): Float64Array {
  const parameters = initializeParameters(recipe)
  const [first] = parameterViews(new WasmEngine(recipe).layout, parameters)
  first!.weights.forEach((_, k, all) => (all[k] = Math.fround(size * (k % 3 === 0 ? 1 : -0.3))))
  first!.biases.forEach((_, j, all) => (all[j] = SATURATION[j % SATURATION.length]!))
  return parameters
}

/** The first layer's weights after one step with one image: straight from the pixels, or over a gradient that is kept. */
function step(kernels: KernelModule, parameters: Float64Array, keepsGradient: boolean): Float64Array {
  const engine = new WasmEngine(recipe, { kernels })
  engine.load(parameters)
  engine.step(
    {
      ...{ data: engine.prepare(images), order: Uint32Array.of(3), from: 0, to: 1 },
      penalty: { l1: 0, l2: 0 },
      dropout: dropoutKeys(recipe.seed, 1, recipe.layers.length),
    },
    // With a rate of 1, both ways round alike.
    { learningRate: 1, step: 1, keepsGradient },
  )
  return parameterViews(engine.layout, engine.readParameters())[0]!.weights
}

const pairs = {
  module: new WebAssembly.Module(Uint8Array.from(Buffer.from(COMPILED_PAIRS.plain, 'base64'))),
  step: 2,
} as const

describe.each([
  ['single vectors', singleModule('plain')],
  ['pairs', pairs],
])('an update straight from the pixels with deltas of saturated units, in %s', (_, kernels) => {
  it.each([0, 1e-44, 1e-38, 1e-33, 1e-30, 1e-26, 1e-22, 1e-10, 1])(
    'gives the bytes of the update over a gradient, of first weights of size %s',
    (size) => {
      const parameters = parametersOf(size)
      const direct = step(kernels, parameters, false)
      expect(direct).toEqual(step(kernels, parameters, true))
      const [before] = parameterViews(new WasmEngine(recipe).layout, parameters)
      const moved = direct.filter((w, k) => w !== before!.weights[k])
      expect(moved.length).toBeGreaterThan(0)
    },
  )
})
