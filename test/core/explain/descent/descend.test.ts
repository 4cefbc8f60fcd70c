import { DESCENT_FUNCTIONS, DESCENT_FUNCTION_IDS } from '#core/explain/descent/functions.ts'
import { descend, slopeAlong, stepsBelow } from '#core/explain/descent/descend.ts'
import type { OptimizerSettings } from '#core/optimizers/schema.ts'
import { OPTIMIZER_DEFAULTS } from '#core/optimizers/schema.ts'
import { describe, expect, test } from 'vitest'

const { parabola, bowl, valley } = DESCENT_FUNCTIONS
const plain = (learningRate: number): OptimizerSettings => ({ name: 'sgd', learningRate })
const START = [4, 1]

describe('functions to walk down on', () => {
  test.each(DESCENT_FUNCTION_IDS)('the gradient of %s equals central differences', (id) => {
    const { domain, value, gradient } = DESCENT_FUNCTIONS[id]
    const g = new Float64Array(domain.length)
    const h = 1e-5
    for (const share of [0.03, 0.2, 0.41, 0.68, 0.9]) {
      const point = domain.map(([low, high], i) => low + (high - low) * (i === 0 ? share : 1 - share * share))
      gradient(point, g)
      g.forEach((slope, i) => {
        const moved = (by: number) => value(point.map((x, j) => (i === j ? x + by : x)))
        expect(slope).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 6)
      })
    }
  })

  test.each(DESCENT_FUNCTION_IDS)('the minima of %s have gradient 0 and lie in its picture', (id) => {
    const { domain, gradient, minima } = DESCENT_FUNCTIONS[id]
    const g = new Float64Array(domain.length)
    for (const minimum of minima) {
      gradient(minimum, g)
      for (const slope of g) expect(Math.abs(slope)).toBeLessThan(1e-12)
      minimum.forEach((x, i) => {
        expect(x).toBeGreaterThan(domain[i]![0])
        expect(x).toBeLessThan(domain[i]![1])
      })
    }
  })

  test.each(DESCENT_FUNCTION_IDS)('plain descent on %s arrives just below 2 / curvature, not above', (id) => {
    const fn = DESCENT_FUNCTIONS[id]
    const lowest = fn.value(fn.minima[0]!)
    const near = fn.minima[0]!.map((x) => x + 0.001)
    const end = (rate: number) =>
      descend(fn, near, plain(rate), { epsilon: 0, maximum: 3000 }).at(Infinity).value - lowest
    expect(end(0.98 * (2 / fn.curvature))).toBeLessThan(1e-9)
    expect(end(1.05 * (2 / fn.curvature))).toBeGreaterThan(1e-6)
  })
})

describe('walks', () => {
  test('one step on u² from 3 with η = 0.1 leads to 2.4', () => {
    const { at } = descend(parabola, [3], plain(0.1), { epsilon: 0, maximum: 1 })
    expect(at(1).point[0]).toBeCloseTo(2.4, 12)
  })

  test.each([
    [0.00001, 26_216, 4.76],
    [0.2, 25, 5],
  ])('the ε rule stops at η = %s after %i steps, though f is still %f', (rate, steps, value) => {
    const { at, end } = descend(bowl, START, plain(rate), { epsilon: 1e-4, maximum: 100_000 })
    const last = at(Infinity)
    expect(end).toBe('rule')
    expect(last.step).toBe(steps)
    expect(last.value).toBeCloseTo(value, 2)
  })

  test.each<[OptimizerSettings, number]>([
    [plain(0.01968), 227],
    [{ ...OPTIMIZER_DEFAULTS.nesterov, learningRate: 0.01 }, 24],
    [{ ...OPTIMIZER_DEFAULTS.adagrad, learningRate: 0.5 }, 86],
    [{ ...OPTIMIZER_DEFAULTS.momentum, learningRate: 0.01 }, 94],
    [{ ...OPTIMIZER_DEFAULTS.adam, learningRate: 0.1 }, 96],
    [{ ...OPTIMIZER_DEFAULTS.rmsprop, learningRate: 0.05 }, 105],
  ])('in the long valley %o needs %i steps', (optimizer, steps) => {
    const race = descend(valley, START, optimizer, { epsilon: 0, maximum: 1000 })
    expect(stepsBelow(race, 0.001)).toBe(steps)
  })

  test('in the rounder bowl plain descent overtakes momentum and Adam', () => {
    const steps = (optimizer: OptimizerSettings) =>
      stepsBelow(descend(bowl, START, optimizer, { epsilon: 0, maximum: 1000 }), 0.001)
    expect(steps(plain(0.1715))).toBe(24)
    expect(steps({ ...OPTIMIZER_DEFAULTS.momentum, learningRate: 0.1 })).toBe(74)
    expect(steps({ ...OPTIMIZER_DEFAULTS.adam, learningRate: 0.1 })).toBe(94)
  })

  test('a rate beyond the edge ends as diverged, and a goal that is not reached has no step', () => {
    const flown = descend(bowl, START, plain(0.3), { epsilon: 0, maximum: 1000 })
    expect(flown.end).toBe('diverged')
    expect(stepsBelow(flown, 0.001)).toBeNull()
  })

  test('positions are copies, and carry the memory of the optimizer that made them', () => {
    const optimizer = { ...OPTIMIZER_DEFAULTS.momentum, learningRate: 0.1 }
    const { at } = descend(bowl, START, optimizer, { epsilon: 0, maximum: 2 })
    const [first, second] = [at(0), at(1)]
    first.point[0] = 7
    expect(at(0).point[0]).toBe(4)
    first.point[0] = 4
    expect([...first.point]).toEqual(START)
    expect([...first.memory]).toEqual([0, 0])
    expect([...second.memory]).toEqual([...first.gradient])
    expect([...second.point]).toEqual([4 - 0.1 * 4, 1 - 0.1 * 10])
  })

  test('the slope is largest along the gradient, and 0 across it', () => {
    const slopes = Array.from({ length: 360 }, (_, degree) => {
      const angle = (degree * Math.PI) / 180
      return slopeAlong([3, 4], [Math.cos(angle), Math.sin(angle)])
    })
    expect(Math.max(...slopes)).toBeCloseTo(5, 3)
    expect(slopes.indexOf(Math.max(...slopes))).toBe(Math.round((Math.atan2(4, 3) * 180) / Math.PI))
    expect(slopeAlong([3, 4], [-0.8, 0.6])).toBeCloseTo(0, 12)
  })
})
