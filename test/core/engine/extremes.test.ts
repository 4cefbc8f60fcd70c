import { describe, expect, it } from 'vitest'
import { ACTIVATION_NAMES } from '#core/activations/names.ts'
import type { VerifiedNetwork } from '#core/verification/verified-engine.ts'
import { VERIFIED_ENGINES } from '#core/verification/verified-engines.ts'
import { runReference } from '#core/verification/verified-reference.ts'
import { parameterLayout, parameterViews } from '#core/network/parameters.ts'
import { tinyLayers, tinyRecipe } from '../training/tiny-images.ts'

/** Around the places where the kernels change from one formula to another, and beyond. */
const SIZES = [0, 1e-30, 1e-8, 0.6, 1, 5, 9, 17, 80, 87, 88, 89, 104, 700, 1e4]
/** Pre-activations of the hidden layer. */
const EXTREMES = SIZES.flatMap((size) => [-size, size])

const OUTPUTS = [
  ['identity', 'mse'],
  ['tanh', 'mse'],
  ['sigmoid', 'binary-cross-entropy'],
  ['softmax', 'softmax-cross-entropy'],
] as const

/** A hidden layer that gets each of some pre-activations, and outputs that get sums of its activations. */
function networkOver(
  z: readonly number[],
  hidden: (typeof ACTIVATION_NAMES)[number],
  [output, loss]: (typeof OUTPUTS)[number],
): VerifiedNetwork {
  const m = z.length
  const recipe = tinyRecipe({ inputSize: 1, layers: tinyLayers(hidden, output), loss, batchSize: m })
  const layout = parameterLayout(recipe)
  const parameters = new Float64Array(layout.length)
  const [first, second] = parameterViews(layout, parameters)
  first!.weights.fill(1)
  second!.weights.forEach((_, i, weights) => (weights[i] = i % 3 === 0 ? -1 : 1))
  return {
    recipe,
    layout,
    parameters,
    m,
    x: Float64Array.from(z),
    y: Float64Array.from({ length: m * 10 }, (_, i) => Number(i % 10 === Math.floor(i / 10) % 10)),
    l2: 0,
    steps: 1,
  }
}

/** A fine grid over where the activations bend. */
const GRID = Array.from({ length: 4001 }, (_, i) => Math.fround((i - 2000) / 100))

describe.each(['wasm', 'wasm-relaxed'] as const)('%s', (engine) => {
  const combinations = ACTIVATION_NAMES.filter((name) => name !== 'softmax').flatMap((hidden) =>
    OUTPUTS.map((output) => [hidden, ...output] as const),
  )

  it.each(combinations)(
    'stays in the range of numbers up to |z| = 10⁴: %s, %s, %s',
    (hidden, output, loss) => {
      const network = networkOver(EXTREMES, hidden, [output, loss] as (typeof OUTPUTS)[number])
      const exact = runReference(network)
      for (const answers of VERIFIED_ENGINES[engine].run(network)) {
        const { a, gradient, parameters, losses } = answers
        for (const values of [...a, gradient, parameters, losses]) {
          expect(values.every((value) => Number.isFinite(value))).toBe(true)
        }
        a[0]!.forEach((value, i) => {
          const scale = Math.max(1, Math.abs(exact.a[0]![i]!))
          expect(Math.abs(value - exact.a[0]![i]!) / scale).toBeLessThan(1e-6)
        })
        expect(answers.loss / exact.loss).toBeCloseTo(1, 5)
      }
    },
  )

  it.each(ACTIVATION_NAMES.filter((name) => name !== 'softmax'))(
    'follows %s to its last digits',
    (hidden) => {
      const network = networkOver(GRID, hidden, OUTPUTS[0])
      const exact = runReference(network).a[0]!
      const { a } = VERIFIED_ENGINES[engine].run(network)[0]!
      const errors = a[0]!.map((value, i) => Math.abs(value - exact[i]!) / Math.max(1, Math.abs(exact[i]!)))
      expect(Math.max(...errors)).toBeLessThan(4 * 2 ** -24)
    },
  )
})
