import { trainThrough } from '#core/experiments/train-through.ts'
import { type DataSet, defaultSizes, type LabelledImages, splitDataSet } from '#core/data/data-set.ts'
import { NEWEST_EDITION } from '#core/data/pen-digits/editions.ts'
import { stylesOfPenDigits } from '#core/data/pen-digits/pen-digits.ts'
import { countCorrect, predictAll } from '#core/evaluation/predict-all.ts'
import type { Recipe } from '#core/recipe/recipe.ts'

/** The images that all networks are measured on; none is trained on. */
export interface UnseenImages {
  /** MNIST's test images. */
  readonly mnist: LabelledImages
  /** The same, moved about and prepared; see `moveAndPrepare`. */
  readonly moved: LabelledImages
  /** The test images of pen digits. */
  readonly pen: LabelledImages
}

/** Shares of images that a network reads right, 0 to 1. */
export interface Shares {
  readonly mnist: number
  readonly moved: number
  readonly pen: number
  /** By digit and writing style, as in `7: with a bar`: how many images of it are read right, and of how many. */
  readonly styles: Readonly<Record<string, readonly [correct: number, total: number]>>
}

/** A recipe with the lecture's split of another data set: a sixth of the training file validates, all other images are as they were. */
export function onDataSet(
  recipe: Recipe,
  dataSet: string,
  { training, test }: DataSet,
  seed: number,
): Recipe {
  if (recipe.data.dataSet === dataSet) return { ...recipe, seed }
  return { ...recipe, seed, data: { ...recipe.data, dataSet, ...defaultSizes(training.count, test.count) } }
}

/** Trains a recipe to its last epoch and measures that. @returns null where it diverges */
export function trainAndMeasure(
  recipe: Recipe,
  dataSet: DataSet,
  unseen: UnseenImages,
  report: (epoch: number) => void,
): Shares | null {
  // Nothing is looked at between the epochs: the last one is what counts.
  const { train } = splitDataSet(dataSet, recipe.data)
  const none: LabelledImages = { ...train, count: 0, images: new Uint8Array(0), labels: new Uint8Array(0) }
  const unmeasured = { ...recipe, data: { ...recipe.data, validationSize: 0, testSize: 0 } }
  const training = trainThrough({ recipe: unmeasured, parts: { train, validation: none, test: none } })
  for (;;) {
    const step = training.next()
    if (step.done === true) {
      return step.value.hasDiverged ? null : measure(recipe, step.value.parameters, unseen)
    }
    if (step.value.type === 'epoch') report(step.value.metrics.epoch)
  }
}

function measure(recipe: Recipe, parameters: Float64Array, { mnist, moved, pen }: UnseenImages): Shares {
  const read = (images: LabelledImages): Uint8Array => predictAll(recipe, parameters, images).predictions
  const share = (images: LabelledImages): number => countCorrect(read(images), images.labels) / images.count
  const answers = read(pen)
  const styles: Record<string, [number, number]> = {}
  const making = { ...NEWEST_EDITION.making, testCount: pen.count }
  stylesOfPenDigits({ ...making, edition: NEWEST_EDITION }, 'test').forEach(({ name }, k) => {
    const label = pen.labels[k]!
    const counts = (styles[`${label}: ${name}`] ??= [0, 0])
    counts[1]++
    if (answers[k] === label) counts[0]++
  })
  return {
    mnist: share(mnist),
    moved: share(moved),
    pen: countCorrect(answers, pen.labels) / pen.count,
    styles,
  }
}
