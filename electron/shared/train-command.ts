import { formatActivation } from '#core/recipe/activation-text.ts'
import { activationOf } from '#core/activations/settings.ts'
import { LECTURE_RECIPE, recipeSchema, type Recipe, type RecipeLayer } from '#core/recipe/recipe.ts'
import { writeRecipeLink } from './recipe-link.ts'
import { quoteWords } from './shell-words.ts'

/** The words that start the command line. */
export const PROGRAM_WORDS: readonly string[] = ['npm', 'run', '-s', 'backprop', '--']

export interface TrainCommandOptions {
  /** The store in which the run is to appear; undefined for the usual one. */
  readonly store?: string | undefined
}

/**
 * A recipe as one line for a POSIX shell that trains exactly it: with an option for each setting where there are options
 * for all that sets it apart from the lecture's recipe, else with the recipe as a link.
 */
export async function writeTrainCommand(
  recipe: Recipe,
  { store }: TrainCommandOptions = {},
): Promise<string> {
  const settings = hasOptionsForAll(recipe) ? optionsOf(recipe) : ['--recipe', await writeRecipeLink(recipe)]
  const place = store === undefined ? [] : ['--store', store]
  return quoteWords([...PROGRAM_WORDS, 'train', ...settings, ...place])
}

/** Whether a recipe differs from the lecture's in nothing but what `optionsOf` can say. */
function hasOptionsForAll(recipe: Recipe): boolean {
  const { dataSet, trainSize, validationSize, testSize, isStratified, noise } = recipe.data
  const hidden = recipe.layers[0]!
  const output = recipe.layers.at(-1)!
  const said: Recipe = {
    ...LECTURE_RECIPE,
    data: { ...LECTURE_RECIPE.data, dataSet, trainSize, validationSize, testSize, isStratified, noise },
    inputSize: recipe.inputSize,
    layers: recipe.layers.map(({ units }, k) => {
      const { activation, slope, alpha } = k < recipe.layers.length - 1 ? hidden : output
      return { units, activation, slope, alpha, batchNorm: false, dropout: 0 }
    }),
    initializer: { ...LECTURE_RECIPE.initializer, name: recipe.initializer.name },
    loss: recipe.loss,
    optimizer: recipe.optimizer,
    l2: recipe.l2,
    ...{ batchSize: recipe.batchSize, epochs: recipe.epochs },
    ...{ shuffle: recipe.shuffle, seed: recipe.seed, engine: recipe.engine },
  }
  return canonical(said) === canonical(recipe)
}

/** Stored recipes may have their fields in another order, or lack some that have a default. */
const canonical = (recipe: Recipe): string => JSON.stringify(recipeSchema.parse(recipe))

/** Settings that another setting could decide where they are not given are always given; others, where they differ. */
function optionsOf(recipe: Recipe): string[] {
  const { data, layers, l2, optimizer } = recipe
  const { name: optimizerName, ...numbers } = optimizer
  const isOther = (value: unknown, usual: unknown): boolean => value !== usual
  return [
    ...['--data', data.dataSet, '--train-size', String(data.trainSize)],
    ...['--validation-size', String(data.validationSize), '--test-size', String(data.testSize)],
    ...(data.isStratified ? ['--stratified'] : []),
    ...noiseOptions(data.noise),
    ...['--layers', [recipe.inputSize, ...layers.map(({ units }) => units)].join(',')],
    ...(layers.length > 1 ? ['--activation', wordOf(layers[0]!)] : []),
    ...['--output', wordOf(layers.at(-1)!), '--loss', recipe.loss, '--init', recipe.initializer.name],
    ...['--optimizer', optimizerName],
    ...Object.entries(numbers).flatMap(([key, value]) => [`--${kebab(key)}`, String(value)]),
    ...['--batch-size', String(recipe.batchSize), '--epochs', String(recipe.epochs)],
    ...(l2.lambda === 0 ? [] : ['--l2', String(l2.lambda)]),
    ...(isOther(l2.convention, LECTURE_RECIPE.l2.convention) ? ['--l2-convention', l2.convention] : []),
    ...['--seed', String(recipe.seed)],
    ...(recipe.shuffle ? [] : ['--no-shuffle']),
    ...(isOther(recipe.engine, LECTURE_RECIPE.engine) ? ['--engine', recipe.engine] : []),
  ]
}

function noiseOptions(noise: Recipe['data']['noise']): string[] {
  if (noise == null) return []
  const { wrongLabels, pixels, seed } = noise
  return [
    ...(wrongLabels > 0 ? ['--wrong-labels', String(wrongLabels)] : []),
    ...(pixels > 0 ? ['--pixel-noise', String(pixels)] : []),
    ...(seed === 1 ? [] : ['--noise-seed', String(seed)]),
  ]
}

const wordOf = (layer: RecipeLayer): string => formatActivation(activationOf(layer))

const kebab = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
