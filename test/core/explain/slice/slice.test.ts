import { describe, expect, it } from 'vitest'
import { cosineOf, filterNormalizedDirection } from '#core/explain/slice/directions.ts'
import { type LossGrid, measureGrid } from '#core/explain/slice/loss-grid.ts'
import { principalPlane, randomWalkShares } from '#core/explain/slice/principal-plane.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { parameterLayout, parameterViews } from '#core/network/parameters.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import reference from '../../../reference/plane.json' with { type: 'json' }

const norm = (values: Float64Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))

describe('random directions', () => {
  const network = { inputSize: 9, layers: [{ units: 5, batchNorm: true }, { units: 3 }] }
  const layout = parameterLayout(network)
  const parameters = initializeParameters({
    ...network,
    initializer: { ...LECTURE_RECIPE.initializer, name: 'standard-normal' },
    seed: 4,
  })
  const [first] = parameterViews(layout, parameters)
  first!.weights.subarray(18, 27).fill(0) // a unit whose weights are all 0

  it('are as long as the weights, filter by filter, and leave the rest', () => {
    const direction = filterNormalizedDirection(layout, parameters, 1, 0)
    const weights = parameterViews(layout, parameters)
    parameterViews(layout, direction).forEach((view, k) => {
      const { inFeatures, outFeatures } = layout.layers[k]!
      for (let j = 0; j < outFeatures; j++) {
        const filter = (of: Float64Array): Float64Array => of.subarray(j * inFeatures, (j + 1) * inFeatures)
        expect(norm(filter(view.weights))).toBeCloseTo(norm(filter(weights[k]!.weights)), 12)
      }
      expect(view.biases.every((value) => value === 0)).toBe(true)
      expect(view.batchNorm?.gamma.every((value) => value === 0) ?? true).toBe(true)
    })
    expect(direction.every(Number.isFinite)).toBe(true)
    expect(norm(parameterViews(layout, direction)[0]!.weights.subarray(18, 27))).toBe(0)
  })

  it('follow from seed and index alone', () => {
    const draw = (seed: number, index: number) => filterNormalizedDirection(layout, parameters, seed, index)
    expect(draw(1, 0)).toEqual(draw(1, 0))
    expect(draw(1, 1)).not.toEqual(draw(1, 0))
    expect(draw(2, 0)).not.toEqual(draw(1, 0))
    expect(Math.abs(cosineOf(draw(1, 0), draw(1, 1)))).toBeLessThan(0.9)
    expect(cosineOf(draw(1, 0), draw(1, 0))).toBeCloseTo(1, 12)
    expect(cosineOf(draw(1, 0), new Float64Array(layout.length))).toBe(0)
  })
})

describe('a grid of losses', () => {
  const range = { x: { from: -1, to: 1 }, y: { from: -2, to: 2 } }
  function measure(loss: (x: number, y: number) => number, size: number) {
    const steps = measureGrid(loss, size, range)
    const grids: LossGrid[] = []
    for (;;) {
      const step = steps.next()
      if (step.done) return { grid: step.value, grids }
      if (step.value.type === 'grid') grids.push(step.value.grid)
    }
  }

  it('of a quadratic is its closed form, from coarse to fine', () => {
    let count = 0
    const { grid, grids } = measure((x, y) => {
      count++
      return 3 * x * x + x * y + 0.5 * y * y
    }, 41)
    expect(count).toBe(41 * 41)
    expect(grids.map(({ size }) => size)).toEqual([11, 21, 41])
    expect(grids.at(-1)).toEqual(grid)
    for (const { size, xs, ys, losses } of grids) {
      expect([xs[0], xs.at(-1), ys[0], ys.at(-1)]).toEqual([-1, 1, -2, 2])
      expect([xs[(size - 1) / 2], ys[(size - 1) / 2]]).toEqual([0, 0])
      for (let row = 0; row < size; row++) {
        for (let column = 0; column < size; column++) {
          const x = -1 + (2 * column) / (size - 1)
          const y = -2 + (4 * row) / (size - 1)
          expect(losses[row * size + column]).toBeCloseTo(3 * x * x + x * y + 0.5 * y * y, 12)
        }
      }
    }
  })

  it('has coarser ones where these have its middle', () => {
    const nestedSizes = (size: number): number[] => measure(() => 0, size).grids.map((each) => each.size)
    expect(nestedSizes(11)).toEqual([11])
    expect(nestedSizes(21)).toEqual([11, 21])
    expect(nestedSizes(41)).toEqual([11, 21, 41])
    expect(nestedSizes(31)).toEqual([31])
    expect(nestedSizes(101)).toEqual([51, 101])
    expect(nestedSizes(3)).toEqual([3])
  })

  it('keeps what is no number where it was measured', () => {
    const { grids } = measure((x, y) => (x === 1 && y === 2 ? Infinity : 0), 21)
    for (const { losses } of grids) expect(losses.indexOf(Infinity)).toBe(losses.length - 1)
  })
})

describe('the plane of epochs', () => {
  it.each(Object.entries(reference.planes))('has the numbers of NumPy: %s', (_, expected) => {
    const plane = principalPlane(expected.points.map((point) => Float64Array.from(point)))!
    plane.shares.forEach((share, k) => expect(share).toBeCloseTo(expected.shares[k]!, 12))
    plane.directions.forEach((direction, k) =>
      direction.forEach((value, i) => expect(value).toBeCloseTo(expected.directions[k]![i]!, 9)),
    )
    plane.positions.forEach(({ x, y, offPlane }, t) => {
      expect(x).toBeCloseTo(expected.positions[t]![0]!, 9)
      expect(y).toBeCloseTo(expected.positions[t]![1]!, 9)
      expect(offPlane).toBeCloseTo(expected.offPlane[t]!, 6)
    })
    expect(plane.positions.at(-1)).toEqual({ x: 0, y: 0, offPlane: 0 })
  })

  it('needs three that are not in line', () => {
    const at = (...values: number[]) => Float64Array.from(values)
    expect(principalPlane([at(0, 1), at(1, 0)])).toBeNull()
    expect(principalPlane([at(0, 0, 1), at(1, 1, 1), at(2, 2, 1), at(5, 5, 1)])).toBeNull()
    expect(principalPlane([at(1, 2), at(1, 2), at(1, 2)])).toBeNull()
    expect(principalPlane([at(0, 0), at(1, 0), at(0, 2)])!.shares[0]).toBeGreaterThan(0.5)
  })

  it.each(reference.walkShares)('knows how much a random walk explains: $times.length points', (expected) => {
    randomWalkShares(expected.times).forEach((share, k) => expect(share).toBeCloseTo(expected.shares[k]!, 10))
  })

  it('of a random walk of 31 points would say 76 %, and of many 6/π² of it on the first', () => {
    const [first, second] = randomWalkShares(Array.from({ length: 31 }, (_, t) => t))
    expect(100 * (first + second)).toBeCloseTo(76.2, 1)
    const [limit] = randomWalkShares(Array.from({ length: 200 }, (_, t) => t))
    expect(limit).toBeCloseTo(6 / Math.PI ** 2, 3)
  })
})
