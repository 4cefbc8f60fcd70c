import { describe, expect, it } from 'vitest'
import { createPredictor } from '#core/evaluation/predict.ts'
import { ImageGradients, sharesOf } from '#core/explain/image-gradients.ts'
import { findSmallestChange, stepInBox } from '#core/explain/smallest-change.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { parameterLayout } from '#core/network/parameters.ts'
import { Random } from '#core/random/random.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'

const layer = { batchNorm: false, dropout: 0 }
const INPUTS = 40
const linear: Recipe = {
  ...LECTURE_RECIPE,
  ...{ inputSize: INPUTS, loss: 'softmax-cross-entropy' },
  layers: [{ ...layer, units: 4, activation: 'softmax' }],
}
const random = new Random(5)
const drawn = (count: number, scale: number): Float64Array =>
  Float64Array.from({ length: count }, () => scale * random.normal())
/** In the middle of black and white, where nothing is cut off. */
const grey = Uint8Array.from({ length: INPUTS }, () => 108 + random.integer(40))
const distance = (a: Uint8Array, b: Uint8Array): number =>
  Math.hypot(...Array.from(a, (value, i) => (value - b[i]!) / 255))

describe('the smallest change that turns an answer', () => {
  it('of a linear network is the distance to the nearest boundary: the least |z₀ − zₖ| / ‖w₀ − wₖ‖', () => {
    for (let k = 0; k < 20; k++) {
      const parameters = drawn(parameterLayout(linear).length, 1)
      const gradients = new ImageGradients(linear, parameters)
      const found = findSmallestChange(gradients, grey)!
      const w = (j: number, i: number): number => parameters[j * INPUTS + i]!
      const z = Array.from({ length: 4 }, (_, j) =>
        [...grey].reduce((sum, byte, i) => sum + (byte / 255) * w(j, i), parameters[4 * INPUTS + j]!),
      )
      const said = z.indexOf(Math.max(...z))
      const distances = z.map((sum, j) =>
        j === said
          ? Infinity
          : (z[said]! - sum) / Math.hypot(...Array.from(grey, (_, i) => w(said, i) - w(j, i))),
      )
      const nearest = Math.min(...distances)
      expect([found.said, found.becomes, found.steps]).toEqual([said, distances.indexOf(nearest), 1])
      // Bytes are off by half a level at most, in each of the pixels.
      expect(Math.abs(distance(found.image, grey) - nearest)).toBeLessThan((0.5 * Math.sqrt(INPUTS)) / 255)
    }
  })

  it('turns what the network says of the bytes, in deep networks of all kinds, and is no longer than a random one', () => {
    const deep: Recipe = {
      ...linear,
      layers: [
        { ...layer, units: 16, activation: 'relu', batchNorm: true },
        { ...layer, units: 12, activation: 'tanh', dropout: 0.5 },
        { ...layer, units: 4, activation: 'sigmoid' },
      ],
    }
    for (let seed = 0; seed < 10; seed++) {
      const parameters = initializeParameters({ ...deep, seed })
      const answer = createPredictor(deep, parameters)
      const digit = (image: Uint8Array): number => {
        const outputs = answer(image)
        return outputs.indexOf(Math.max(...outputs))
      }
      const image = Uint8Array.from({ length: INPUTS }, () => (random.integer(2) === 0 ? 0 : 255))
      const found = findSmallestChange(new ImageGradients(deep, parameters), image)!
      expect(found.said).toBe(digit(image))
      expect(digit(found.image)).toBe(found.becomes)
      expect(found.becomes).not.toBe(found.said)
      const length = distance(found.image, image)
      for (let k = 0; k < 50; k++) {
        const direction = drawn(INPUTS, 1)
        const scale = (0.9 * length) / Math.hypot(...direction)
        const moved = Uint8Array.from(image, (byte, i) =>
          Math.round(Math.min(255, Math.max(0, byte + 255 * scale * direction[i]!))),
        )
        expect(digit(moved)).toBe(found.said)
      }
    }
  })

  it('is none for a network that says always the same', () => {
    const parameters = new Float64Array(parameterLayout(linear).length)
    parameters[4 * INPUTS + 2] = 1
    expect(findSmallestChange(new ImageGradients(linear, parameters), grey)).toBeNull()
  })
})

describe('the shortest step within black and white', () => {
  it('reaches the gap, stays inside, and no small turn of it within the gap is shorter', () => {
    for (let k = 0; k < 20; k++) {
      const x = Float64Array.from({ length: 12 }, () => random.integer(5) / 4)
      const slope = drawn(12, 1)
      const most = slope.reduce((sum, s, i) => sum + Math.max(s * (1 - x[i]!), -s * x[i]!), 0)
      const step = stepInBox(x, slope, 0.7 * most)!
      const dot = (r: ArrayLike<number>): number => slope.reduce((sum, s, i) => sum + s * r[i]!, 0)
      expect(dot(step)).toBeCloseTo(0.7 * most, 10)
      step.forEach((r, i) => {
        expect(x[i]! + r).toBeGreaterThanOrEqual(-1e-12)
        expect(x[i]! + r).toBeLessThanOrEqual(1 + 1e-12)
      })
      const length = Math.hypot(...step)
      for (let trial = 0; trial < 50; trial++) {
        const other = step.map((r, i) => Math.min(1 - x[i]!, Math.max(-x[i]!, r + 0.05 * random.normal())))
        if (dot(other) >= 0.7 * most) expect(Math.hypot(...other)).toBeGreaterThan(length - 1e-9)
      }
    }
  })

  it('is gap · slope / ‖slope‖² where nothing is cut off, and none where the box ends before', () => {
    const x = Float64Array.of(0.5, 0.5)
    expect([...stepInBox(x, Float64Array.of(3, -4), 0.5)!]).toEqual([0.06, -0.08])
    expect(stepInBox(x, Float64Array.of(3, -4), 3.6)).toBeNull()
    expect(stepInBox(x, Float64Array.of(0, 0), 0.1)).toBeNull()
  })
})

it('an image of another size is refused', () => {
  const gradients = new ImageGradients(linear, drawn(parameterLayout(linear).length, 1))
  expect(() => findSmallestChange(gradients, new Uint8Array(3))).toThrow(
    'Image: expected 40 pixels, one for each input, got 3',
  )
  expect(sharesOf(Uint8Array.of(0, 51, 255))).toEqual(Float64Array.of(0, 0.2, 1))
})
