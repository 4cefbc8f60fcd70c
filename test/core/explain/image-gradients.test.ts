import { expect, it } from 'vitest'
import { explainAnswer } from '#core/explain/explain-answer.ts'
import { ImageGradients, sharesOf } from '#core/explain/image-gradients.ts'
import { createPredictor } from '#core/evaluation/predict.ts'
import { parameterLayout } from '#core/network/parameters.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { Random } from '#core/random/random.ts'

const layer = { batchNorm: false, dropout: 0 }
const recipe = {
  ...LECTURE_RECIPE,
  inputSize: 6,
  loss: 'softmax-cross-entropy' as const,
  layers: [
    { ...layer, units: 5, activation: 'tanh' as const, dropout: 0.5 },
    { ...layer, units: 4, activation: 'gelu' as const, batchNorm: true },
    { ...layer, units: 3, activation: 'softmax' as const },
  ],
}
const layout = parameterLayout(recipe)
const random = new Random(1)
const parameters = Float64Array.from({ length: layout.length }, () => 0.2 + Math.abs(random.normal()))
const pixels = Uint8Array.from([0, 200, 30, 255, 120, 7])

/** The sums that the outputs are made of: ln of softmax differs from them by the same for all. */
function sums(image: readonly number[]): number[] {
  const [last, ...others] = recipe.layers.toReversed()
  const layers = [...others.toReversed(), { ...last!, activation: 'identity' as const }]
  const values = createPredictor({ ...recipe, layers, loss: 'mse' }, parameters)
  return [...values(Uint8Array.from(image))]
}

const gradients = new ImageGradients(recipe, parameters)

it('each pixel adds its value times the derivative of the sum, as differences of one grey level say', () => {
  gradients.forward(sharesOf(pixels))
  for (const output of [0, 2]) {
    const found = gradients.contributions(output)
    expect(found[0]).toBe(0)
    for (const k of [1, 2, 4, 5]) {
      const moved = (by: number): number =>
        sums([...pixels].map((pixel, p) => (p === k ? pixel + by : pixel)))[output]!
      const slope = (moved(1) - moved(-1)) / 2
      expect(found[k]).toBeCloseTo(slope * pixels[k]!, 4)
    }
  }
})

it('a black pixel that is no 0 for the network has a share, too', () => {
  const standardized = { ...recipe, data: { ...recipe.data, normalization: 'standardized' as const } }
  const { length, standardization } = parameterLayout(standardized)
  const all = new Float64Array(length)
  all.set(parameters.subarray(0, standardization))
  all.set(parameters.subarray(standardization), standardization! + 2)
  all.set([0.5, 2], standardization)
  const found = new ImageGradients(standardized, all)
  found.forward(sharesOf(pixels))
  // Black is (0 − 0.5) · 2 = −1, and a share of a pixel is two of the input.
  expect(found.contributions(1)[0]).toBeCloseTo(-found.gradientOf(1)[0]! / 2, 12)
  expect(found.contributions(1)[0]).not.toBe(0)
})

it('the difference of two classes has the difference of their slopes', () => {
  gradients.forward(sharesOf(pixels))
  const [a, b] = [gradients.gradientOf(0), gradients.gradientOf(2)]
  gradients.gradient([1, 0, -1]).forEach((slope, i) => expect(slope).toBeCloseTo(a[i]! - b[i]!, 12))
})

it('an answer is held against the runner-up, or against the class that is asked for', () => {
  const outputs = createPredictor(recipe, parameters)(pixels)
  const order = [0, 1, 2].sort((a, b) => outputs[b]! - outputs[a]!)
  const { said, other, hidden, ...found } = explainAnswer(gradients, pixels)
  expect([said, other]).toEqual(order.slice(0, 2))
  expect([...found.outputs]).toEqual([...outputs])
  expect(hidden.map(({ length }) => length)).toEqual([5, 4])
  expect([...found.forSaid]).toEqual([...gradients.contributions(said)])
  expect(explainAnswer(gradients, pixels, order[2]).other).toBe(order[2])
  expect(explainAnswer(gradients, pixels, said).other).toBe(other)
})

it('a class that there is not is refused, and an image of another size', () => {
  expect(() => gradients.contributions(3)).toThrow('Class: expected 0 to 2, got 3')
  expect(() => gradients.forward([0, 1])).toThrow('Image: expected 6 pixels, one for each input, got 2')
})
