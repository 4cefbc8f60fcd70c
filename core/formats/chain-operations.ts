import type {
  FoundActivation,
  FoundBatchNorm,
  FoundLayer,
  FoundNetwork,
  PixelScale,
} from './found-network.ts'
import { FormatError } from './format-error.ts'

/** One step of a network from input to output, as files that describe a computation have it. */
export type FoundOperation =
  | ({ readonly kind: 'affine' } & Pick<
      FoundLayer,
      'name' | 'inFeatures' | 'outFeatures' | 'weights' | 'biases'
    >)
  | ({ readonly kind: 'batch-norm'; readonly name: string } & FoundBatchNorm)
  | { readonly kind: 'activation'; readonly name: string; readonly activation: FoundActivation }
  | { readonly kind: 'dropout'; readonly name: string; readonly probability: number }
  /** (x − shift) × scale, the same for all values. */
  | ({ readonly kind: 'scale'; readonly name: string } & PixelScale)

type BatchNormOperation = Extract<FoundOperation, { kind: 'batch-norm' }>

/** A layer while its operations are gathered. */
interface OpenLayer {
  name: string
  inFeatures: number
  outFeatures: number
  weights: Float64Array
  biases: Float64Array
  batchNorm?: FoundBatchNorm | undefined
  activation?: FoundActivation
  dropout?: number
}

/**
 * Joins operations to layers: an affine map, batch normalization, activation, dropout. A normalization that stands elsewhere is
 * multiplied into the affine map beside it, which leaves the function as it is.
 * @throws FormatError naming an operation that has no place in a fully connected network
 */
export function chainOperations(
  operations: readonly FoundOperation[],
): Pick<FoundNetwork, 'layers' | 'pixels' | 'notes'> {
  const layers: OpenLayer[] = []
  const notes: string[] = []
  let pixels: PixelScale | null = null
  let pending: BatchNormOperation | undefined
  for (const operation of operations) {
    const layer = layers.at(-1)
    switch (operation.kind) {
      case 'affine':
        checkWidth(operation.name, operation.inFeatures, layer?.outFeatures ?? operation.inFeatures)
        layers.push(openLayer(operation, pending))
        pending = undefined
        break
      case 'batch-norm':
        if (layer !== undefined) checkWidth(operation.name, operation.gamma.length, layer.outFeatures)
        if (layer !== undefined && layer.activation === undefined && layer.batchNorm === undefined) {
          layer.batchNorm = operation
        } else if (pending === undefined) {
          pending = operation
          notes.push(`${operation.name}: multiplied into the layer after it, which answers the same.`)
        } else throw new FormatError(`${operation.name}: expected a layer between two batch normalizations`)
        break
      case 'activation':
        if (layer === undefined) {
          throw new FormatError(
            `${operation.name}: expected a fully connected layer first, got ${operation.activation.name}`,
          )
        }
        if (pending !== undefined) {
          throw new FormatError(
            `${operation.name}: expected a layer after ${pending.name}, got an activation`,
          )
        }
        setActivation(layer, operation)
        break
      case 'dropout':
        if (layer !== undefined) layer.dropout = operation.probability
        break
      case 'scale':
        if (layer === undefined) pixels = joinScales(pixels, operation)
        else scaleOutputs(layer, operation)
        break
    }
  }
  if (pending !== undefined) foldLast(layers, pending)
  if (layers.length === 0) throw new FormatError('expected fully connected layers, found none')
  return { layers: layers.map(closeLayer), pixels, notes }
}

function checkWidth(name: string, got: number, expected: number): void {
  if (got === expected) return
  throw new FormatError(`${name}: expected ${expected} inputs, as the layer before it gives, got ${got}`)
}

function setActivation(
  layer: OpenLayer,
  { name, activation }: Extract<FoundOperation, { kind: 'activation' }>,
): void {
  if (activation.name === 'identity') return
  if (layer.activation !== undefined) {
    throw new FormatError(
      `${name}: expected one activation after ${layer.name}, got ${layer.activation.name} and ${activation.name}`,
    )
  }
  layer.activation = activation
}

/** Opens a layer; a normalization of its inputs is multiplied into its weights. */
function openLayer(
  operation: Extract<FoundOperation, { kind: 'affine' }>,
  normalization: BatchNormOperation | undefined,
): OpenLayer {
  const { name, inFeatures, outFeatures, weights, biases } = operation
  const layer = { name, inFeatures, outFeatures, weights, biases }
  if (normalization === undefined) return layer
  checkWidth(normalization.name, normalization.gamma.length, inFeatures)
  return foldNormBefore(layer, normalization)
}

/** A layer with a batch normalization of its inputs multiplied into weights and biases. */
export function foldNormBefore<
  Layer extends Pick<FoundLayer, 'inFeatures' | 'outFeatures' | 'weights' | 'biases'>,
>(layer: Layer, normalization: FoundBatchNorm): Layer {
  const { inFeatures, outFeatures } = layer
  const weights = layer.weights.slice()
  const biases = layer.biases.slice()
  for (let i = 0; i < inFeatures; i++) {
    const { factor, offset } = lineOf(normalization, i)
    for (let j = 0; j < outFeatures; j++) {
      biases[j]! += weights[j * inFeatures + i]! * offset
      weights[j * inFeatures + i]! *= factor
    }
  }
  return { ...layer, weights, biases }
}

/** Batch normalization of one neuron as a line: factor x + offset. */
function lineOf(
  { gamma, beta, runningMean, runningVariance, epsilon }: FoundBatchNorm,
  i: number,
): { factor: number; offset: number } {
  const factor = gamma[i]! / Math.sqrt(runningVariance[i]! + epsilon)
  return { factor, offset: beta[i]! - runningMean[i]! * factor }
}

/** A layer with its batch normalization multiplied into weights and biases. */
export function foldBatchNorm<Layer extends Omit<OpenLayer, 'activation'>>(layer: Layer): Layer {
  const { batchNorm, inFeatures, outFeatures } = layer
  if (batchNorm === undefined) return layer
  const weights = layer.weights.slice()
  const biases = layer.biases.slice()
  for (let j = 0; j < outFeatures; j++) {
    const { factor, offset } = lineOf(batchNorm, j)
    for (let i = 0; i < inFeatures; i++) weights[j * inFeatures + i]! *= factor
    biases[j] = biases[j]! * factor + offset
  }
  return { ...layer, weights, biases, batchNorm: undefined }
}

/** A normalization after the last layer: possible where that layer has no activation of its own. */
function foldLast(layers: OpenLayer[], normalization: BatchNormOperation): void {
  const last = layers.at(-1)
  if (last === undefined || last.activation !== undefined) {
    throw new FormatError(
      `${normalization.name}: expected an output layer after batch normalization, got the end of the network`,
    )
  }
  layers[layers.length - 1] = foldBatchNorm({ ...foldBatchNorm(last), batchNorm: normalization })
}

/** One scale after another as one: ((x − a) s − b) t = (x − (a + b/s)) s t. */
function joinScales(first: PixelScale | null, second: PixelScale): PixelScale {
  if (first === null) return { shift: second.shift, scale: second.scale }
  return { shift: first.shift + second.shift / first.scale, scale: first.scale * second.scale }
}

function scaleOutputs(layer: OpenLayer, { name, shift, scale }: PixelScale & { name: string }): void {
  if (layer.activation !== undefined || layer.batchNorm !== undefined) {
    throw new FormatError(
      `${name}: expected numbers to be scaled before the first layer, got it after ${layer.name}`,
    )
  }
  layer.weights = layer.weights.map((weight) => weight * scale)
  layer.biases = layer.biases.map((bias) => (bias - shift) * scale)
}

/** Graphs name their activations; a layer without one passes its sums on. */
function closeLayer({ activation, ...layer }: OpenLayer): FoundLayer {
  return { ...layer, activation: activation ?? { name: 'identity' } }
}
