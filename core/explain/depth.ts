import type { ActivationName } from '../activations/names.ts'
import { sliceImages, type LabelledImages } from '../data/data-set.ts'
import type { NetworkRecipe } from '../engine/engine.ts'
import { countFlat, summarizeFlat } from '../engine/flat-neurons.ts'
import { DenseInput } from '../engine/input-batch.ts'
import { InputValues } from '../engine/input-values.ts'
import { NetworkPass } from '../engine/network-pass.ts'
import { initializeParameters, type InitializedRecipe } from '../initializers/initialize.ts'
import type { InitializerName } from '../initializers/names.ts'
import { parameterViews } from '../network/parameters.ts'

/** The deep network that is looked at: hidden layers of as many units each, and images. */
export const DEPTH = { layers: 10, units: 100, images: 64 } as const

/** How the deep network starts. */
export interface DepthPlan {
  /** Of all hidden layers. */
  readonly activation: Exclude<ActivationName, 'softmax'>
  readonly initializer: InitializerName
  /** Every drawn weight is multiplied by it. */
  readonly gain: number
  readonly hasBatchNorm: boolean
  readonly seed: number
  /** Whether the last of the images is another one, to see what that does to the rest. */
  readonly isLastChanged: boolean
}

/** What a hidden layer passes on before any training. */
export interface DepthLayer {
  /** Standard deviation of z, over units and images. */
  readonly sum: number
  /** Standard deviation of what the activation gets, which is z without batch normalization. */
  readonly normalized: number
  /** Standard deviation of the outputs. */
  readonly output: number
  /** Root mean square of the weights' gradients. */
  readonly gradient: number
  /** Units that are flat on every image, as `summarizeFlat` counts, and on nine of ten. */
  readonly dead: number
  readonly saturated: number
  /** 0 to 1: slopes next to nothing, of all units and images. */
  readonly flat: number
  /** By how much the output of a unit on another image changed at most; null where the last image is the usual one. */
  readonly othersChange: number | null
}

export interface DepthProfile {
  readonly layers: readonly DepthLayer[]
  /** Gradient of the first hidden layer by that of the last; NaN where there is none. */
  readonly ratio: number
  readonly images: number
  readonly units: number
}

/** The network of a plan: ten hidden layers, and a softmax over the classes. */
export function depthRecipe(
  { activation, initializer, gain, hasBatchNorm, seed }: DepthPlan,
  inputSize: number,
  classes: number,
): NetworkRecipe & InitializedRecipe {
  const hidden = { units: DEPTH.units, activation, batchNorm: hasBatchNorm, dropout: 0 }
  const output = { units: classes, activation: 'softmax' as const, batchNorm: false, dropout: 0 }
  return {
    inputSize,
    layers: [...Array.from({ length: DEPTH.layers }, () => hidden), output],
    loss: 'softmax-cross-entropy',
    batchNorm: { momentum: 0.1, epsilon: 1e-5 },
    data: { normalization: 'unit' },
    initializer: { name: initializer, gain, constant: 0.1 },
    seed,
  }
}

/**
 * Size of signal and gradient in each hidden layer of a network that has not been trained, in float64, as in a step of
 * training: batch normalization uses these images.
 * @param images two at least; one more than `DEPTH.images`, to take instead of the last
 */
export function profileDepth(plan: DepthPlan, images: LabelledImages, classes: number): DepthProfile {
  const { rows, columns } = images
  const recipe = depthRecipe(plan, rows * columns, classes)
  const parameters = initializeParameters(recipe)
  const m = Math.min(DEPTH.images, images.count - 1)
  const usual = runPass(recipe, parameters, sliceImages(images, 0, m), classes)
  const changed = plan.isLastChanged
    ? runPass(recipe, parameters, withoutImage(images, m - 1, m + 1), classes)
    : null
  const { pass, gradient } = changed ?? usual
  const gradients = parameterViews(pass.layout, gradient)
  const layers = pass.layers.slice(0, -1).map(({ activation, z, s, a }, k): DepthLayer => {
    const { units } = DEPTH
    const counts = new Uint32Array(units)
    countFlat(counts, activation, s, a, m, units)
    const flat = counts.reduce((sum, times) => sum + times, 0) / (m * units)
    return {
      ...{ sum: deviation(z), normalized: deviation(s), output: deviation(a), flat },
      gradient: rootMeanSquare(gradients[k]!.weights),
      ...summarizeFlat(counts, m),
      othersChange: changed && largestDifference(usual.pass.layers[k]!.a, a, (m - 1) * units),
    }
  })
  return {
    layers,
    ratio: layers[0]!.gradient / layers.at(-1)!.gradient,
    images: m,
    units: DEPTH.units,
  }
}

/** Between which ratios of first to last gradient all layers learn about alike. */
const ALIVE = { from: 0.1, to: 10, flatShare: 0.1 } as const

/** Whether all layers can learn: gradients of about one size, and few units that are flat. */
export function isAlive({ layers, ratio, units }: DepthProfile): boolean {
  return (
    ratio >= ALIVE.from &&
    ratio <= ALIVE.to &&
    layers.every(({ dead, saturated }) => dead + saturated < ALIVE.flatShare * units)
  )
}

function runPass(
  recipe: NetworkRecipe,
  parameters: Float64Array,
  { count: m, images, labels }: LabelledImages,
  classes: number,
): { pass: NetworkPass; gradient: Float64Array } {
  const pass = new NetworkPass(recipe, m)
  const values = new InputValues(recipe.data.normalization, pass.layout)
  values.update(parameters)
  const input = new DenseInput(
    Float64Array.from(images, (byte) => values.table[byte]!),
    recipe.inputSize,
  )
  const y = new Float64Array(m * classes)
  labels.forEach((label, i) => (y[i * classes + label] = 1))
  // A pass counts as one of training where it has dropout's keys; nothing here drops.
  pass.forward(parameters, input, m, new Uint32Array(2 * recipe.layers.length))
  const gradient = new Float64Array(pass.layout.length)
  pass.backward(gradient, parameters, input, y, m, { l1: 0, l2: 0 })
  return { pass, gradient }
}

/** A copy of the first images, of which one is left out. */
function withoutImage({ rows, columns, images, labels }: LabelledImages, left: number, end: number) {
  const pixels = rows * columns
  const kept = Array.from({ length: end }, (_, i) => i).filter((i) => i !== left)
  const taken = new Uint8Array(kept.length * pixels)
  kept.forEach((index, i) => taken.set(images.subarray(index * pixels, (index + 1) * pixels), i * pixels))
  return {
    count: kept.length,
    rows,
    columns,
    images: taken,
    labels: Uint8Array.from(kept, (index) => labels[index]!),
  }
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length)
}

function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)
}

function largestDifference(a: Float64Array, b: Float64Array, length: number): number {
  let largest = 0
  for (let i = 0; i < length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!))
  return largest
}
