import { z } from 'zod'
import { ACTIVATION_NAMES } from '../../activations/names.ts'
import { parseActivation } from '../../recipe/activation-text.ts'
import { MOST_NETWORK_BYTES } from '../../limits.ts'
import { LOSS_NAMES, type LossName } from '../../losses/names.ts'
import { describeIssue } from '../../recipe/describe-issue.ts'
import { describeValue } from '../../recipe/describe-value.ts'
import { FormatError } from '../format-error.ts'
import type { FoundActivation, FoundNetwork } from '../found-network.ts'
import { readJson } from '../read-json.ts'
import { LARGEST_FLOAT32 } from '../tensor.ts'
import { decodeText } from '../text.ts'
import type { WeightReader } from '../weight-format.ts'

/** Reads files in the layout of network2.py. */
export const network2Reader: WeightReader = {
  recognize: (bytes, fileName) =>
    /\.json$/i.test(fileName) ||
    (/^\s*\{/.test(decodeText(bytes.subarray(0, 64))) && !bytes.subarray(0, 64).includes(0)),
  read: (bytes) => {
    if (bytes.length > MOST_NETWORK_BYTES) {
      throw new FormatError(
        `expected at most ${MOST_NETWORK_BYTES / 1e6} MB of JSON, got ${Math.round(bytes.length / 1e6)} MB`,
      )
    }
    return readNetwork2(decodeText(bytes))
  },
}

/** Entries of a list that has one for each layer, at most. They are counted before a schema looks at each. */
const MOST_LAYERS = 1000
const fewOf = <Output>(entries: z.ZodType<Output, unknown[]>) =>
  z.array(z.unknown()).max(MOST_LAYERS).pipe(entries)

const fileSchema = z.object({
  /** Other programs leave it out: the weights have it too. */
  sizes: fewOf(z.array(z.number().int().positive()).min(2)).optional(),
  weights: z.array(z.unknown()),
  biases: z.array(z.unknown()),
  /** Older files and those of other programs may lack it. */
  cost: z.enum(['QuadraticCost', 'CrossEntropyCost']).optional(),
  activations: fewOf(z.array(z.string())).optional(),
  loss: z.string().optional(),
})

/**
 * Reads a file as network2.py or this program writes it; earlier versions added activations and loss to it. It says layers and mostly the loss; how the network was
 * trained is unknown. Its layers are sigmoid and its inputs p/255, as network2.py has them.
 * @throws FormatError
 */
export function readNetwork2(text: string): FoundNetwork {
  const file = parseFile(text)
  const sizes = file.sizes ?? sizesOf(file)
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
  const activations = activationsOf(file, sizes.length - 1)
  const loss = lossOf(file)
  return {
    layers: activations.map((activation, k) => ({
      name: `layer ${k + 1}`,
      inFeatures: sizes[k]!,
      outFeatures: sizes[k + 1]!,
      weights: flatten(file.weights[k]!, sizes[k]!),
      biases: flatten(file.biases[k]!, 1),
      activation,
    })),
    pixels: { shift: 0, scale: 1 },
    ...(loss !== undefined && { loss }),
    isOrientationAssumed: false,
    numberTypes: ['float64'],
    notes: [],
  }
}

function flatten(rows: readonly number[][], columns: number): Float64Array {
  const flat = new Float64Array(rows.length * columns)
  rows.forEach((row, i) => flat.set(row, i * columns))
  return flat
}

/** The sizes that the weights themselves have, for files that do not state them. */
function sizesOf({ weights }: NetworkFile): number[] {
  if (weights.length === 0) throw new FormatError('weights: expected a matrix for each layer, got none')
  return [weights[0]![0]?.length ?? 0, ...weights.map((matrix) => matrix.length)]
}

function activationsOf({ activations }: NetworkFile, count: number): FoundActivation[] {
  if (activations === undefined) return Array.from({ length: count }, () => ({ name: 'sigmoid' }))
  if (activations.length !== count) {
    throw new FormatError(`activations: expected ${count}, one for each layer, got ${activations.length}`)
  }
  return activations.map((text, k) => {
    try {
      return parseActivation(text, ACTIVATION_NAMES)
    } catch (error) {
      throw error instanceof FormatError ? new FormatError(`activations[${k}]: ${error.message}`) : error
    }
  })
}

function lossOf({ loss, cost }: NetworkFile): LossName | undefined {
  if (loss !== undefined) return knownName(loss, LOSS_NAMES, 'loss')
  return cost === undefined ? undefined : cost === 'CrossEntropyCost' ? 'binary-cross-entropy' : 'mse'
}

function knownName<Name extends string>(name: string, known: readonly Name[], place: string): Name {
  const found = known.find((each) => each === name)
  if (found !== undefined) return found
  throw new FormatError(`${place}: expected ${known.join(', ')}, got ${describeValue(name)}`)
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
