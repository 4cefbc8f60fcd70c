import type { ActivationName } from '../activations/names.ts'
import { exp } from '../math/exponential.ts'
import { ln } from '../math/logarithm.ts'

/*
 * Calibration by temperature: of answers to which a network gives 0.9, nine in ten should be right. Its logits z are divided by
 * one number T and made shares by softmax, which changes no answer. Source: Guo, Pleiss, Sun, Weinberger, "On Calibration of
 * Modern Neural Networks", 2017. Of a network with sigmoid outputs the logits are those of its outputs, ln(a / (1 − a)).
 */

/** Outputs of which logits can be had. */
export const CALIBRATED_OUTPUTS = ['sigmoid', 'softmax'] as const satisfies readonly ActivationName[]
export type CalibratedOutput = (typeof CALIBRATED_OUTPUTS)[number]

export function canCalibrate(output: ActivationName): output is CalibratedOutput {
  return (CALIBRATED_OUTPUTS as readonly ActivationName[]).includes(output)
}

/** Temperatures that are tried. */
const TEMPERATURES = { least: 0.05, most: 20 } as const
/** Outputs nearer to 0 or 1 have no logit that could be told. */
const LEAST_OUTPUT = 1e-30
const LEAST_DISTANCE = 2 ** -53

/** Equal parts of the images, by their stated confidence. */
export const RELIABILITY_BINS = 10

/** Images of about the same stated confidence. */
export interface ReliabilityBin {
  readonly count: number
  /** Mean of their stated confidences, 0 to 1. */
  readonly confidence: number
  /** Share of them whose answer is right. */
  readonly right: number
}

/** How far stated confidence and share right are from each other. */
export interface Reliability {
  /** Ten, as equal in number as they can be, the least confident first; fewer with fewer than ten images. */
  readonly bins: readonly ReliabilityBin[]
  /** Expected calibration error: their mean distance, 0 to 1. */
  readonly error: number
  /** Of the bin where it is largest. */
  readonly largest: number
}

export interface Calibration {
  readonly temperature: number
  /** Images that it was found on. */
  readonly images: number
  /** By the largest output as it is, and by that of the calibrated outputs. */
  readonly before: Reliability
  readonly after: Reliability
}

/** Outputs as shares that sum to 1, at a temperature: the order of the outputs stays. @returns `(classes)` */
export function calibrateOutputs(
  outputs: ArrayLike<number>,
  kind: CalibratedOutput,
  temperature: number,
): Float64Array {
  return softmaxAt(logitsOf(outputs, kind), temperature)
}

/**
 * Finds the temperature at which the labels are likeliest, by golden section over its logarithm, in which the likelihood has
 * one summit.
 * @param outputs `(count, classes)`, row-major
 * @param labels `(count)`
 * @returns null without an image, and where outputs are no numbers
 */
export function findCalibration(
  outputs: Float64Array,
  labels: Uint8Array,
  kind: CalibratedOutput,
): Calibration | null {
  const count = labels.length
  const classes = outputs.length / Math.max(1, count)
  if (count === 0 || !outputs.every(Number.isFinite)) return null
  const logits = Array.from({ length: count }, (_, i) =>
    logitsOf(outputs.subarray(i * classes, (i + 1) * classes), kind),
  )
  const lossAt = (logTemperature: number): number => {
    const temperature = exp(logTemperature)
    let loss = 0
    logits.forEach((each, i) => {
      // −ln of the label's share, from the logits, so that no share is rounded to 0.
      let most = -Infinity
      for (const z of each) most = Math.max(most, z)
      let sum = 0
      for (const z of each) sum += exp((z - most) / temperature)
      loss += ln(sum) - (each[labels[i]!]! - most) / temperature
    })
    return loss
  }
  const temperature = exp(findLeast(lossAt, ln(TEMPERATURES.least), ln(TEMPERATURES.most)))
  const rows = Array.from({ length: count }, (_, i) => outputs.subarray(i * classes, (i + 1) * classes))
  const isRight = rows.map((row, i) => largestOf(row).index === labels[i])
  return {
    temperature,
    images: count,
    before: measureReliability(
      rows.map((row) => largestOf(row).value),
      isRight,
    ),
    after: measureReliability(
      logits.map((each) => largestOf(softmaxAt(each, temperature)).value),
      isRight,
    ),
  }
}

/** Compares stated confidences with the share right, in ten bins of equally many images. */
export function measureReliability(confidences: readonly number[], isRight: readonly boolean[]): Reliability {
  const order = [...confidences.keys()].sort((a, b) => confidences[a]! - confidences[b]! || a - b)
  const bins: ReliabilityBin[] = []
  for (let k = 0; k < RELIABILITY_BINS; k++) {
    const from = Math.round((k * order.length) / RELIABILITY_BINS)
    const part = order.slice(from, Math.round(((k + 1) * order.length) / RELIABILITY_BINS))
    if (part.length === 0) continue
    bins.push({
      count: part.length,
      confidence: part.reduce((sum, i) => sum + confidences[i]!, 0) / part.length,
      right: part.filter((i) => isRight[i]).length / part.length,
    })
  }
  const distances = bins.map(({ confidence, right }) => Math.abs(confidence - right))
  return {
    bins,
    error: bins.reduce((sum, { count }, k) => sum + count * distances[k]!, 0) / Math.max(1, order.length),
    largest: Math.max(0, ...distances),
  }
}

function logitsOf(outputs: ArrayLike<number>, kind: CalibratedOutput): Float64Array {
  return Float64Array.from(outputs, (output) => {
    const a = Math.max(LEAST_OUTPUT, output)
    return kind === 'softmax' ? ln(a) : ln(a / Math.max(LEAST_DISTANCE, 1 - a))
  })
}

function softmaxAt(logits: Float64Array, temperature: number): Float64Array {
  const { value: most } = largestOf(logits)
  const powers = logits.map((z) => exp((z - most) / temperature))
  const sum = powers.reduce((total, each) => total + each, 0)
  return powers.map((each) => each / sum)
}

function largestOf(values: Float64Array): { readonly value: number; readonly index: number } {
  let index = 0
  for (let k = 1; k < values.length; k++) if (values[k]! > values[index]!) index = k
  return { value: values[index]!, index }
}

/** Share of an interval that golden section keeps in each step. */
const GOLDEN = (Math.sqrt(5) - 1) / 2
/** Steps that leave a billionth of the interval. */
const STEPS = 45

/** Where a function with one valley between two ends is least. */
function findLeast(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to]
  let [x1, x2] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)]
  let [f1, f2] = [f(x1), f(x2)]
  for (let step = 0; step < STEPS; step++) {
    if (f1 <= f2) {
      ;[high, x2, f2] = [x2, x1, f1]
      x1 = high - GOLDEN * (high - low)
      f1 = f(x1)
    } else {
      ;[low, x1, f1] = [x1, x2, f2]
      x2 = low + GOLDEN * (high - low)
      f2 = f(x2)
    }
  }
  return (low + high) / 2
}
