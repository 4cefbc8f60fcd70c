import { describeValue } from '../../recipe/describe-value.ts'
import type { FoundOperation } from '../chain-operations.ts'
import { transpose } from '../chain-tensors.ts'
import { FormatError } from '../format-error.ts'
import { describeShape, type NamedTensor } from '../tensor.ts'
import { ACTIVATION_LAYERS, activationOf, activationOfLayer, numberOf } from './activations.ts'
import type { LayerWeights, WeightRole, WeightSource } from './layer-weights.ts'
import type { Config, KerasLayer } from './model-config.ts'
import { readNormalization } from './normalization.ts'
import { rescale } from './rescale.ts'

/** Keras' own where a configuration leaves it out. */
const EPSILON = 1e-3
/** Layers that change nothing once a network is trained. */
const PASSING = ['ActivityRegularization', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout', 'Identity']

const KNOWN = [
  'InputLayer',
  'Flatten',
  'Rescaling',
  'Normalization',
  'Dense',
  'BatchNormalization',
  'Dropout',
  ...ACTIVATION_LAYERS,
]

/** What was read of a model so far. */
export interface KerasReading {
  readonly operations: FoundOperation[]
  readonly numberTypes: Set<string>
  readonly notes: string[]
}

/** Appends what layers do, from input to output. @throws FormatError naming a layer that no fully connected network has */
export function readLayers(layers: readonly KerasLayer[], source: WeightSource, reading: KerasReading): void {
  for (const layer of layers) {
    checkInput(layer)
    if (layer.layers === undefined) readLayer(layer, source, reading)
    else readLayers(layer.layers, source.inside(layer), reading)
  }
}

function readLayer(
  layer: KerasLayer,
  source: WeightSource,
  { operations, numberTypes, notes }: KerasReading,
): void {
  const { className, name, config } = layer
  const take = (roles: readonly WeightRole[]): LayerWeights => {
    const weights = source.weightsOf(layer, roles)
    for (const [role, { numberType }] of weights) if (role !== 'count') numberTypes.add(numberType)
    return weights
  }
  if (className === 'Dense') operations.push(...readDense(layer, take))
  else if (className === 'BatchNormalization') operations.push(readBatchNorm(layer, take))
  else if (ACTIVATION_LAYERS.includes(className)) {
    operations.push({ kind: 'activation', name, activation: activationOfLayer(name, className, config) })
  } else if (className === 'Dropout') {
    const probability = numberOf(name, config.rate ?? config.p)
    if (operations.some(({ kind }) => kind === 'affine'))
      operations.push({ kind: 'dropout', name, probability })
    else notes.push(`${name}: dropout of pixels was left out, as the recipe has none.`)
  } else if (className === 'Rescaling') {
    const isFirst = !operations.some(({ kind }) => kind === 'affine' || kind === 'scale')
    operations.push(rescale(name, config, isFirst, notes))
  } else if (className === 'Normalization') {
    const isFirst = !operations.some(({ kind }) => kind === 'affine' || kind === 'scale')
    operations.push(...readNormalization(name, config, take, { isFirst, notes }))
  } else if (PASSING.includes(className)) {
    notes.push(`${name}: ${className} was left out, as it does nothing to a trained network's answers.`)
  } else if (className === 'Reshape') checkReshape(name, config)
  else if (className !== 'InputLayer' && className !== 'Flatten') {
    throw new FormatError(
      `${name}: expected layers of a fully connected network (${KNOWN.join(', ')}), got ${className}`,
    )
  }
}

/** The order of pixels of several channels is another than the program's. */
function checkInput({ name, config }: KerasLayer): void {
  const shape = config.batch_shape ?? config.batch_input_shape
  if (!Array.isArray(shape) || shape.length !== 4) return
  const channels: unknown = config.data_format === 'channels_first' ? shape[1] : shape[3]
  const isGray = channels === 1 || shape[1] === 1
  if (isGray) return
  throw new FormatError(
    `${name}: expected pictures of one channel, got ${shape.slice(1).map(describeValue).join(' × ')}`,
  )
}

function checkReshape(name: string, { target_shape: shape }: Config): void {
  if (Array.isArray(shape) && shape.length === 1) return
  if (Array.isArray(shape) && shape.filter((side) => side !== 1).length <= 2 && shape.length <= 3) return
  throw new FormatError(`${name}: expected values in one row or one picture, got ${describeValue(shape)}`)
}

type Take = (roles: readonly WeightRole[]) => LayerWeights

function readDense({ name, config }: KerasLayer, take: Take): FoundOperation[] {
  const hasBias = config.use_bias !== false && config.bias !== false
  const weights = take(hasBias ? ['kernel', 'bias'] : ['kernel'])
  const kernel = weights.get('kernel')!
  const [inFeatures = 0, outFeatures = 0] = kernel.shape
  const units = config.units ?? config.output_dim ?? outFeatures
  if (kernel.shape.length !== 2 || units !== outFeatures || inFeatures === 0) {
    throw new FormatError(
      `${name}: expected a kernel of inputs × ${describeValue(units)}, got ${describeShape(kernel.shape)}`,
    )
  }
  return [
    {
      kind: 'affine',
      name,
      inFeatures,
      outFeatures,
      weights: transpose(kernel.read(), inFeatures, outFeatures),
      biases: hasBias ? readVector(name, weights.get('bias')!, outFeatures) : new Float64Array(outFeatures),
    },
    { kind: 'activation', name, activation: activationOf(name, config.activation) },
  ]
}

function readBatchNorm({ name, config }: KerasLayer, take: Take): FoundOperation {
  const hasScale = config.scale !== false
  const hasCenter = config.center !== false
  const weights = take([
    ...(hasScale ? (['gamma'] as const) : []),
    ...(hasCenter ? (['beta'] as const) : []),
    'moving_mean',
    'moving_variance',
  ])
  const mean = weights.get('moving_mean')!
  const width = mean.shape[0] ?? 0
  const read = (role: WeightRole): Float64Array => readVector(name, weights.get(role)!, width)
  const epsilon = numberOf(name, config.epsilon ?? EPSILON)
  const runningVariance = read('moving_variance')
  if (epsilon < 0 || !runningVariance.every((variance) => variance + epsilon > 0)) {
    throw new FormatError(`${name}: expected variances of 0 or more and an ε above 0, got others`)
  }
  return {
    kind: 'batch-norm',
    name,
    gamma: hasScale ? read('gamma') : new Float64Array(width).fill(1),
    beta: hasCenter ? read('beta') : new Float64Array(width),
    runningMean: read('moving_mean'),
    runningVariance,
    epsilon,
  }
}

function readVector(name: string, tensor: NamedTensor, length: number): Float64Array {
  if (tensor.shape.length === 1 && tensor.shape[0] === length) return tensor.read()
  throw new FormatError(
    `${name}: expected ${length} numbers, got ${tensor.name} ${describeShape(tensor.shape)}`,
  )
}
