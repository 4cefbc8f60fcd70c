import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ELEMENTWISE_ACTIVATIONS } from '#core/activations/elementwise.ts'
import { softmaxForward } from '#core/activations/softmax.ts'
import { LOSSES } from '#core/losses/losses.ts'
import { erf } from '#core/math/error-function.ts'
import { exp } from '#core/math/exponential.ts'
import { normalBelow, normalDensity } from '#core/math/normal-distribution.ts'
import { VERIFIED_ENGINES } from '#core/verification/verified-engines.ts'
import { parameterLayout, parameterViews } from '#core/network/parameters.ts'
import { tinyLayers, tinyRecipe } from '../training/tiny-images.ts'

type ElementwiseName = keyof typeof ELEMENTWISE_ACTIVATIONS
type LossName = keyof typeof LOSSES

/** As test/reference/make_activations.py writes it, from 50 digits, over z in ±1000. */
interface ExactValues {
  readonly z: number[]
  readonly activations: Record<ElementwiseName, { output: number[]; slope: number[] }>
  readonly losses: Record<LossName, { first: number[]; second: number[] }>
  readonly erf: number[]
}
const exact = JSON.parse(
  readFileSync(new URL('../../reference/activations.json', import.meta.url), 'utf8'),
) as ExactValues

/** The largest difference over the size of what it should be, but not over less than `least`. */
function largestError(ours: readonly number[], theirs: readonly number[], least: number): number {
  const errors = theirs.map((value, i) => Math.abs(ours[i]! - value) / Math.max(least, Math.abs(value)))
  return Math.max(...errors)
}

const ULP = 2 ** -52
const ALL_DIGITS = 1e-300

/** Of the others, what is far below 1 has lost digits, as the formulas of the book and of PyTorch lose them. */
const RELATIVE: readonly string[] = [
  ...['sigmoid output', 'tanh output', 'relu output', 'relu slope', 'softplus output', 'softplus slope'],
  ...[
    'leaky-relu output',
    'leaky-relu slope',
    'elu output',
    'silu output',
    'identity output',
    'identity slope',
  ],
  ...['elu-exact output', 'elu-exact slope', 'gelu-exact output'],
]

describe.each(Object.keys(exact.activations) as ElementwiseName[])('%s over z in ±1000', (name) => {
  const { output, derivative } = ELEMENTWISE_ACTIVATIONS[name]
  const a = exact.z.map(output)
  const slope = exact.z.map((z, i) => derivative(z, a[i]!))

  it.each([
    ['output', a],
    ['slope', slope],
  ] as const)('has its %s to the last digits', (what, values) => {
    const theirs = exact.activations[name][what]
    // GELU multiplies what is left of 1 + erf by z, SiLU's slope 1 − sigmoid.
    const isWide = name === 'gelu' || name === 'silu'
    expect(largestError(values, theirs, 1)).toBeLessThan((isWide ? 16 : 5) * ULP)
    if (RELATIVE.includes(`${name} ${what}`)) {
      expect(largestError(values, theirs, ALL_DIGITS)).toBeLessThan(3 * ULP)
    }
  })
})

it('has values of every activation and loss', () => {
  expect(new Set(Object.keys(exact.activations))).toEqual(new Set(Object.keys(ELEMENTWISE_ACTIVATIONS)))
  expect(new Set(Object.keys(exact.losses))).toEqual(new Set(Object.keys(LOSSES)))
})

describe('far below 0', () => {
  const below = exact.z.flatMap((z, i) => (z < -1 && z > -37 ? [i] : []))
  const errorOf = (name: ElementwiseName, what: 'output' | 'slope'): number => {
    const { output, derivative } = ELEMENTWISE_ACTIVATIONS[name]
    const ours = below.map((i) => {
      const a = output(exact.z[i]!)
      return what === 'output' ? a : derivative(exact.z[i]!, a)
    })
    return largestError(
      ours,
      below.map((i) => exact.activations[name][what][i]!),
      ALL_DIGITS,
    )
  }

  it('the exact forms keep their digits, the first forms do not and stay as they are', () => {
    expect(errorOf('elu-exact', 'slope')).toBeLessThan(3 * ULP)
    expect(errorOf('gelu-exact', 'output')).toBeLessThan(3 * ULP)
    expect(errorOf('gelu-exact', 'slope')).toBeLessThan(1e-14)
    expect(errorOf('elu', 'slope')).toBeGreaterThan(0.1)
    expect(errorOf('gelu', 'output')).toBeGreaterThan(0.1)
  })

  it('the density and distribution of the normal distribution keep theirs, and end at 0 and 1', () => {
    // mpmath: ncdf(-10), npdf(10), ncdf(-38)
    expect(normalBelow(-10) / 7.619853024160525e-24).toBeCloseTo(1, 14)
    expect(normalDensity(10) / 7.694598626706419e-23).toBeCloseTo(1, 14)
    expect(normalBelow(-38) / 2.88542835e-316).toBeCloseTo(1, 6)
    expect([-Infinity, 0, Infinity].map(normalBelow)).toEqual([0, 0.5, 1])
    expect([normalBelow(NaN), normalDensity(NaN), normalDensity(-Infinity)]).toEqual([NaN, NaN, 0])
  })

  it.each(['wasm', 'wasm-relaxed'] as const)('%s keeps them as far as 32 bits go', (engine) => {
    // Below −12.5 GELU's slope is no 32-bit number any more but for denormal ones.
    const z = exact.z.filter((value) => value > -12.5 && value < -1).map(Math.fround)
    const m = z.length
    const slopes = (hidden: ElementwiseName): number[] =>
      z.map((value) => {
        const recipe = tinyRecipe({ inputSize: 1, layers: tinyLayers(hidden, 'identity'), batchSize: 1 })
        const layout = parameterLayout(recipe)
        const parameters = new Float64Array(layout.length)
        const [first, second] = parameterViews(layout, parameters)
        first!.weights.fill(1)
        // One output away from its target by nearly −1 passes the slope on as the gradient of the bias.
        second!.weights[0] = 1
        const [answers] = VERIFIED_ENGINES[engine].run({
          ...{ recipe, layout, parameters, m: 1, l2: 0, steps: 1 },
          x: Float64Array.of(value),
          y: Float64Array.from({ length: 10 }, (_, j) => Number(j === 0)),
        })
        const delta = answers!.a[1]![0]! - 1
        return answers!.gradient[layout.layers[0]!.biases]! / delta
      })
    expect(m).toBeGreaterThan(50)
    const elu = z.map(exp)
    expect(largestError(slopes('elu-exact'), elu, ALL_DIGITS)).toBeLessThan(1e-6)
    expect(largestError(slopes('elu'), elu, ALL_DIGITS)).toBeGreaterThan(1e-3)
    const gelu = z.map((value) => normalBelow(value) + value * normalDensity(value))
    expect(largestError(slopes('gelu-exact'), gelu, ALL_DIGITS)).toBeLessThan(1e-5)
    expect(largestError(slopes('gelu'), gelu, ALL_DIGITS)).toBeGreaterThan(0.01)
  })
})

describe.each(Object.keys(exact.losses) as LossName[])('the loss %s over z in ±1000', (name) => {
  const activate = (z: Float64Array): Float64Array => {
    if (name !== 'softmax-cross-entropy') return z.map(ELEMENTWISE_ACTIVATIONS.sigmoid.output)
    const a = new Float64Array(2)
    softmaxForward(a, z, 1, 2)
    return a
  }

  it.each(['first', 'second'] as const)('of the outputs z and 0, the %s of which is right', (right) => {
    const ours = exact.z.map((first) => {
      const z = Float64Array.of(first, 0)
      const y = Float64Array.of(Number(right === 'first'), Number(right === 'second'))
      return LOSSES[name].value(z, activate(z), y, 0, 2)
    })
    // Softmax subtracts logits: its error is that of the larger one.
    const scale = name === 'softmax-cross-entropy' ? 50 : 1
    expect(largestError(ours, exact.losses[name][right], scale)).toBeLessThan(3 * ULP)
  })
})

it('erf is off by less than 1.5e-15', () => {
  const errors = exact.z.map((z, i) => Math.abs(erf(z) - exact.erf[i]!))
  expect(Math.max(...errors)).toBeLessThan(1.5e-15)
})
