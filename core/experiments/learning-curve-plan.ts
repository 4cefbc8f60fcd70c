import type { Recipe } from '../recipe/recipe.ts'
import { type LearningCurveOptions, looksAtValidation, recipeForSize } from './learning-curve.ts'

/** What a person decides about a learning curve. */
export interface LearningCurvePlan {
  /** Numbers of training images. */
  readonly sizes: readonly number[]
  readonly seeds: readonly number[]
  /** Epochs of a network that learns from all of the recipe's images. */
  readonly epochs: number
  /**
   * What all networks have in common. `steps`: as many training steps as all images take, so that few images are seen
   * more often. `epochs`: every network sees each of its images as often.
   */
  readonly equal: 'steps' | 'epochs'
}

/** Shares of a run's training images that a curve is usually drawn over. */
export const USUAL_SHARES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1] as const
/** Fewer images do not show every digit once. */
const FEWEST_IMAGES = 10

/** The usual amounts of training images up to a run's own, smallest first; the own one is always there. */
export function usualSizes(trainSize: number): { readonly share: number; readonly size: number }[] {
  return USUAL_SHARES.map((share) => ({ share, size: Math.round(share * trainSize) })).filter(
    ({ share, size }) => share === 1 || size >= FEWEST_IMAGES,
  )
}

/** What `learningCurve` takes for a plan. @throws RecipeError */
export function planOptions(
  recipe: Recipe,
  { sizes, seeds, epochs, equal }: LearningCurvePlan,
): Pick<LearningCurveOptions, 'recipe' | 'sizes' | 'seeds' | 'epochs'> {
  return equal === 'steps'
    ? { recipe: withEpochs(recipe, epochs), sizes, seeds }
    : { recipe, sizes, seeds, epochs }
}

/**
 * The recipes of a curve, one for each amount, smallest first, all with the first seed.
 * @throws RecipeError for an amount that gives no valid recipe
 */
export function planRecipes(recipe: Recipe, plan: LearningCurvePlan): Recipe[] {
  const options = planOptions(recipe, plan)
  const [seed = recipe.seed] = options.seeds
  return [...options.sizes]
    .sort((a, b) => a - b)
    .map((size) => recipeForSize(options.recipe, { size, seed, epochs: options.epochs }))
}

/** The recipe with another number of epochs, and all that it counts in epochs stretched with them. @throws RecipeError */
export function withEpochs(recipe: Recipe, epochs: number): Recipe {
  if (epochs === recipe.epochs) return recipe
  return recipeForSize(recipe, { size: recipe.data.trainSize, seed: recipe.seed, epochs })
}

/** A training step is a forward pass, a backward pass and an update: about three times the work of an answer. */
const ANSWER_SHARE = 1 / 3

/**
 * What comes to the training steps of a network, in training images passed, as measured with [784, 30, 10]: the end
 * of an epoch, an image made ready, and an image measured in the end, which float64 does for every engine.
 */
interface FixedCosts {
  readonly epoch: number
  readonly prepared: number
  readonly measured: number
}

const SLOW_ENGINE: FixedCosts = { epoch: 130, prepared: 0, measured: ANSWER_SHARE }
/** A step is about fourteen times as fast, the rest is not. */
const FAST_ENGINE: FixedCosts = { epoch: 400, prepared: 3, measured: 4.5 }

const costsOf = ({ engine }: Recipe): FixedCosts => (engine === 'reference' ? SLOW_ENGINE : FAST_ENGINE)

/** The work of training and measuring one network of a curve, in training images passed; the most it can take. */
export function networkWork(recipe: Recipe): number {
  const { trainSize, validationSize, testSize } = recipe.data
  const costs = costsOf(recipe)
  const unseen = validationSize > 0 ? validationSize : testSize
  const answers = looksAtValidation(recipe) ? ANSWER_SHARE * unseen : 0
  return (
    recipe.epochs * (trainSize + answers + costs.epoch) +
    costs.prepared * trainSize +
    costs.measured * (trainSize + unseen)
  )
}

/** The work of a whole curve, in training images passed. @throws RecipeError */
export function curveWork(recipe: Recipe, plan: LearningCurvePlan): number {
  const work = planRecipes(recipe, plan).reduce((sum, each) => sum + networkWork(each), 0)
  return work * plan.seeds.length
}

/**
 * How long a run took for one training image, in milliseconds, by its finished epochs, each of which measures
 * validation and test images too; null where nothing was measured.
 */
export function measuredPace(
  recipe: Recipe,
  { epochsDone, durationMs }: { readonly epochsDone: number; readonly durationMs: number },
): number | null {
  const { trainSize, validationSize, testSize } = recipe.data
  const answers = ANSWER_SHARE * (validationSize + testSize)
  const work = epochsDone * (trainSize + answers + costsOf(recipe).epoch)
  return work > 0 && durationMs > 0 ? durationMs / work : null
}
