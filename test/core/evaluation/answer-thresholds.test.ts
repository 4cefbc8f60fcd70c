import { describe, expect, it } from 'vitest'
import { findThresholds, judgeAnswer, type JudgedAnswer } from '#core/evaluation/answer-thresholds.ts'
import { createAnswerer, createPredictor } from '#core/evaluation/predict.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { tinyImages, tinyLayers, tinyRecipe } from '../training/tiny-images.ts'

/** A thousand answers; of the hundred least confident every second is wrong. */
const ANSWERS: readonly JudgedAnswer[] = Array.from({ length: 1000 }, (_, k) => ({
  confidence: (k + 1) / 1000,
  support: (k * 7) % 1000,
  isRight: k >= 100 || k % 2 === 0,
}))

describe('findThresholds', () => {
  it('takes answers for sure of which at most one in a hundred is wrong', () => {
    const { confidence, answered, rightOfAnswered } = findThresholds(ANSWERS)
    expect(rightOfAnswered).toBeGreaterThanOrEqual(0.99)
    expect(answered).toBeGreaterThan(0.9)
    const sure = ANSWERS.filter((answer) => !judgeAnswer(answer, { confidence, support: 0 }).isUnsure)
    expect(sure.length / 1000).toBe(answered)
    // One more would be one wrong answer too many.
    const more = ANSWERS.filter((answer) => answer.confidence >= confidence - 0.002)
    expect(more.filter(({ isRight }) => !isRight).length).toBeGreaterThan(0.01 * more.length)
  })

  it('takes one in a hundred digits for none', () => {
    const { support, refused, images } = findThresholds(ANSWERS)
    expect(images).toBe(1000)
    expect(refused).toBe(0.01)
    const none = ANSWERS.filter((answer) => judgeAnswer(answer, { confidence: 0, support }).isNoDigit)
    expect(none).toHaveLength(10)
  })

  it('never parts equal answers, and finds none sure where all are wrong', () => {
    const equal = ANSWERS.map((answer) => ({ ...answer, confidence: 0.5 }))
    expect(findThresholds(equal)).toMatchObject({ answered: 0, rightOfAnswered: null })
    expect(findThresholds(equal.map((answer) => ({ ...answer, isRight: true })))).toMatchObject({
      ...{ confidence: 0.5, answered: 1, rightOfAnswered: 1 },
    })
    expect(() => findThresholds([])).toThrow('expected an answer at least')
  })
})

it('an answer comes with its largest output, and ln Σ exp of the sums that softmax is made of', () => {
  const recipe = tinyRecipe({ layers: tinyLayers('tanh', 'softmax'), loss: 'softmax-cross-entropy' })
  const parameters = initializeParameters(recipe)
  const image = tinyImages(1, 5).images
  const { outputs, confidence, support } = createAnswerer(recipe, parameters)(image)
  expect([...outputs]).toEqual([...createPredictor(recipe, parameters)(image)])
  expect(confidence).toBe(Math.max(...outputs))
  // Biases of all outputs raised by 1 change no answer of softmax, and the support by 1.
  const raised = parameters.slice()
  for (let k = 1; k <= outputs.length; k++) raised[raised.length - k]! += 1
  const after = createAnswerer(recipe, raised)(image)
  expect(after.confidence).toBeCloseTo(confidence, 12)
  expect(after.support - support).toBeCloseTo(1, 12)
})
