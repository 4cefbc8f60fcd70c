import { describe, expect, it } from 'vitest'
import { elementwise, ELEMENTWISE_ACTIVATIONS } from '#core/activations/elementwise.ts'
import { formatActivation, parseActivation } from '#core/recipe/activation-text.ts'
import { ACTIVATION_NAMES } from '#core/activations/names.ts'
import {
  activationOf,
  type ChosenActivation,
  plainActivation,
  readSetting,
  SETTING_DEFAULTS,
  withActivation,
} from '#core/activations/settings.ts'
import { softmaxForward } from '#core/activations/softmax.ts'

const SHAPED: readonly ChosenActivation[] = [
  { name: 'leaky-relu', slope: 0 },
  { name: 'leaky-relu', slope: 0.3 },
  { name: 'elu', alpha: 0.1 },
  { name: 'elu', alpha: 10 },
  { name: 'elu-exact', alpha: 0.5 },
  { name: 'elu-exact', alpha: 2 },
]
/** All activations, and those with settings other than the usual ones. */
const entries = [
  ...Object.entries(ELEMENTWISE_ACTIVATIONS),
  ...SHAPED.map((chosen) => [formatActivation(chosen), elementwise(chosen)!] as const),
]

describe.each(entries)('%s', (_name, { output, derivative, steepest }) => {
  it('has values and slopes that are numbers for |z| up to 1e4', () => {
    for (const size of [0, 1e-300, 1e-8, 0.5, 10, 37, 700, 1e4]) {
      for (const z of [size, -size]) {
        const a = output(z)
        expect(Number.isFinite(a)).toBe(true)
        expect(Number.isFinite(derivative(z, a))).toBe(true)
      }
    }
  })

  it('passes on what is not a number, so that divergence is seen', () => {
    expect(output(NaN)).toBeNaN()
  })

  it('has the slope that its values have', () => {
    for (let i = 0; i < 146; i++) {
      const z = -8.05 + 0.11 * i // never at the kink
      const numerical = (output(z + 1e-6) - output(z - 1e-6)) / 2e-6
      expect(derivative(z, output(z))).toBeCloseTo(numerical, 7)
    }
  })

  it('is nowhere steeper than it says', () => {
    let largest = 0
    for (let z = -20; z < 20; z += 0.01) largest = Math.max(largest, Math.abs(derivative(z, output(z))))
    expect(largest).toBeLessThanOrEqual(steepest * 1.001)
    expect(largest).toBeGreaterThan(steepest * 0.98)
  })
})

describe('the setting of an activation', () => {
  it('is the usual one where none is given, by the very function that was there before', () => {
    for (const name of ACTIVATION_NAMES) {
      const setting = readSetting({ name })
      if (setting === null) continue
      expect(setting.value).toBe(SETTING_DEFAULTS[setting.name])
      const usual = { name, [setting.name]: setting.value }
      expect(elementwise(usual)).toBe(elementwise({ name }))
      expect(plainActivation(usual)).toEqual({ name })
    }
    expect(elementwise({ name: 'leaky-relu', slope: 0.2 })!.output(-3)).toBe(0.2 * -3)
    expect(elementwise({ name: 'elu', alpha: 2 })!.output(-1e4)).toBe(-2)
  })

  it('of another activation is left out', () => {
    expect(activationOf({ activation: 'relu', slope: 0.2, alpha: 3 })).toEqual({ name: 'relu' })
    const layer = { units: 3, activation: 'elu' as const, alpha: 3 }
    expect(withActivation(layer, 'elu-exact')).toEqual({ units: 3, activation: 'elu-exact', alpha: 3 })
    expect(withActivation(layer, 'leaky-relu')).toEqual({ units: 3, activation: 'leaky-relu' })
  })

  it('is typed behind a colon', () => {
    for (const chosen of SHAPED)
      expect(parseActivation(formatActivation(chosen), ACTIVATION_NAMES)).toEqual(chosen)
    expect(parseActivation('leaky-relu', ACTIVATION_NAMES)).toEqual({ name: 'leaky-relu' })
    const parse = (text: string) => () => parseActivation(text, ['relu', 'elu'])
    expect(parse('leaky-relu')).toThrow("expected relu, elu, got 'leaky-relu'")
    expect(parse('relu:0.1')).toThrow("expected relu without a number, got 'relu:0.1'")
    expect(parse('elu:')).toThrow("expected a number after elu:, got ''")
    expect(parse('elu:0,5')).toThrow("expected a number after elu:, got '0,5'")
  })
})

describe('softmax', () => {
  it('sums to 1 and stays in range for logits up to 1e4', () => {
    const a = new Float64Array(6)
    softmaxForward(a, Float64Array.of(1e4, -1e4, 9999, 1, 2, 3), 2, 3)
    expect(a[0]! + a[1]! + a[2]!).toBeCloseTo(1, 14)
    expect(a[0]! / a[2]!).toBeCloseTo(Math.E, 12)
    expect(a[1]).toBe(0)
    expect(a[3]! + a[4]! + a[5]!).toBeCloseTo(1, 14)
  })
})
