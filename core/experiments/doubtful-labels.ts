import { type LabelledImages, pickImages, sliceImages } from '../data/data-set.ts'
import { predictAll } from '../evaluation/predict-all.ts'
import { augmentationSchema } from '../recipe/augmentation.ts'
import { LECTURE_RECIPE, parseRecipe, type Recipe } from '../recipe/recipe.ts'
import { Random } from '../random/random.ts'
import { trainThrough } from './train-through.ts'

/** Labels that networks which did not learn from them find least likely. */
export interface DoubtfulLabels {
  /** Indices into the images, the largest loss first. */
  readonly indices: Uint32Array
  /** The labels that they have, for each of them. */
  readonly labels: Uint8Array
  /** What the network says instead, for each of them. */
  readonly answers: Uint8Array
  /** How sure it is of that, 0 to 1, for each of them. */
  readonly confidences: Float32Array
  /** How many of all images have another label than it says. */
  readonly misread: number
}

/** How far the search is, 0 to 1. */
export interface DoubtProgress {
  readonly share: number
}

/** Parts that the images are cut into: each is judged by a network that learned from the others. */
const FOLDS = 3
/** Examples that each network learns from, about: enough to read most digits, in seconds. */
const EXAMPLES = 240_000
const EPOCHS = { least: 2, most: 30 }
/** Small enough to learn in seconds; more hidden neurons find hardly more. */
const UNITS = 128
const DROPOUT = 0.2
/** How the images are varied, for 28 × 28 pixels: few would be learned by heart, wrong labels with them. */
const VARIED = augmentationSchema.parse({ shift: 1, rotation: 10, scale: 0.1, shear: 0.1 })
/** The most labels that are listed. */
export const MOST_DOUBTFUL = 500

/**
 * Looks for wrong labels by cross-validation (Northcutt, Jiang and Chuang 2021, 'Confident learning', rank by the held-out
 * loss in the same way): three networks, each trained on two thirds, judge the third that they did not see. Many of what
 * it finds are right and hard to read.
 * @param classCount classes that labels can name
 */
export function* findDoubtfulLabels(
  images: LabelledImages,
  classCount: number,
): Generator<DoubtProgress, DoubtfulLabels> {
  const { count, labels } = images
  const order = new Random(1, 'folds').shuffle(Uint32Array.from({ length: count }, (_, i) => i))
  const losses = new Float64Array(count)
  const answers = new Uint8Array(count)
  const confidences = new Float32Array(count)
  for (let fold = 0; fold < FOLDS; fold++) {
    const held = [...order.filter((_, k) => k % FOLDS === fold)]
    const train = pickImages(images, [...order.filter((_, k) => k % FOLDS !== fold)])
    const recipe = recipeFor(train, classCount)
    const none = sliceImages(train, 0, 0)
    const training = trainThrough({ recipe, parts: { train, validation: none, test: none } })
    let step = training.next()
    for (; step.done !== true; step = training.next()) {
      if (step.value.type !== 'progress') continue
      const { epoch, share } = step.value
      yield { share: (fold + (epoch + share) / recipe.epochs) / FOLDS }
    }
    const judged = predictAll(recipe, step.value.parameters, pickImages(images, held))
    held.forEach((index, k) => {
      losses[index] = judged.losses[k]!
      answers[index] = judged.predictions[k]!
      confidences[index] = judged.outputs[k * judged.classes + judged.predictions[k]!]!
    })
  }
  const misread = Uint32Array.from({ length: count }, (_, i) => i).filter((i) => answers[i] !== labels[i])
  const indices = misread.toSorted((a, b) => losses[b]! - losses[a]! || a - b).slice(0, MOST_DOUBTFUL)
  return {
    indices,
    labels: Uint8Array.from(indices, (i) => labels[i]!),
    answers: Uint8Array.from(indices, (i) => answers[i]!),
    confidences: Float32Array.from(indices, (i) => confidences[i]!),
    misread: misread.length,
  }
}

/** A small network that learns quickly and says how likely it finds each class. */
function recipeFor({ count, rows, columns }: LabelledImages, classCount: number): Recipe {
  const [hidden, output] = LECTURE_RECIPE.layers
  return parseRecipe({
    ...LECTURE_RECIPE,
    data: {
      ...LECTURE_RECIPE.data,
      ...{ trainSize: count, validationSize: 0, testSize: 0 },
      augmentation: { ...VARIED, shift: (VARIED.shift * rows) / 28 },
    },
    inputSize: rows * columns,
    layers: [
      { ...hidden, units: UNITS, activation: 'relu', dropout: DROPOUT },
      { ...output, units: Math.max(2, classCount), activation: 'softmax' },
    ],
    initializer: { ...LECTURE_RECIPE.initializer, name: 'he-normal' },
    loss: 'softmax-cross-entropy',
    optimizer: { name: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    batchSize: Math.min(32, count),
    epochs: Math.min(EPOCHS.most, Math.max(EPOCHS.least, Math.round(EXAMPLES / count))),
  })
}
