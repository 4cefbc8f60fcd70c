import { describe, expect, it } from 'vitest'
import { evaluateNetwork } from '#core/evaluation/evaluate.ts'
import { pickAnswers } from '#core/evaluation/pick-answers.ts'
import { createPredictor } from '#core/evaluation/predict.ts'
import { countCorrect, NO_ANSWER, predictAll } from '#core/evaluation/predict-all.ts'
import { DataError } from '#core/data/data-set.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { tinyImages, tinyLayers, tinyRecipe } from '../training/tiny-images.ts'

const recipe = tinyRecipe({ layers: tinyLayers('tanh', 'sigmoid', { batchNorm: true, dropout: 0.5 }) })
const parameters = initializeParameters(recipe)
// more than one chunk, and a last one that is not full
const images = tinyImages(234, 5)
const predicted = predictAll(recipe, parameters, images)

describe('predictAll', () => {
  it('says of each image what predicting it by itself says', () => {
    const { outputs, predictions, classes } = predicted
    expect(classes).toBe(10)
    for (const i of [0, 99, 100, 233]) {
      const single = createPredictor(recipe, parameters)(images.images.subarray(25 * i, 25 * (i + 1)))
      const own = outputs.subarray(10 * i, 10 * (i + 1))
      single.forEach((output, j) => expect(own[j]).toBeCloseTo(output, 6))
      expect(own[predictions[i]!]).toBe(Math.max(...own))
    }
  })

  it('adds up to the evaluation', () => {
    const { correct, loss } = evaluateNetwork(recipe, parameters, images)
    expect(countCorrect(predicted.predictions, images.labels)).toBe(correct)
    expect(predicted.losses.reduce((sum, value) => sum + value, 0) / images.count).toBeCloseTo(loss, 14)
  })

  it('has no answer where outputs are not numbers', () => {
    const broken = parameters.slice().fill(NaN)
    expect(new Set(predictAll(recipe, broken, images).predictions)).toEqual(new Set([NO_ANSWER]))
  })

  it('refuses images of another size', () => {
    expect(() => predictAll(recipe, parameters, tinyImages(3, 5, 4))).toThrow(DataError)
  })
})

describe('pickAnswers', () => {
  it('lists what is wrong, surest first', () => {
    const mistakes = pickAnswers(predicted, images.labels, { kind: 'mistakes' })
    expect(mistakes).toHaveLength(images.count - countCorrect(predicted.predictions, images.labels))
    for (const { index, label, predicted: digit, output, labelOutput } of mistakes) {
      expect(label).toBe(images.labels[index])
      expect(digit).toBe(predicted.predictions[index])
      expect(digit).not.toBe(label)
      expect([output, labelOutput]).toEqual([
        predicted.outputs[10 * index + digit],
        predicted.outputs[10 * index + label],
      ])
    }
    const outputs = mistakes.map(({ output }) => output)
    expect(outputs).toEqual([...outputs].sort((a, b) => b - a))
  })
})
