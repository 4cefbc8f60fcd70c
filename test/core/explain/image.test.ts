import { describe, expect, it } from 'vitest'
import { cutNetwork } from '#core/explain/cut.ts'
import { imageScene, type ImageNetwork, traceImage } from '#core/explain/trace-image.ts'
import { traceScene } from '#core/explain/trace.ts'
import { value } from '#core/explain/trace-value.ts'
import { makePenDigits } from '#core/data/pen-digits/pen-digits.ts'
import { createPredictor } from '#core/evaluation/predict.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { parameterLayout, parameterViews } from '#core/network/parameters.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'

const { training } = makePenDigits({ seed: 3, trainingCount: 10, testCount: 10 })
const plain: ImageNetwork = {
  recipe: LECTURE_RECIPE,
  parameters: initializeParameters(LECTURE_RECIPE),
  pixels: training.images.slice(0, 784),
  label: training.labels[0]!,
  learningRate: 3,
}
const normalized: ImageNetwork = (() => {
  const recipe = {
    ...LECTURE_RECIPE,
    layers: LECTURE_RECIPE.layers.map((layer, k) => ({
      ...layer,
      batchNorm: k === 0,
      dropout: k === 0 ? 0.5 : 0,
    })),
    batchNorm: { momentum: 0.1, epsilon: 0.01 },
  }
  const parameters = initializeParameters(recipe)
  parameterViews(parameterLayout(recipe), parameters)[0]!.batchNorm!.runningMean.fill(0.5)
  return { ...plain, recipe, parameters }
})()

describe.each([
  ['the lecture’s network', plain],
  ['one with batch normalization and dropout', normalized],
])('an image in %s', (_name, network) => {
  const trace = traceImage(network)

  it('has the outputs that the network answers with', () => {
    const answer = createPredictor(network.recipe, network.parameters)(network.pixels)
    expect(trace.examples[0]!.layers[1]!.output).toEqual(Array.from(answer))
  })

  it('is the same as a scene', () => {
    const other = traceScene(imageScene(network))
    for (const id of ['div', 'z:1:4', 'y:2:7', 'd/z:1:3', 'd/w:2:5>1', 'd/b:1:29', 'd/x:400']) {
      expect(value(other, id)).toBeCloseTo(value(trace, id)!, 13)
    }
  })

  it.each(['matter', 'learn'] as const)('is cut by what counts (%s), and every sum adds up', (rule) => {
    const { inputs, layers } = cutNetwork(trace, { rule, output: 4 })
    expect(inputs).toHaveLength(3)
    expect(layers[0]!.shown).toHaveLength(3)
    expect(layers[1]!.shown).toContain(4)
    expect(layers[1]!.shown).toContain(network.label)
    for (const { forward, backward, shown } of layers) {
      expect(forward).toHaveLength(shown.length)
      for (const { terms, rest, bias, total } of [...forward, ...backward]) {
        const numbers = [...terms.map((term) => term.value), rest.value, bias]
        const size = numbers.reduce((sum, each) => sum + Math.abs(each), 0)
        expect(Math.abs(numbers.reduce((sum, each) => sum + each, 0) - total)).toBeLessThanOrEqual(
          1e-12 * (1 + size),
        )
      }
    }
    expect(layers[0]!.forward[0]!.rest.count).toBe(781)
  })

  it('is cut through the pixels that a person picks', () => {
    expect(cutNetwork(trace, { inputs: [400, 3, 300, 3] }).inputs).toEqual([3, 300, 400])
    expect(() => cutNetwork(trace, { inputs: [784] })).toThrow(
      'Inputs: expected at most 6, 0 to 783, got 784',
    )
  })
})

it('an image without a label is wanted to be what the network takes it for', () => {
  const { target, layers } = traceImage({ ...plain, label: null }).examples[0]!
  const { output } = layers[1]!
  expect(target.indexOf(1)).toBe(output.indexOf(Math.max(...output)))
  expect(() => traceImage({ ...plain, label: 10 })).toThrow('Label: expected 0 to 9, got 10')
})
