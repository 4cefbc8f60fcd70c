import { STEP } from './panels'

/*
 * What the program outside writes and the kernels read: overlays of memory, nothing but 32-bit fields. Their order is
 * the order of the names in ../structures.ts. Addresses are in bytes, strides in bytes, counts in numbers.
 */

/** One layer: where its numbers lie, and what it does. Buffers hold one row of `stride` bytes per example. */
// @ts-ignore: decorator
@unmanaged
export class Layer {
  /** Rows of the weights: inputs, for dense weights rounded up to whole vectors. */
  inputs: i32
  units: i32
  /** Vectors of four units, the last filled up with units that stay 0. */
  vectors: i32
  stride: usize
  activation: i32
  /** Slope below 0 of leaky ReLU, α of ELU. */
  setting: f32
  hasBatchNorm: i32
  dropsOut: i32
  dropoutThreshold: u32
  dropoutFactor: f32
  dropoutKey1: u32
  dropoutKey2: u32
  /** Of the first layer over sparse rows `[panel][inputs][up to 32, or 64 in pairs]`, else `[panel][inputs][up to 8, or 16]`. */
  weights: usize
  biases: usize
  gamma: usize
  beta: usize
  runningMean: usize
  runningVariance: usize
  /** Pre-activations. */
  z: usize
  /** What the activation gets; z itself without batch normalization. */
  s: usize
  a: usize
  /** What the next layer gets; a itself without dropout. */
  out: usize
  /** δ: from ∂C/∂out over ∂C/∂s to ∂C/∂z. */
  d: usize
  /** The normalized z. */
  hat: usize
  mean: usize
  inverse: usize
  dGamma: usize
  dBeta: usize
  /** `out` of the layer below, or the dense inputs; 0 over sparse rows. */
  below: usize
  belowStride: usize
  /** δ of the layer below; 0 for the first layer. */
  belowD: usize
}

/** The network and the work at hand. */
// @ts-ignore: decorator
@unmanaged
export class Net {
  layerCount: i32
  layers: usize
  threads: i32
  /** What to do: see index.ts. */
  job: i32

  /** The current examples, and the index of the first in its mini-batch, of which they may be a part. */
  examples: i32
  firstExample: i32
  /** How many numbers `order` holds: those of the examples, and of some that come next. */
  ordered: i32
  /** Pixels of an image. */
  pixels: i32
  /** `(ordered)`: which rows of the data. */
  order: usize
  /** How the inputs lie: see inputs.ts. */
  source: i32
  /** Of sparse rows, `(count + 1)`: where each begins. */
  starts: usize
  /** Of sparse rows: numbers of pixels, 16 bits each. */
  indices: usize
  /** Bytes of the pixels; of sparse rows, only those that are not 0. */
  values: usize
  labels: usize
  /** `(256)`: the input of each byte. */
  table: usize
  /** The `Augmentation` that makes the inputs at hand; 0 for images as they are. */
  augmentation: usize

  loss: i32
  /** Whether δ of the output layer has the activation's slope in it. */
  hasOutputSlope: i32
  isTraining: i32
  usesBatchStatistics: i32
  movesStatistics: i32
  normEpsilon: f32
  normMomentum: f32
  /** m/(m − 1), for the unbiased variance. */
  unbiased: f32
  /** 1/m. */
  inverseExamples: f32

  /** What becomes of a gradient: see gradients.ts. */
  mode: i32
  /** Whether the penalty's gradient is added. */
  isPenalized: i32
  l1: f32
  l2: f32
  /** The first layer's true weights are the stored ones times this. */
  scale: f32
  /** What the direct update multiplies x δ by: −η/scale after this step. */
  directRate: f32

  optimizer: i32
  learningRate: f32
  /** Momentum, ρ or β₁; and 1 less it. */
  decay1: f32
  rest1: f32
  decay2: f32
  rest2: f32
  epsilon: f32
  /** Adam's √(1 − β₂ᵗ). */
  correction: f32
  /** AdamW's 1 − η w. */
  kept: f32
  /** What a stored gradient is multiplied by, for clipping. */
  gradientFactor: f32

  parameters: usize
  /** Vectors of trained parameters. */
  parameterVectors: i32
  /** From a parameter's address to its gradient's. */
  toGradient: usize
  /** From a parameter's address to its first and second memory. */
  toMemory1: usize
  toMemory2: usize

  /** `(examples)` losses. */
  losses: usize
  /** `(examples)` bytes: whether the answer is right. */
  hits: usize
  /** `(threads, inputs)`: where each pixel's list of examples ends. */
  listEnds: usize
  /** Room for the lists, 8 bytes an entry, `(examples, inputs)`. */
  listEntries: usize
  /** Of each thread, `scratchSize` bytes. */
  scratch: usize
  scratchSize: usize
  /** Counters on cache lines of their own: see threads.ts. */
  sync: usize
}

/** How the images of a mini-batch are varied, and where they are; what becomes of them lies where `Net` says. */
// @ts-ignore: decorator
@unmanaged
export class Augmentation {
  /** What the images' random streams start from: the seed, their name and the epoch. */
  key: u32
  settings: usize
  /** Half of the Gaussian, from its middle, that smooths displacements: so many 64-bit floats, 0 for none. */
  weights: usize
  weightCount: i32
  rows: i32
  columns: i32
  /** The images as they are, as `Net` would have them. */
  source: i32
  starts: usize
  indices: usize
  values: usize
  labels: usize
  /** Entries of sparse rows that there is room for, of each varied image. */
  room: i32
  /** Of each thread, `scratchSize` bytes: random numbers, three planes, two fields of displacements. */
  scratch: usize
  scratchSize: usize
  /** Bytes of a row of a plane, and of a plane: see warp.ts. */
  planeStride: usize
  planeSize: usize
  /** Bytes of a field's line, first along columns and then along rows, and of a field: see elastic.ts. */
  acrossStride: usize
  alongStride: usize
  fieldSize: usize
}

/** The ranges that an augmentation draws from, as in core/recipe/augmentation.ts. */
// @ts-ignore: decorator
@unmanaged
export class AugmentationSettings {
  shift: f64
  rotation: f64
  scale: f64
  shear: f64
  elasticStrength: f64
  thickness: f64
}

/** Byte offset of one layer's description. */
// @ts-ignore: decorator
@inline
export function layerAt(net: Net, k: i32): Layer {
  return changetype<Layer>(net.layers + <usize>k * offsetof<Layer>())
}

/** The first of `count` things that belong to thread `thread`; the next thread's first is where they end. */
// @ts-ignore: decorator
@inline
export function shareStart(count: i32, thread: i32, threads: i32): i32 {
  return (count * thread) / threads
}

/** As `shareStart`, of vectors in whole steps. */
// @ts-ignore: decorator
@inline
export function stepShareStart(vectors: i32, thread: i32, threads: i32): i32 {
  return STEP * shareStart(vectors / STEP, thread, threads)
}
