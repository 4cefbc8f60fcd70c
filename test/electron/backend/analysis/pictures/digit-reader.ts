import { FIRST_EDITION } from '#core/data/pen-digits/first-edition.ts'
import { sliceImages } from '#core/data/data-set.ts'
import { makePenDigits } from '#core/data/pen-digits/pen-digits.ts'
import { createPredictor } from '#core/evaluation/predict.ts'
import { LECTURE_RECIPE, parseRecipe, type Recipe } from '#core/recipe/recipe.ts'
import { Training } from '#core/training/training.ts'

/** A network that is trained in seconds and reads pen digits well. */
export const READER_RECIPE: Recipe = parseRecipe({
  ...LECTURE_RECIPE,
  data: { ...LECTURE_RECIPE.data, trainSize: 6000, validationSize: 0, testSize: 0 },
  layers: [
    { units: 100, activation: 'relu', batchNorm: false, dropout: 0 },
    { units: 10, activation: 'softmax', batchNorm: false, dropout: 0 },
  ],
  initializer: { name: 'he-normal', gain: 1, constant: 0 },
  loss: 'softmax-cross-entropy',
  optimizer: { name: 'adam', learningRate: 0.002, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  batchSize: 20,
  epochs: 6,
})

/** Trains that network. @returns what answers an image of `(28 × 28)` bytes with a digit */
export function trainReader(): (image: Uint8Array) => number {
  const { training: train } = makePenDigits({
    seed: 11,
    trainingCount: 6000,
    testCount: 0,
    edition: FIRST_EDITION,
  })
  const none = sliceImages(train, 0, 0)
  const training = new Training({ recipe: READER_RECIPE, parts: { train, validation: none, test: none } })
  while (training.advance(1000).type !== 'completed');
  const answer = createPredictor(READER_RECIPE, training.checkpoint().parameters.slice())
  return (image) => {
    const outputs = answer(image)
    return outputs.indexOf(Math.max(...outputs))
  }
}
