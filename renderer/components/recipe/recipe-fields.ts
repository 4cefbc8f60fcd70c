import { optimizerSchema } from '#core/optimizers/schema.ts'
import { recipeSchema } from '#core/recipe/recipe.ts'
import { z } from 'zod'
import {
  ACTIVATION_CHOICES,
  INITIALIZER_CHOICES,
  L2_CONVENTION_CHOICES,
  LOSS_CHOICES,
  OPTIMIZER_CHOICES,
  type Choice,
} from './recipe-choices.ts'

export type RecipeSectionName =
  'Data' | 'Network' | 'Initialization' | 'Loss' | 'Optimizer' | 'Regularization' | 'Training'

/** What a field of the recipe is called and does; the form and the comparison of recipes share it. */
export interface RecipeFieldInfo {
  /** Keys joined with dots; `*` stands for the index of a layer. */
  readonly path: string
  readonly section: RecipeSectionName
  readonly label: string
  /** What the number counts, where it counts something. */
  readonly unit?: string
  /** One sentence: what it does. */
  readonly help: string
  /** Values that it offers, where it offers a few. */
  readonly choices?: readonly Choice[]
}

/** Every field of a recipe, in the order of the form. */
export const RECIPE_FIELDS: readonly RecipeFieldInfo[] = [
  {
    path: 'data.dataSet',
    section: 'Data',
    label: 'Data set',
    help: 'The images of digits that the network learns from and is tested on.',
  },
  {
    path: 'data.trainSize',
    section: 'Data',
    label: 'Training',
    unit: 'images',
    help: 'The first so many images of the training file; the network learns from these.',
  },
  {
    path: 'data.validationSize',
    section: 'Data',
    label: 'Validation',
    unit: 'images',
    help: 'The last so many images of the training file; they measure each epoch and are never learned from. 0 leaves the part out.',
  },
  {
    path: 'data.testSize',
    section: 'Data',
    label: 'Test',
    unit: 'images',
    help: 'The first so many images of the test file; they give the log’s count of right answers. 0 leaves the part out.',
  },
  {
    path: 'inputSize',
    section: 'Network',
    label: 'Inputs',
    unit: 'pixels',
    help: 'One input for each pixel of an image; it follows from the data set.',
  },
  {
    path: 'layers.*.units',
    section: 'Network',
    label: 'Units',
    help: 'How many neurons the layer has; each sees every output of the layer before it.',
  },
  {
    path: 'layers.*.activation',
    section: 'Network',
    label: 'Activation',
    help: 'The function that bends a neuron’s weighted sum; without a bend, layers would add nothing.',
    choices: ACTIVATION_CHOICES,
  },
  {
    path: 'initializer.name',
    section: 'Initialization',
    label: 'First weights',
    help: 'How the weights and biases are drawn before the first step.',
    choices: INITIALIZER_CHOICES,
  },
  {
    path: 'loss',
    section: 'Loss',
    label: 'Loss',
    help: 'The number that training makes small: how far the outputs are from the right answer.',
    choices: LOSS_CHOICES,
  },
  {
    path: 'optimizer.name',
    section: 'Optimizer',
    label: 'Optimizer',
    help: 'How a gradient becomes a step of the weights.',
    choices: OPTIMIZER_CHOICES,
  },
  {
    path: 'optimizer.learningRate',
    section: 'Optimizer',
    label: 'Learning rate',
    help: 'The length of each step, η: too small learns slowly, too large jumps over the goal.',
  },
  {
    path: 'optimizer.momentum',
    section: 'Optimizer',
    label: 'Momentum',
    help: 'The share of the last step that the next one keeps, μ.',
  },
  {
    path: 'optimizer.rho',
    section: 'Optimizer',
    label: 'Rho',
    help: 'How slowly the average of squared gradients forgets, ρ.',
  },
  {
    path: 'optimizer.beta1',
    section: 'Optimizer',
    label: 'Beta 1',
    help: 'How slowly the average of gradients forgets, β₁.',
  },
  {
    path: 'optimizer.beta2',
    section: 'Optimizer',
    label: 'Beta 2',
    help: 'How slowly the average of squared gradients forgets, β₂.',
  },
  {
    path: 'optimizer.epsilon',
    section: 'Optimizer',
    label: 'Epsilon',
    help: 'A small number that keeps the division from zero, ε.',
  },
  {
    path: 'optimizer.weightDecay',
    section: 'Optimizer',
    label: 'Weight decay',
    help: 'The share, times the learning rate, by which every step shrinks the weights.',
  },
  {
    path: 'l2.lambda',
    section: 'Regularization',
    label: 'L2 λ',
    help: 'Penalty on large weights, against learning the training images by heart; 0 turns it off. Biases are exempt.',
  },
  {
    path: 'l2.convention',
    section: 'Regularization',
    label: 'λ means',
    help: 'What the loss gains for a given λ; the two common conventions differ by the number of training images.',
    choices: L2_CONVENTION_CHOICES,
  },
  {
    path: 'batchSize',
    section: 'Training',
    label: 'Mini-batch size',
    unit: 'images',
    help: 'How many images are averaged for one step of the weights.',
  },
  {
    path: 'epochs',
    section: 'Training',
    label: 'Epochs',
    help: 'How many times the training goes through all training images.',
  },
  {
    path: 'seed',
    section: 'Training',
    label: 'Seed',
    help: 'Decides the first weights and the order of images; the same seed gives the same run to the last bit.',
  },
  {
    path: 'shuffle',
    section: 'Training',
    label: 'Shuffle',
    help: 'Puts the training images in a new order before each epoch.',
  },
]

const fieldByPath = new Map(RECIPE_FIELDS.map((field) => [field.path, field]))

/**
 * The description of the field at a path such as `['layers', 1, 'units']`.
 * @throws Error where the recipe has no such field.
 */
export function fieldAt(path: readonly (string | number)[]): RecipeFieldInfo {
  const pattern = path.map((key) => (typeof key === 'number' ? '*' : key)).join('.')
  const field = fieldByPath.get(pattern)
  if (field === undefined) throw new Error(`Expected a field of the recipe, got ${pattern}.`)
  return field
}

/** The range of a number, as its schema states it. */
export interface FieldRange {
  readonly min: number
  readonly max: number
  readonly isWhole: boolean
  /** As a person reads it: `above 0 to 1,000,000`. */
  readonly text: string
  /** Whether a number lies in it. */
  readonly allows: (value: number) => boolean
}

/** The schema of the number at a path; undefined where there is none. */
function numberSchemaAt(path: readonly (string | number)[]): z.ZodNumber | undefined {
  let schema: unknown = recipeSchema
  for (const key of path) {
    if (schema instanceof z.ZodObject) schema = (schema.shape as Record<string, unknown>)[key]
    else if (schema instanceof z.ZodArray) schema = schema.element
    else if (schema === optimizerSchema) {
      schema = optimizerSchema.options
        .map((option) => (option.shape as Record<string, unknown>)[key])
        .find((found) => found !== undefined)
    }
  }
  return schema instanceof z.ZodNumber ? schema : undefined
}

const format = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 10 })

/** The range that the recipe's schema allows at a path; undefined for a field that is no number. */
export function rangeAt(path: readonly (string | number)[]): FieldRange | undefined {
  const schema = numberSchemaAt(path)
  if (schema === undefined) return undefined
  const { type, minimum, exclusiveMinimum, maximum, exclusiveMaximum } = z.toJSONSchema(schema) as {
    type: string
    minimum?: number
    exclusiveMinimum?: number
    maximum?: number
    exclusiveMaximum?: number
  }
  const min = minimum ?? exclusiveMinimum ?? -Infinity
  const max = maximum ?? exclusiveMaximum ?? Infinity
  const lower = exclusiveMinimum === undefined ? `from ${format(min)}` : `above ${format(min)}`
  const upper = exclusiveMaximum === undefined ? `to ${format(max)}` : `to below ${format(max)}`
  return {
    min,
    max,
    isWhole: type === 'integer',
    allows: (value) => schema.safeParse(value).success,
    text: `${type === 'integer' ? 'a whole number ' : ''}${lower} ${upper}`,
  }
}
