import { ACTIVATION_NAMES } from '../../activations/names.ts'
import { activationOf, readSetting } from '../../activations/settings.ts'
import { dropoutThreshold } from '../../layers/dropout.ts'
import { LOSSES } from '../../losses/losses.ts'
import { LOSS_NAMES } from '../../losses/names.ts'
import type { ParameterLayout } from '../../network/parameters.ts'
import { OPTIMIZERS } from '../../optimizers/optimizers.ts'
import { OPTIMIZER_NAMES } from '../../optimizers/names.ts'
import type { EngineRecipe } from '../engine.ts'
import type { KernelMemory } from './kernel-memory.ts'
import { optimizerFields } from './optimizer-fields.ts'
import type { ParameterOffsets } from './parameter-offsets.ts'
import { LAYER_FIELDS, type LayerField, NET_FIELDS, type NetField, sizeOf, Structure } from './structures.ts'

const FLOAT = 4
/** Bytes of a cache line; also of a vector of 16 floats. */
const LINE = 64
/** The kernels' scratch of one thread: a block of 16 rows of the widest panel, 64 floats in pairs. */
const SCRATCH = 16 * 64 * FLOAT

/** Where the buffers of one layer lie, for the program outside. */
export interface LayerBuffers {
  /** Address of the first, and bytes from one example's row to the next. */
  readonly z: number
  readonly s: number
  readonly a: number
  readonly stride: number
}

/** A network in the kernels' memory. */
export interface NetworkMemory {
  readonly net: Structure<NetField>
  readonly layers: readonly Structure<LayerField>[]
  readonly buffers: readonly LayerBuffers[]
  /** Addresses of the parameters and of what lies like them. */
  readonly parameters: number
  readonly gradient: number
  readonly slots: readonly number[]
  readonly order: number
  readonly table: number
  readonly losses: number
  readonly hits: number
  /** Address of the dense inputs' rows; undefined over sparse rows. */
  readonly rows: number | undefined
}

export interface NetworkPlan {
  readonly recipe: EngineRecipe
  readonly layout: ParameterLayout
  readonly offsets: ParameterOffsets
  /** Examples that are at hand at a time, at most. */
  readonly capacity: number
  /** Examples after those at hand that the kernels may be told of. */
  readonly lookAhead: number
  readonly threads: number
  readonly isSparse: boolean
}

/** Gives a network its room and describes it to the kernels. */
export function layOutNetwork(memory: KernelMemory, plan: NetworkPlan): NetworkMemory {
  const { recipe, layout, offsets, capacity, lookAhead, threads, isSparse } = plan
  const take = (bytes: number): number => memory.allocate(bytes)
  const netAddress = take(sizeOf(NET_FIELDS))
  const layerSize = sizeOf(LAYER_FIELDS)
  const layersAddress = take(layerSize * layout.layers.length)
  const parameters = take(offsets.length * FLOAT)
  const gradient = take(offsets.trainable * FLOAT)
  const slots = Array.from({ length: OPTIMIZERS[recipe.optimizer.name].slots }, () =>
    take(offsets.trainable * FLOAT),
  )
  const inputStride = rowStride(Math.ceil(recipe.inputSize / 4) * 4)
  const rows = isSparse ? undefined : take(capacity * inputStride)
  const buffers: LayerBuffers[] = []
  const layers = recipe.layers.map((layer, k) => {
    const own = offsets.layers[k]!
    const stride = rowStride(own.vectors * 4)
    const buffer = (): number => take(capacity * stride)
    const vector = (): number => take(own.vectors * 4 * FLOAT)
    const z = buffer()
    const a = buffer()
    const s = layer.batchNorm ? buffer() : z
    const structure = new Structure(memory, layersAddress + k * layerSize, LAYER_FIELDS)
    const parameter = (place: number): number => parameters + place * FLOAT
    structure.setAll({
      inputs: own.inputs,
      units: layer.units,
      vectors: own.vectors,
      stride,
      activation: ACTIVATION_NAMES.indexOf(layer.activation),
      setting: readSetting(activationOf(layer))?.value ?? 0,
      hasBatchNorm: Number(layer.batchNorm),
      dropsOut: Number(layer.dropout > 0),
      dropoutThreshold: dropoutThreshold(layer.dropout),
      dropoutFactor: 1 / (1 - layer.dropout),
      weights: parameter(own.weights),
      biases: parameter(own.biases),
      gamma: parameter(own.gamma),
      beta: parameter(own.beta),
      runningMean: parameter(own.runningMean),
      runningVariance: parameter(own.runningVariance),
      z,
      s,
      a,
      out: layer.dropout > 0 ? buffer() : a,
      d: buffer(),
      ...(layer.batchNorm && {
        hat: buffer(),
        mean: vector(),
        inverse: vector(),
        dGamma: vector(),
        dBeta: vector(),
      }),
    })
    buffers.push({ z, s, a, stride })
    return structure
  })
  layers.forEach((structure, k) => {
    const below = layers.at(k - 1)
    if (k > 0 && below) {
      structure.setAll({ below: below.get('out'), belowStride: below.get('stride'), belowD: below.get('d') })
    } else if (rows !== undefined) structure.setAll({ below: rows, belowStride: inputStride })
  })
  const loss = LOSSES[recipe.loss]
  const output = recipe.layers[recipe.layers.length - 1]!
  const room = {
    order: take((capacity + lookAhead) * 4),
    table: take(256 * FLOAT),
    losses: take(capacity * FLOAT),
    hits: take(capacity),
  }
  const net = new Structure(memory, netAddress, NET_FIELDS)
  net.setAll({
    layerCount: layers.length,
    layers: layersAddress,
    threads,
    pixels: recipe.inputSize,
    loss: LOSS_NAMES.indexOf(recipe.loss),
    hasOutputSlope: Number(loss.differentiates === 'activations' && output.activation !== 'softmax'),
    normEpsilon: recipe.batchNorm.epsilon,
    normMomentum: recipe.batchNorm.momentum,
    scale: 1,
    optimizer: OPTIMIZER_NAMES.indexOf(recipe.optimizer.name),
    ...optimizerFields(recipe.optimizer),
    gradientFactor: 1,
    parameters,
    parameterVectors: offsets.trainable / 4,
    toGradient: gradient - parameters,
    toMemory1: (slots[0] ?? parameters) - parameters,
    toMemory2: (slots[1] ?? parameters) - parameters,
    ...room,
    ...(isSparse && {
      listEnds: take(threads * recipe.inputSize * 4),
      listEntries: take(capacity * recipe.inputSize * 8),
    }),
    scratch: take(threads * SCRATCH),
    scratchSize: SCRATCH,
    sync: take(4 * LINE),
  })
  return { net, layers, buffers, parameters, gradient, slots, ...room, rows }
}

/** Bytes from one row to the next: an odd number of cache lines, since strides of powers of two thrash the cache. */
function rowStride(floats: number): number {
  return (Math.ceil((floats * FLOAT) / LINE) | 1) * LINE
}
