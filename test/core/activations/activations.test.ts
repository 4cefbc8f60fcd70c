import { describe, expect, it } from 'vitest'
import { ELEMENTWISE_ACTIVATIONS } from '#core/activations/elementwise.ts'
import { softmaxForward } from '#core/activations/softmax.ts'

const entries = Object.entries(ELEMENTWISE_ACTIVATIONS)

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
