import { z } from 'zod'
import type { LossName } from '../losses/names.ts'
import { foldForInference } from '../network/fold.ts'
import { parameterLayout, parameterViews, layerSizes } from '../network/parameters.ts'
import { MOST_NETWORK_BYTES } from '../limits.ts'
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
  read: (bytes) => {
    if (bytes.length > MOST_NETWORK_BYTES) {
      throw new FormatError(
        `expected at most ${MOST_NETWORK_BYTES / 1e6} MB of JSON, got ${Math.round(bytes.length / 1e6)} MB`,
      )
    }
    return readNetwork2(decodeText(bytes))
  },
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

const fileSchema = z.object({
  sizes: z.array(z.number().int().positive()).min(2),
  weights: z.array(z.unknown()),
  biases: z.array(z.unknown()),
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
  for (const name of ['weights', 'biases'] as const) {
    if (file[name].length !== sizes.length - 1) {
      throw new FormatError(
        `${name}: expected ${sizes.length - 1} matrices for ${describeSizes(sizes)}, got ${file[name].length}`,
      )
    }
  }
  // Sizes are believed once all numbers are there: memory for them is taken after that.
  for (let k = 0; k < sizes.length - 1; k++) {
    checkRows(file.weights[k]!, sizes[k + 1]!, sizes[k]!, `weights[${k}]`)
    checkRows(file.biases[k]!, sizes[k + 1]!, 1, `biases[${k}]`)
  }
  const layout = parameterLayout(recipe)
  const parameters = new Float64Array(layout.length)
  parameterViews(layout, parameters).forEach(({ weights, biases }, k) => {
    file.weights[k]!.forEach((row, i) => weights.set(row, i * sizes[k]!))
    file.biases[k]!.forEach((row, i) => biases.set(row, i))
  })
  const tellsLoss = file.cost !== undefined || file.loss !== undefined
  return { recipe, unknownFields: [...TRAINING_FIELDS, ...(tellsLoss ? [] : ['loss'])], parameters }
}

/** Layers that an error lists, at most: a recipe has no more. */
const LISTED_SIZES = 51

const describeSizes = (sizes: readonly number[]): string =>
  sizes.length > LISTED_SIZES ? `${sizes.length} sizes` : `sizes [${sizes.join(', ')}]`

type NetworkFile = Omit<z.infer<typeof fileSchema>, 'weights' | 'biases'> & {
  weights: number[][][]
  biases: number[][][]
}

/** What a file is that people take for one with weights; null where it may be one. */
function describeOtherFile(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || 'sizes' in value || 'weights' in value) return null
  if ('recipe' in value && 'name' in value) return 'a preset, which has a recipe and no weights'
  if ('layers' in value && 'optimizer' in value) return 'a recipe, which has no weights'
  return null
}

function parseFile(text: string): NetworkFile {
  const value = readJson(text, 'JSON as network2.py writes it')
  const other = describeOtherFile(value)
  if (other !== null)
    throw new FormatError(`expected a network's weights as network2.py writes them, got ${other}`)
  const result = fileSchema.safeParse(value)
  if (!result.success) throw new FormatError(`Network file: ${describeIssue(result.error.issues[0]!)}`)
  const { weights, biases } = result.data
  return { ...result.data, weights: matricesOf(weights, 'weights'), biases: matricesOf(biases, 'biases') }
}

/**
 * Takes values as matrices. A schema would make a list of all that is wrong, which may be millions of numbers.
 * @throws FormatError naming the first value that is none, and how many more there are
 */
function matricesOf(values: readonly unknown[], name: string): number[][][] {
  let first: { path: readonly number[]; value: unknown } | undefined
  let count = 0
  values.forEach((matrix, k) => {
    listOf(matrix, `${name}.${k}`).forEach((row, i) => {
      listOf(row, `${name}.${k}.${i}`).forEach((value, j) => {
        if (typeof value === 'number' && Number.isFinite(value)) return
        first ??= { path: [k, i, j], value }
        count++
      })
    })
  })
  if (first === undefined) return values as number[][][]
  const { path, value } = first
  const more = count === 1 ? '' : `, and ${count - 1} more like it`
  throw new FormatError(
    `${name}${path.map((index) => `[${index}]`).join('')}: expected a number, got ${describeValue(value)}, as ${nameParameter(name, path)}${more}`,
  )
}

function listOf(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw new FormatError(`Network file: ${place}: expected a list, got ${describeValue(value)}`)
}

/** A weight or a bias by what it belongs to, all counted from 1: `the weight of input 4 to neuron 2 in layer 1`. */
function nameParameter(name: string, [layer, row, column]: readonly number[]): string {
  const where = `neuron ${Number(row) + 1} in layer ${Number(layer) + 1}`
  return name === 'biases'
    ? `the bias of ${where}`
    : `the weight from input ${Number(column) + 1} to ${where}`
}

/** The engine that trains by default computes with 32-bit floats. */
const LARGEST_FLOAT32 = (2 - 2 ** -23) * 2 ** 127

/** @throws FormatError where a matrix has another shape than its layer, or numbers that are too large */
function checkRows(rows: number[][], count: number, columns: number, name: string): void {
  const wrong = rows.length !== count ? undefined : rows.find((row) => row.length !== columns)
  if (rows.length !== count || wrong) {
    throw new FormatError(
      `${name}: expected shape (${count}, ${columns}), got ${rows.length} rows${wrong ? `, one of ${wrong.length} numbers` : ''}`,
    )
  }
  for (const row of rows) {
    const large = row.find((value) => Math.abs(value) > LARGEST_FLOAT32)
    if (large === undefined) continue
    throw new FormatError(
      `${name}: expected numbers within ±${LARGEST_FLOAT32.toPrecision(2)}, as 32-bit floats hold, got ${large}`,
    )
  }
}

function recipeOf(file: NetworkFile): Recipe {
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
