import { z } from 'zod'
import { describeValue } from './describe-value.ts'
import { PEN_DIGITS } from './data-set-name.ts'
import { DEFAULT_ENGINE, ENGINE_NAMES } from '../engine/names.ts'
import { INITIALIZER_NAMES } from '../initializers/names.ts'
import { LOSS_NAMES } from '../losses/names.ts'
import { optimizerSchema } from '../optimizers/schema.ts'
import { boundedInteger, boundedNumber, halfOpenNumber, oneOf, positiveNumber } from './bounds.ts'
import { augmentationSchema } from './augmentation.ts'
import { findCombinationProblems, findSizeProblems } from './combinations.ts'
import { describeIssue } from './describe-issue.ts'
import { activationFields, dropDefaults } from './layer-activation.ts'
import { dropNoNoise, noiseSchema } from './noise.ts'
import { scheduleSchema } from './schedule.ts'
import { startsFromSchema } from './starting-weights.ts'
import { stoppingSchema } from './stopping.ts'

/** The version of the recipe format that this program writes. */
export const RECIPE_VERSION = 1

const layerSchema = z
  .strictObject({
    /** Number of neurons in this layer. */
    units: boundedInteger('Units', 1, 10_000),
    ...activationFields,
    /** Whether the sums are normalized over the mini-batch before the activation; hidden layers only. */
    batchNorm: z.boolean().default(false),
    /** Probability that a neuron is left out of a training step; hidden layers only. */
    dropout: halfOpenNumber('Dropout', 0, 1).default(0),
  })
  .overwrite(dropDefaults)

/** Which images a training takes, and how it sees them. */
export const dataSchema = z.strictObject({
  /**
   * `pen-digits-2`, `mnist`, `pen-digits` (the first edition of pen digits), the absolute path of a folder that holds the four IDX files, or `folder:` and the base name of
   * such a folder. Several of them with `+` between are one mixed data set, as in `mnist+pen-digits-2`, or with how many training images of each
   * `mnist:20000+pen-digits-2:10000`.
   */
  dataSet: z.string().min(1, 'Data set: expected a name or a folder, but it is empty'),
  /** SHA-256 of the images and labels that are meant, hexadecimal; absent: whatever goes by the name. */
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'Fingerprint: expected the 64 digits of a SHA-256')
    .optional(),
  /** The first so many images of the training file. */
  trainSize: boundedInteger('Training images', 1, 10_000_000),
  /** The last so many images of the training file; 0: no validation. */
  validationSize: boundedInteger('Validation images', 0, 10_000_000),
  /** The first so many images of the test file; 0: no test. */
  testSize: boundedInteger('Test images', 0, 10_000_000),
  /** Whether training and validation images are chosen so that every class has its share, or as the file has them. */
  isStratified: z.boolean().default(false),
  /** What a pixel's byte p is as an input: p, p/255, or that less its mean and divided by its standard deviation. */
  normalization: oneOf('Normalization', ['none', 'unit', 'standardized']).default('unit'),
  /** How training images are varied, anew in each epoch; null: not at all. */
  augmentation: augmentationSchema.nullable().default(null),
  /** How training images are made worse on purpose; absent: not at all. */
  noise: noiseSchema.optional(),
})

/**
 * A penalty on weights. `lambda` is its strength, 0 turns it off; biases are exempt. What λ means: by `network2`, the
 * loss gains λ/n Σ |w| (L1) or λ/(2n) Σ w² (L2), n being the number of training images (Nielsen, chapter 3); by
 * `pytorch`, it gains λ Σ |w| or λ/2 Σ w² (PyTorch's weight_decay).
 */
const penaltySchema = (label: string) =>
  z.strictObject({
    lambda: boundedNumber(`${label} λ`, 0, 1e6),
    convention: oneOf(`${label} convention`, ['network2', 'pytorch']),
  })

/**
 * A recipe by its fields alone, as it is kept: what may be combined, and how large a network may be, has become stricter
 * from version to version, and a run that was trained before stays readable.
 */
export const recipeShape = z.strictObject({
  version: z.literal(RECIPE_VERSION, {
    error: ({ input }) =>
      `Recipe version: expected ${RECIPE_VERSION}, got ${describeValue(input)}${Number.isInteger(input) && Number(input) > RECIPE_VERSION ? '; it was made by a newer program' : ''}`,
  }),
  data: dataSchema.overwrite(dropNoNoise),
  /** Number of inputs: pixels of one image. */
  inputSize: boundedInteger('Inputs', 1, 1_000_000),
  /** Hidden layers in order, then the output layer. */
  layers: z.array(layerSchema).min(1, 'Layers: expected an output layer at least, got none').max(50),
  initializer: z.strictObject({
    name: oneOf('Initializer', INITIALIZER_NAMES),
    /** Every drawn weight is multiplied by it. */
    gain: positiveNumber('Gain', 1000).default(1),
    /** The weight of every connection, for `constant`. */
    constant: boundedNumber('Constant', -1000, 1000).default(0.1),
  }),
  startsFrom: startsFromSchema,
  loss: oneOf('Loss', LOSS_NAMES),
  optimizer: optimizerSchema,
  schedule: scheduleSchema.default({ name: 'constant' }),
  /** The learning rate rises in a straight line, step by step, over so many epochs. */
  warmupEpochs: boundedInteger('Warm-up', 0, 100_000).default(0),
  /** The gradient is scaled down to this Euclidean norm where it is longer; null: never. */
  gradientClipping: positiveNumber('Gradient clipping', 1e9).nullable().default(null),
  l1: penaltySchema('L1').default({ lambda: 0, convention: 'network2' }),
  l2: penaltySchema('L2'),
  batchNorm: z
    .strictObject({
      /** How far the running statistics move toward each mini-batch's. */
      momentum: positiveNumber('Batch norm momentum', 1).default(0.1),
      epsilon: positiveNumber('Batch norm ε', 1).default(1e-5),
    })
    .prefault({}),
  /** Images per mini-batch; the last mini-batch of an epoch may be smaller. */
  batchSize: boundedInteger('Mini-batch size', 1, 10_000_000),
  epochs: boundedInteger('Epochs', 1, 100_000),
  /** Whether the training images are put in a new order before each epoch. */
  shuffle: z.boolean(),
  seed: boundedInteger('Seed', 0, 0xffff_ffff),
  /**
   * What computes the training, and in which precision; two engines never give the same bytes. A file from before
   * there was a choice gets the default; runs in the store from then keep `reference`, which trained them.
   */
  engine: oneOf('Engine', ENGINE_NAMES).default(DEFAULT_ENGINE),
  stopping: stoppingSchema.prefault({}),
})

/** Everything that decides a training; plain JSON. The form, the command line, the store and files speak it. */
export type Recipe = z.infer<typeof recipeShape>
export type RecipeLayer = Recipe['layers'][number]

/** The schema of a recipe, with the rules on combinations that no single field can state. */
export const recipeSchema = recipeShape.superRefine((recipe, context) => {
  for (const problem of findCombinationProblems(recipe)) {
    context.addIssue({ code: 'custom', path: problem.path, message: problem.message })
  }
})

/** One thing wrong with a recipe: where, and what was expected and what came. */
export interface RecipeProblem {
  /** The field, as in `['layers', 1, 'activation']`. */
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** A problem where it stands beside no field: that of a layer names it, counted from 1. */
export function describeProblem({ path: [field, index], message }: RecipeProblem): string {
  return field !== 'layers' || typeof index !== 'number' || message.startsWith('Layer ')
    ? message
    : `Layer ${index + 1}: ${message}`
}

/** Problems on one line. */
export const describeProblems = (problems: readonly RecipeProblem[]): string =>
  problems.map(describeProblem).join('; ')

/** Thrown for a value that is not a valid recipe; `message` names every problem. */
export class RecipeError extends Error {
  override readonly name = 'RecipeError'
  readonly problems: readonly RecipeProblem[]

  constructor(problems: readonly RecipeProblem[]) {
    super(describeProblems(problems))
    this.problems = problems
  }
}

/** Lists what is wrong with a value as a recipe that is to be trained; an empty list means it is valid. */
export function checkRecipe(value: unknown): RecipeProblem[] {
  const result = recipeSchema.safeParse(value)
  if (result.success) return findSizeProblems(result.data)
  return result.error.issues.map((issue) => ({
    path: issue.path.filter((key) => typeof key !== 'symbol'),
    message: issue.code === 'custom' ? issue.message : describeIssue(issue),
  }))
}

/** Reads a recipe from plain JSON. @throws RecipeError with every problem. */
export function parseRecipe(value: unknown): Recipe {
  const problems = checkRecipe(value)
  if (problems.length > 0) throw new RecipeError(problems)
  return recipeSchema.parse(value)
}

/** The lecture's recipe, `Network([784, 30, 10])` and `SGD(training_data, 30, 10, 3.0)`, on pen digits. */
export const LECTURE_RECIPE: Recipe = parseRecipe({
  version: RECIPE_VERSION,
  data: { dataSet: PEN_DIGITS, trainSize: 50_000, validationSize: 10_000, testSize: 10_000 },
  inputSize: 784,
  layers: [
    { units: 30, activation: 'sigmoid' },
    { units: 10, activation: 'sigmoid' },
  ],
  initializer: { name: 'standard-normal' },
  loss: 'mse',
  optimizer: { name: 'sgd', learningRate: 3 },
  l2: { lambda: 0, convention: 'network2' },
  batchSize: 10,
  epochs: 30,
  shuffle: true,
  seed: 1,
})
