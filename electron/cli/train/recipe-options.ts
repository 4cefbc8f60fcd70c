import { folderNameOf, isPortableFolder } from '#core/recipe/data-set-name.ts'
import { type ChosenActivation, withActivation } from '#core/activations/settings.ts'
import { defaultSizes } from '#core/data/data-set.ts'
import type { EngineName } from '#core/engine/names.ts'
import type { InitializerName } from '#core/initializers/names.ts'
import type { LossName } from '#core/losses/names.ts'
import type { OptimizerName } from '#core/optimizers/names.ts'
import { OPTIMIZER_DEFAULTS, type OptimizerSettings } from '#core/optimizers/schema.ts'
import { fitLoss, fitOutput } from '#core/recipe/combinations.ts'
import { followChoices, type FollowingField } from '#core/recipe/fitting-defaults.ts'
import { dropDefaults } from '#core/recipe/layer-activation.ts'
import { dropNoNoise } from '#core/recipe/noise.ts'
import { fromFirstWeights } from '#core/recipe/starting-weights.ts'
import { layerSizes } from '#core/network/parameters.ts'
import {
  checkRecipe,
  describeProblems,
  LECTURE_RECIPE,
  type Recipe,
  type RecipeLayer,
} from '#core/recipe/recipe.ts'
import type { DataSetInfo } from '#contract/types.ts'
import { UsageError } from '../common/errors.ts'

/** Options of `train` that change single settings of an optimizer. */
const OPTIMIZER_OPTIONS = {
  learningRate: '--learning-rate',
  momentum: '--momentum',
  rho: '--rho',
  beta1: '--beta1',
  beta2: '--beta2',
  epsilon: '--epsilon',
  weightDecay: '--weight-decay',
} as const

type OptimizerOption = keyof typeof OPTIMIZER_OPTIONS

/** The options of `train` that describe a recipe; what is not given is undefined. */
export interface RecipeOptions extends Partial<Record<OptimizerOption, number>> {
  readonly data?: string
  readonly layers?: number[]
  readonly activation?: ChosenActivation
  readonly output?: ChosenActivation
  readonly loss?: LossName
  readonly init?: InitializerName
  readonly optimizer?: OptimizerName
  readonly batchSize?: number
  readonly epochs?: number
  readonly l2?: number
  readonly l2Convention?: 'network2' | 'pytorch'
  readonly trainSize?: number
  readonly validationSize?: number
  readonly testSize?: number
  readonly stratified?: boolean
  readonly wrongLabels?: number
  readonly pixelNoise?: number
  readonly noiseSeed?: number
  readonly shuffle?: boolean
  readonly seed?: number
  readonly engine?: EngineName
}

/** What options are laid over. */
export interface RecipeBase {
  /** A recipe from a file, or undefined: the lecture's. */
  readonly recipe?: Recipe | undefined
  /** Layers and loss of imported weights, where no recipe says them; a recipe that is given is used whole. */
  readonly network?: Pick<Recipe, 'inputSize' | 'layers' | 'loss'> | undefined
  /** The data set that the options, or else the recipe, name. */
  readonly dataSet: DataSetInfo
}

/** Lays options over a recipe. @throws UsageError with everything that is wrong, on one line */
export function buildRecipe(options: RecipeOptions, base: RecipeBase): Recipe {
  const recipe = base.recipe ?? withNetwork(LECTURE_RECIPE, base.network)
  const { inputSize, layers } = chooseLayers(options, recipe, base)
  const output = chooseOutput(options, layers.at(-1)!, recipe.loss)
  const chosen: Recipe = {
    ...recipe,
    data: chooseData(options, base),
    inputSize,
    layers: [...layers.slice(0, -1), output.layer],
    initializer: { ...recipe.initializer, name: options.init ?? recipe.initializer.name },
    loss: output.loss,
    optimizer: chooseOptimizer(options, recipe.optimizer),
    l2: {
      lambda: options.l2 ?? recipe.l2.lambda,
      convention: options.l2Convention ?? recipe.l2.convention,
    },
    batchSize: options.batchSize ?? recipe.batchSize,
    epochs: options.epochs ?? recipe.epochs,
    shuffle: options.shuffle ?? recipe.shuffle,
    seed: options.seed ?? recipe.seed,
    engine: options.engine ?? recipe.engine,
  }
  // First weights that are asked for go before those that the recipe starts from.
  const started = options.init === undefined ? chosen : fromFirstWeights(chosen)
  const built = followChoices(started, findFree(options, base))
  const problems = checkRecipe(built)
  if (problems.length > 0) throw new UsageError(describeProblems(problems))
  return built
}

/** Fields that neither an option nor a recipe chose; what comes of options that do not fit is told as it is. */
function findFree(options: RecipeOptions, { recipe }: RecipeBase): FollowingField[] {
  if (recipe !== undefined) return []
  return [
    ...(options.init === undefined ? ['initializer.name' as const] : []),
    ...(options.learningRate === undefined ? ['optimizer.learningRate' as const] : []),
  ]
}

function withNetwork(recipe: Recipe, network: RecipeBase['network']): Recipe {
  if (network === undefined) return recipe
  const { inputSize, layers, loss } = network
  return { ...recipe, inputSize, layers, loss }
}

/** The sizes of a recipe's file hold for its own data set; another one starts from its own sizes. */
function chooseData(options: RecipeOptions, { recipe, dataSet }: RecipeBase): Recipe['data'] {
  const own = defaultSizes(dataSet.trainingCount, dataSet.testCount)
  const isNamed = options.data !== undefined && recipe?.data.dataSet !== dataSet.name
  // A folder that is named for `folder:…` is where that folder lies here; its fingerprint is held to the recipe's.
  const isSameFolder =
    recipe !== undefined && isPortableFolder(recipe.data.dataSet) && folderNameOf(dataSet.name) !== null
  const isOther = isNamed && !isSameFolder
  const given = recipe === undefined || isOther ? own : recipe.data
  const trainSize = options.trainSize ?? given.trainSize
  const { fingerprint, ...data } = (recipe ?? LECTURE_RECIPE).data
  return dropNoNoise({
    ...data,
    dataSet: dataSet.name,
    // Another data set has another one.
    ...(fingerprint !== undefined && !isOther && { fingerprint }),
    trainSize,
    validationSize:
      options.validationSize ??
      // More training images than usual leave fewer for validation, not an error.
      (options.trainSize === undefined
        ? given.validationSize
        : Math.max(0, Math.min(given.validationSize, dataSet.trainingCount - trainSize))),
    testSize: options.testSize ?? given.testSize,
    isStratified: options.stratified ?? data.isStratified,
    noise: {
      wrongLabels: options.wrongLabels ?? data.noise?.wrongLabels ?? 0,
      pixels: options.pixelNoise ?? data.noise?.pixels ?? 0,
      seed: options.noiseSeed ?? data.noise?.seed ?? 1,
    },
  })
}

function chooseLayers(
  options: RecipeOptions,
  recipe: Recipe,
  { network, recipe: given, dataSet }: RecipeBase,
): { inputSize: number; layers: RecipeLayer[] } {
  const pixels = dataSet.rows * dataSet.columns
  const isFree = given === undefined && network === undefined
  const own = isFree ? followDataSet(recipe, pixels, dataSet.classNames.length) : layerSizes(recipe)
  const [inputSize = pixels, ...units] = options.layers ?? own
  const hidden = recipe.layers.slice(0, -1)
  const last = recipe.layers.at(-1)!
  const layers = units.map((count, k): RecipeLayer => {
    if (k === units.length - 1) return { ...last, units: count }
    // Another number of layers takes the first hidden layer's activation for all of them.
    const before = hidden.length === units.length - 1 ? hidden[k] : hidden.at(0)
    const layer: RecipeLayer = before ?? { units: count, activation: 'sigmoid', batchNorm: false, dropout: 0 }
    return { ...withChosen(layer, options.activation), units: count }
  })
  return { inputSize, layers }
}

/** The recipe's hidden layers between the pixels and the classes of a data set; 0 classes: they are not known. */
function followDataSet({ layers }: Recipe, pixels: number, classes: number): number[] {
  const units = layers.map((layer) => layer.units)
  return [pixels, ...units.slice(0, -1), classes || units.at(-1)!]
}

/** Loss and output layer belong together: where one is given, the other follows if it would not fit. */
function chooseOutput(
  options: RecipeOptions,
  layer: RecipeLayer,
  loss: LossName,
): { layer: RecipeLayer; loss: LossName } {
  if (options.loss !== undefined && options.output === undefined) {
    return { layer: withActivation(layer, fitOutput(layer.activation, options.loss)), loss: options.loss }
  }
  const chosen = withChosen(layer, options.output)
  return { layer: chosen, loss: options.loss ?? fitLoss(loss, chosen.activation) }
}

/** A layer with the activation that an option names; a setting that it does not name stays, where both activations have it. */
function withChosen(layer: RecipeLayer, chosen: ChosenActivation | undefined): RecipeLayer {
  if (chosen === undefined) return layer
  const { name, ...settings } = chosen
  return dropDefaults({ ...withActivation(layer, name), ...settings })
}

function chooseOptimizer(options: RecipeOptions, base: OptimizerSettings): OptimizerSettings {
  const name = options.optimizer ?? base.name
  const settings: Record<string, unknown> = { ...(name === base.name ? base : OPTIMIZER_DEFAULTS[name]) }
  for (const key of Object.keys(OPTIMIZER_OPTIONS) as OptimizerOption[]) {
    if (options[key] === undefined) continue
    if (!(key in settings)) {
      const own = (Object.keys(OPTIMIZER_OPTIONS) as OptimizerOption[]).filter((other) => other in settings)
      throw new UsageError(
        `${OPTIMIZER_OPTIONS[key]}: ${name} has no such setting; it takes ${own.map((other) => OPTIMIZER_OPTIONS[other]).join(', ')}`,
      )
    }
    settings[key] = options[key]
  }
  // Ranges are checked with the whole recipe.
  return settings as OptimizerSettings
}
