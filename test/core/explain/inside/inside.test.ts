import { describe, expect, it } from 'vitest'
import type { LabelledImages } from '#core/data/data-set.ts'
import { SparseEngine } from '#core/engine/sparse.ts'
import { favouritesOf, outputsOfLayer } from '#core/explain/inside/hidden-outputs.ts'
import { countInk } from '#core/explain/inside/count-ink.ts'
import { pictureFirstLayer } from '#core/network/layer-pictures.ts'
import { keptNeighbours, projectOntoPlane } from '#core/explain/inside/project.ts'
import { UnitWatch, unitStanding } from '#core/explain/inside/unit-history.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { parameterLayout, parameterViews } from '#core/network/parameters.ts'
import { Random } from '#core/random/random.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'

const random = new Random(5)
const images: LabelledImages = {
  count: 40,
  rows: 2,
  columns: 3,
  images: Uint8Array.from({ length: 240 }, (_, i) => (i % 6 === 4 ? 0 : random.integer(256))),
  labels: Uint8Array.from({ length: 40 }, (_, i) => i % 3),
}
const recipe: Recipe = {
  ...LECTURE_RECIPE,
  inputSize: 6,
  layers: [
    { units: 5, activation: 'relu', batchNorm: false, dropout: 0.5 },
    { units: 4, activation: 'sigmoid', batchNorm: false, dropout: 0 },
    { units: 3, activation: 'softmax', batchNorm: false, dropout: 0 },
  ],
  loss: 'softmax-cross-entropy',
}
const layout = parameterLayout(recipe)
const draw = (seed: number): Float64Array => initializeParameters({ ...recipe, seed })

describe('pictures of the first layer', () => {
  const epochs = [draw(1), draw(2), draw(3)]
  const largest = (values: number[]): number => Math.max(...values.map(Math.abs))

  it('have one scale over all units and epochs, whichever are shown', () => {
    const whole = pictureFirstLayer(recipe, epochs, { kind: 'weights', from: 0, count: 5 })
    const weights = epochs.map((each) => [...parameterViews(layout, each)[0]!.weights])
    expect(whole.scale).toBe(largest(weights.flat()))
    weights.flat().forEach((weight, i) => {
      expect(Math.abs((whole.values[i]! * whole.scale) / 127 - weight)).toBeLessThanOrEqual(
        whole.scale / 254 + 1e-12,
      )
    })
    const some = pictureFirstLayer(recipe, epochs, { kind: 'weights', from: 2, count: 2 })
    expect(some.scale).toBe(whole.scale)
    expect([...some.values.subarray(12, 24)]).toEqual([...whole.values.subarray(30 + 12, 30 + 24)])
  })

  it('show the change since the first epoch, which is none at it', () => {
    const { values, scale } = pictureFirstLayer(recipe, epochs, { kind: 'change', from: 0, count: 5 })
    expect(values.subarray(0, 30).every((value) => value === 0)).toBe(true)
    const [first, second] = epochs.map((each) => parameterViews(layout, each)[0]!.weights)
    expect((values[30]! * scale) / 127).toBeCloseTo(second![0]! - first![0]!, 0)
    const still = pictureFirstLayer(recipe, [epochs[0]!, epochs[0]!], { kind: 'change', from: 0, count: 5 })
    expect(still.scale).toBe(0)
    expect(still.values.every((value) => value === 0)).toBe(true)
  })

  it('know on how many images a pixel has ink', () => {
    const counts = countInk(images)
    expect(counts).toHaveLength(6)
    expect(counts[4]).toBe(0)
    const first = Array.from({ length: 40 }, (_, i) => images.images[i * 6]!).filter((pixel) => pixel > 0)
    expect(counts[0]).toBe(first.length)
  })
})

describe('the units of a network', () => {
  const parameters = draw(4)
  const [first] = parameterViews(layout, parameters)
  first!.biases[1] = -1e6 // never above 0

  it('are measured as the engine measures them', () => {
    const measures = new UnitWatch(recipe, images).measure(parameters)
    expect(measures.map(({ weightNorm }) => weightNorm.length)).toEqual([5, 4, 3])
    const engine = new SparseEngine({
      ...recipe,
      layers: recipe.layers.map((each) => ({ ...each, dropout: 0 })),
      batchSize: 40,
    })
    engine.load(parameters)
    const data = engine.prepare(images)
    const activity = engine.observe(data, 40)
    activity.forEach(({ dead, saturated }, k) => {
      const standings = [...measures[k]!.flatShare].map(unitStanding)
      expect(standings.filter((each) => each === 'dead')).toHaveLength(dead)
      expect(standings.filter((each) => each === 'saturated')).toHaveLength(saturated)
    })
    expect(measures[0]!.flatShare[1]).toBe(1)
    expect(measures[0]!.gradientNorm[1]).toBe(0)
    expect(measures[0]!.meanOutput[1]).toBe(0)
    const order = Uint32Array.from({ length: 40 }, (_, i) => i)
    engine.step(
      { data, order, from: 0, to: 40, penalty: { l1: 0, l2: 0 }, dropout: new Uint32Array() },
      { learningRate: 0.1, step: 1, keepsGradient: true },
    )
    parameterViews(layout, engine.readGradient()).forEach(({ weights }, k) => {
      const all = Math.hypot(...measures[k]!.gradientNorm)
      expect(all).toBeCloseTo(Math.hypot(...weights), 10)
    })
  })

  it('have outputs of which the largest are favourites', () => {
    const found = outputsOfLayer(recipe, parameters, images, 1)
    expect([found.units, found.outputs.length, found.answers.length]).toEqual([4, 160, 40])
    const column = Array.from({ length: 40 }, (_, i) => found.outputs[i * 4 + 2]!)
    const favourites = favouritesOf(found, 2, 5)
    expect(favourites.map((i) => column[i])).toEqual([...column].sort((a, b) => b - a).slice(0, 5))
    const mean = column.reduce((sum, value) => sum + value / 40, 0)
    expect(new UnitWatch(recipe, images).measure(parameters)[1]!.meanOutput[2]).toBeCloseTo(mean, 12)
  })
})

describe('points in a plane', () => {
  it('lie along the directions in which they differ most', () => {
    // Along (3, 4, 0) by 10, along (0, 0, 1) by 1, and nothing else.
    const points = Float64Array.from([-6, -8, 1, 6, 8, 1, -6, -8, -1, 6, 8, -1])
    const { positions, shares } = projectOntoPlane(points, 3)
    expect(shares[0]).toBeCloseTo(100 / 101, 12)
    expect(shares[1]).toBeCloseTo(1 / 101, 12)
    expect([...positions].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([
      -10, 1, 10, 1, -10, -1, 10, -1,
    ])
    expect(projectOntoPlane(new Float64Array(12), 3).shares).toEqual([0, 0])
    expect(projectOntoPlane(Float64Array.from([1, 2, 4]), 1).shares).toEqual([1, 0])
  })

  it('keep their neighbours where the picture does', () => {
    const draws = new Random(8)
    const plane = Float64Array.from({ length: 400 }, () => draws.normal())
    expect(keptNeighbours(plane, 2, plane)).toBe(1)
    const shuffled = draws.shuffle(Float64Array.from({ length: 200 }, (_, i) => i))
    const mixed = Float64Array.from({ length: 400 }, (_, i) => plane[shuffled[i >> 1]! * 2 + (i % 2)]!)
    const kept = keptNeighbours(plane, 2, mixed)
    expect(kept).toBeGreaterThan(0)
    expect(kept).toBeLessThan(0.15)
    expect(keptNeighbours(Float64Array.from([1, 2]), 1, [0, 0, 1, 1])).toBe(1)
    expect(keptNeighbours(Float64Array.from([1]), 1, [0, 0])).toBe(1)
  })
})
