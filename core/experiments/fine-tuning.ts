import { defaultSizes } from '../data/data-set.ts'
import { MY_DIGITS } from '../recipe/data-set-name.ts'
import { formatMix, MOST_MIXED, type MixedPart, parseMix } from '../recipe/mixed-data-set.ts'
import type { Recipe } from '../recipe/recipe.ts'

/*
 * Teaching a trained network the hand of one person: it is trained on from its weights, on the images that it learned from
 * mixed with the person's own digits, so that it does not forget the former while it learns the latter.
 */

/** Images of a file of a data set. */
export interface FileCounts {
  readonly trainingCount: number
  readonly testCount: number
}

export interface FineTuningImages {
  /** Of the data set of the recipe, without own digits. */
  readonly originals: FileCounts
  readonly own: FileCounts
}

/** Original training images for each of the person's own, which are repeated as often as that takes. */
const ORIGINALS_PER_OWN = 10

/** Examples that are passed, about: enough to learn a few digits, few enough to be waited for; and passes for it. */
const EXAMPLES = 300_000
const EPOCHS = { least: 6, most: 30 }

/** How far the learning rate is below that of the training: what was learned is to be changed a little. */
const LEARNING_RATE_SHARE = 0.5

/** How own digits are varied, where the recipe does not vary its images: a handful must stand for a hand. */
const VARIED = {
  shift: 1,
  rotation: 8,
  scale: 0.08,
  shear: 0.1,
  elasticStrength: 0,
  elasticSmoothness: 6,
  thickness: 0.3,
}

/** What a run is called that was taught a person's hand. */
export const ownTitle = (name: string): string => `${name}, my hand`

/** What a data set is mixed of besides own digits, or the data set itself; empty for own digits alone. */
export function originalsOf(dataSet: string): MixedPart[] {
  const parts = parseMix(dataSet) ?? [{ dataSet, count: null }]
  return parts.filter((part) => part.dataSet !== MY_DIGITS)
}

/**
 * A data set mixed with own digits, whose test images are then told apart from its own.
 * @param ownCount own training images; null: each once
 * @returns null for own digits alone, or a mix that takes no more
 */
export function mixWithOwn(dataSet: string, ownCount: number | null): string | null {
  const others = originalsOf(dataSet)
  if (others.length === 0 || others.length >= MOST_MIXED) return null
  return formatMix([...others, { dataSet: MY_DIGITS, count: ownCount }])
}

/**
 * The recipe by which a run is trained on own digits without forgetting what it learned before; it starts from the run's weights.
 * @returns null where the run learned from own digits alone, or there is none to learn from
 */
export function fineTuningRecipe(recipe: Recipe, { originals, own }: FineTuningImages): Recipe | null {
  const ownCount = Math.max(own.trainingCount, Math.round(originals.trainingCount / ORIGINALS_PER_OWN))
  const dataSet = own.trainingCount === 0 ? null : mixWithOwn(recipe.data.dataSet, ownCount)
  if (dataSet === null) return null
  const sizes = defaultSizes(originals.trainingCount + ownCount, originals.testCount + own.testCount)
  return {
    ...recipe,
    data: {
      ...recipe.data,
      ...{ dataSet, ...sizes, fingerprint: undefined, noise: undefined },
      augmentation: recipe.data.augmentation ?? VARIED,
    },
    optimizer: { ...recipe.optimizer, learningRate: LEARNING_RATE_SHARE * recipe.optimizer.learningRate },
    schedule: { name: 'constant' },
    warmupEpochs: 0,
    epochs: Math.min(EPOCHS.most, Math.max(EPOCHS.least, Math.round(EXAMPLES / sizes.trainSize))),
    stopping: { ...recipe.stopping, patience: null, convergence: null, targetAccuracy: null },
  }
}
