import { z } from 'zod'
import type { LossName } from '../losses/names.ts'
import { foldForInference } from '../network/fold.ts'
import { parameterLayout, parameterViews, layerSizes } from '../network/parameters.ts'
import { FormatError } from './format-error.ts'
import { readJson } from './read-json.ts'
import { decodeText, encodeText } from './text.ts'
import type { FormatLimit, ReadNetwork, WeightReader, WeightWriter, WrittenNetwork } from './weight-format.ts'
import { LECTURE_RECIPE, type Recipe } from '../recipe/recipe.ts'
import { describeIssue } from '../recipe/describe-issue.ts'
import { describeValue } from '../recipe/describe-value.ts'
import { TRAINING_FIELDS } from '../recipe/unknown-fields.ts'

type CostName = 'QuadraticCost' | 'CrossEntropyCost'

const COST_OF_LOSS: Readonly<Record<LossName, CostName>> = {
  mse: 'QuadraticCost',
  'binary-cross-entropy': 'CrossEntropyCost',
  'softmax-cross-entropy': 'CrossEntropyCost',
}

/** Writes networks in the layout of network2.py. */
export const network2Writer: WeightWriter = {
  findLimits: findNetwork2Limits,
  write: (network) => encodeText(writeNetwork2(network)),
}

/** Reads files in the layout of network2.py. */
export const network2Reader: WeightReader = {
  recognize: (bytes, fileName) =>
    /\.json$/i.test(fileName) || /^\s*\{/.test(decodeText(bytes.subarray(0, 64))),
  read: (bytes) => readNetwork2(decodeText(bytes)),
}

/** network2.py knows sigmoid layers alone, and calls no other loss than its two costs. */
function findNetwork2Limits(recipe: Pick<Recipe, 'layers'>): FormatLimit[] {
  const others = new Set(recipe.layers.map((layer) => layer.activation).filter((name) => name !== 'sigmoid'))
  if (others.size === 0) return []
  return [
    {
      code: 'activation',
      message: `network2.py takes every layer as sigmoid and would answer differently: this network has ${[...others].join(' and ')}, which the file names in 'activations' for this program.`,
      isBlocking: false,
    },
  ]
}

/**
 * Writes weights in the layout of Nielsen's network2.py (`Network.save`): `sizes`, `weights[k]` of shape
 * (outFeatures, inFeatures), `biases[k]` as columns (outFeatures, 1), and `cost`. `activations` and `loss` are
 * added where network2.py has no word for them, so that this program reads back the same network. Batch normalization
 * and inputs other than p/255 are multiplied into the weights.
 */
export function writeNetwork2({ recipe, parameters }: WrittenNetwork): string {
  const sizes = layerSizes(recipe)
  const folded = foldForInference(recipe, parameters)
  const layers = parameterViews(parameterLayout(folded.recipe), folded.parameters)
  const isBeyond = findNetwork2Limits(recipe).length > 0
  return JSON.stringify({
    sizes,
    weights: layers.map(({ weights }, k) => toRows(weights, sizes[k]!)),
    biases: layers.map(({ biases }) => toRows(biases, 1)),
    cost: COST_OF_LOSS[recipe.loss],
    ...(isBeyond && { activations: recipe.layers.map((layer) => layer.activation), loss: recipe.loss }),
  })
}

function toRows(flat: Float64Array, columns: number): number[][] {
  return Array.from({ length: flat.length / columns }, (_, row) =>
    Array.from(flat.subarray(row * columns, (row + 1) * columns)),
  )
}

const matrix = z.array(z.array(z.number()))
const fileSchema = z.object({
  sizes: z.array(z.number().int().positive()).min(2),
  weights: z.array(matrix),
  biases: z.array(matrix),
  /** Older files and those of other programs may lack it. */
  cost: z.enum(['QuadraticCost', 'CrossEntropyCost']).optional(),
  activations: z.array(z.string()).optional(),
  loss: z.string().optional(),
})

/**
 * Reads a file as network2.py or `writeNetwork2` writes it. It tells layers and mostly the loss; how the network was
 * trained is unknown. Its inputs are p/255, as network2.py has them.
 * @throws FormatError
 */
export function readNetwork2(text: string): ReadNetwork {
  const file = parseFile(text)
  const { sizes } = file
  const recipe = recipeOf(file)
  const layout = parameterLayout(recipe)
  const parameters = new Float64Array(layout.length)
  for (const name of ['weights', 'biases'] as const) {
    if (file[name].length !== sizes.length - 1) {
      throw new FormatError(
        `${name}: expected ${sizes.length - 1} matrices for sizes [${sizes.join(', ')}], got ${file[name].length}`,
      )
    }
  }
  parameterViews(layout, parameters).forEach(({ weights, biases }, k) => {
    fillFromRows(weights, file.weights[k]!, sizes[k + 1]!, sizes[k]!, `weights[${k}]`)
    fillFromRows(biases, file.biases[k]!, sizes[k + 1]!, 1, `biases[${k}]`)
  })
  const tellsLoss = file.cost !== undefined || file.loss !== undefined
  return { recipe, unknownFields: [...TRAINING_FIELDS, ...(tellsLoss ? [] : ['loss'])], parameters }
}

function parseFile(text: string): z.infer<typeof fileSchema> {
  const value = readJson(text, 'JSON as network2.py writes it')
  const result = fileSchema.safeParse(value)
  if (result.success) return result.data
  const issues = result.error.issues
  const [issue] = issues
  const [name, ...indices] = issue!.path
  const isValue = (path: readonly PropertyKey[]): boolean =>
    (path[0] === 'weights' || path[0] === 'biases') && path.length === 4
  if (!isValue(issue!.path)) throw new FormatError(`Network file: ${describeIssue(issue!)}`)
  const more = issues.filter(({ path }) => isValue(path)).length - 1
  throw new FormatError(
    `${String(name)}${indices.map((index) => `[${String(index)}]`).join('')}: expected a number, got ${describeValue(readAt(value, issue!.path))}, as ${nameParameter(issue!.path)}${more === 0 ? '' : `, and ${more} more like it`}`,
  )
}

const readAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce((value, key) => (value as Record<PropertyKey, unknown>)[key], root)

/** A weight or a bias by what it belongs to, all counted from 1: `the weight of input 4 to neuron 2 in layer 1`. */
function nameParameter([name, layer, row, column]: readonly PropertyKey[]): string {
  const where = `neuron ${Number(row) + 1} in layer ${Number(layer) + 1}`
  return name === 'biases'
    ? `the bias of ${where}`
    : `the weight from input ${Number(column) + 1} to ${where}`
}

/** The engine that trains by default computes with 32-bit floats. */
const LARGEST_FLOAT32 = (2 - 2 ** -23) * 2 ** 127

function fillFromRows(
  flat: Float64Array,
  rows: number[][],
  count: number,
  columns: number,
  name: string,
): void {
  const wrong = rows.length !== count ? undefined : rows.find((row) => row.length !== columns)
  if (rows.length !== count || wrong) {
    throw new FormatError(
      `${name}: expected shape (${count}, ${columns}), got ${rows.length} rows${wrong ? `, one of ${wrong.length} numbers` : ''}`,
    )
  }
  const large = rows.flat().find((value) => Math.abs(value) > LARGEST_FLOAT32)
  if (large !== undefined) {
    throw new FormatError(
      `${name}: expected numbers within ±${LARGEST_FLOAT32.toPrecision(2)}, as 32-bit floats hold, got ${large}`,
    )
  }
  rows.forEach((row, i) => flat.set(row, i * columns))
}

function recipeOf(file: z.infer<typeof fileSchema>): Recipe {
  const [inputSize = 0, ...units] = file.sizes
  const activations = file.activations ?? units.map(() => 'sigmoid')
  if (activations.length !== units.length) {
    throw new FormatError(
      `activations: expected ${units.length}, one for each layer, got ${activations.length}`,
    )
  }
  return {
    ...LECTURE_RECIPE,
    inputSize,
    // Names that this program does not know are refused by parseRecipe, with the list of those it knows.
    layers: units.map((count, k) => ({
      units: count,
      activation: activations[k] as Recipe['layers'][number]['activation'],
      batchNorm: false,
      dropout: 0,
    })),
    loss: (file.loss ?? (file.cost === 'CrossEntropyCost' ? 'binary-cross-entropy' : 'mse')) as LossName,
  }
}
