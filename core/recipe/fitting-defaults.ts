import { ACTIVATION_SHAPES, type ActivationName, type ActivationShape } from '../activations/names.ts'
import type { InitializerName } from '../initializers/names.ts'
import { OPTIMIZER_DEFAULTS, type OptimizerSettings } from '../optimizers/schema.ts'
import { fitLoss } from './combinations.ts'
import type { Recipe } from './recipe.ts'

/** Fields that follow the others where nobody chose them. */
export const FOLLOWING_FIELDS = ['initializer.name', 'optimizer.learningRate', 'loss'] as const

export type FollowingField = (typeof FOLLOWING_FIELDS)[number]

/** First weights by the hidden layers: 1/√n keeps sums in the middle of a squashing activation, He's variance suits rectifiers. */
const INITIALIZERS: Readonly<Record<ActivationShape, InitializerName>> = {
  squashing: 'scaled-normal',
  rectifying: 'he-normal',
  linear: 'lecun-normal',
}

/** What decides how steep a loss is: cross-entropy, a squared distance over bounded outputs, or over unbounded ones. */
type Slope = 'cross-entropy' | 'bounded' | 'unbounded'

/** Learning rates of plain gradient descent over mini-batches of ten, by the hidden layers and the slope of the loss. */
const SGD_RATES: Readonly<Record<ActivationShape, Readonly<Record<Slope, number>>>> = {
  squashing: { 'cross-entropy': 0.5, bounded: 3, unbounded: 0.01 },
  rectifying: { 'cross-entropy': 0.1, bounded: 0.5, unbounded: 0.01 },
  linear: { 'cross-entropy': 0.1, bounded: 0.5, unbounded: 0.01 },
}

/** A momentum of 0.9 moves ten times as far with the same rate. */
const MOMENTUM_SHARE = 0.1

type DecidingFields = Pick<Recipe, 'layers' | 'loss'> & { readonly optimizer: { readonly name: string } }

/** The shape that decides for a network with several: rectifiers suffer most from wrong first weights and rates. */
function shapeOf(layers: DecidingFields['layers']): ActivationShape {
  const shapes = layers.slice(0, -1).map(({ activation }) => ACTIVATION_SHAPES[activation])
  if (shapes.includes('rectifying')) return 'rectifying'
  if (shapes.length === 0 || shapes.includes('squashing')) return 'squashing'
  return 'linear'
}

/** Whether activations and optimizer are those of the lecture, which starts from N(0, 1). */
function isLectures({ layers, optimizer }: Omit<DecidingFields, 'loss'>): boolean {
  return optimizer.name === 'sgd' && layers.every(({ activation }) => activation === 'sigmoid')
}

/** The initializer that suits a recipe's activations and optimizer. */
function fittingInitializer(recipe: Omit<DecidingFields, 'loss'>): InitializerName {
  return isLectures(recipe) ? 'standard-normal' : INITIALIZERS[shapeOf(recipe.layers)]
}

/** First weights that keep every layer in its middle range, also where the lecture starts wider. */
export function narrowInitializer({ layers }: Pick<Recipe, 'layers'>): InitializerName {
  return INITIALIZERS[shapeOf(layers)]
}

function slopeOf(loss: Recipe['loss'], output: ActivationName): Slope {
  if (loss !== 'mse') return 'cross-entropy'
  return ACTIVATION_SHAPES[output] === 'squashing' ? 'bounded' : 'unbounded'
}

/** The learning rate to start from with a recipe's activations, loss and optimizer. */
export function fittingRate({ layers, loss, optimizer }: DecidingFields): number {
  const name = optimizer.name as OptimizerSettings['name']
  const output = layers.at(-1)?.activation ?? 'sigmoid'
  const plain = SGD_RATES[shapeOf(layers)][slopeOf(loss, output)]
  if (name === 'sgd') return plain
  if (name === 'momentum' || name === 'nesterov') return Number((plain * MOMENTUM_SHARE).toPrecision(3))
  return OPTIMIZER_DEFAULTS[name].learningRate
}

/**
 * A recipe in which the fields that nobody chose follow activations, output and optimizer. With the lecture's activations
 * and optimizer they are the lecture's.
 * @param free those that nobody chose
 */
export function followChoices(recipe: Recipe, free: readonly FollowingField[]): Recipe {
  const output = recipe.layers.at(-1)?.activation ?? 'sigmoid'
  const loss = free.includes('loss') ? fitLoss('mse', output) : recipe.loss
  const { initializer, optimizer } = recipe
  return {
    ...recipe,
    loss,
    initializer: free.includes('initializer.name')
      ? { ...initializer, name: fittingInitializer(recipe) }
      : initializer,
    optimizer: free.includes('optimizer.learningRate')
      ? { ...optimizer, learningRate: fittingRate({ ...recipe, loss }) }
      : optimizer,
  }
}

/** A field that does not suit the others, as far as that can be known before a training. */
export type Misfit =
  | {
      readonly field: 'initializer.name'
      readonly got: InitializerName
      readonly fitting: InitializerName
      /** Hidden layers' shape, which asks for it. */
      readonly shape: ActivationShape
    }
  | { readonly field: 'optimizer.learningRate'; readonly got: number; readonly fitting: number }

/** A rate this many times the fitting one, or its inverse, is no matter of taste. */
const FAR = 10

/** What of first weights and learning rate does not suit activations, loss and optimizer; empty where all does. */
export function findMisfits(recipe: Pick<Recipe, 'layers' | 'loss' | 'optimizer' | 'initializer'>): Misfit[] {
  const misfits: Misfit[] = []
  const { name } = recipe.initializer
  const shape = shapeOf(recipe.layers)
  const isUniform = name === 'zeros' || name === 'constant'
  const hasHidden = recipe.layers.length > 1
  const isWide = name === 'standard-normal' && !isLectures(recipe)
  if (hasHidden && (isWide || isUniform)) {
    misfits.push({ field: 'initializer.name', got: name, fitting: fittingInitializer(recipe), shape })
  }
  const { learningRate } = recipe.optimizer
  const fitting = fittingRate(recipe)
  if (learningRate >= FAR * fitting)
    misfits.push({ field: 'optimizer.learningRate', got: learningRate, fitting })
  return misfits
}
