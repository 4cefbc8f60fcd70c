import type { EngineName } from '../engine/names.ts'
import { FormatError } from '../formats/format-error.ts'
import { parameterLayout, type ParameterLayout } from '../network/parameters.ts'
import { roundingSensitivity } from './rounding-sensitivity.ts'
import type { NamedParameters, VectorCase } from './vector-file.ts'
import type { VerifiedNetwork } from './verified-engine.ts'
import { VERIFIED_ENGINES } from './verified-engines.ts'

/** A number is told as well as a precision allows within so many times what rounding does to it. */
const SENSITIVITY_FACTOR = 10

/** What is compared. */
export const VERIFIED_QUANTITIES = ['z', 'zn', 'a', 'loss', 'gradients', 'losses', 'parameters'] as const
export type VerifiedQuantity = (typeof VERIFIED_QUANTITIES)[number]

export interface VerifiedCase {
  readonly name: string
  /**
   * Of each quantity and over all ways through the engine, the largest |ours − theirs| over the largest |theirs| within one tensor (one layer's z, one
   * matrix of gradients, …); NaN where a value is not a number.
   */
  readonly errors: Readonly<Record<VerifiedQuantity, number>>
  /** The largest of them. */
  readonly maxRelativeError: number
}

/**
 * Runs one case through each of an engine's ways and compares; the largest error counts.
 *
 * A parameter that batch normalization cancels (a bias before it, a shift further below) has a true gradient of 0; what
 * a program computes is rounding noise, which adaptive optimizers blow up to steps of any size without any effect on
 * the network. So a tensor whose expected gradient is noise is compared on the scale of the case's largest gradient,
 * and the course over the steps of every number whose gradient is noise not at all.
 *
 * An engine is held to what its precision can know. Ten times what rounding does to a number (see
 * rounding-sensitivity.ts) is for nearly every number far within the tolerance, and then its difference counts in full.
 * Where it is not, the difference counts as far as it is beyond that. From where a training's loss is beyond the
 * engine's numbers, its course is not compared.
 * @throws FormatError where shapes do not fit the sizes, or the engine cannot take the batch
 */
export function verifyCase(vectorCase: VectorCase, engine: EngineName = 'reference'): VerifiedCase {
  const network = networkOf(vectorCase)
  const { layout } = network
  const { expect: expected } = vectorCase
  const layers = layout.layers.length
  requireCount('layers of z', expected.z, layers)
  requireCount('layers of zn', expected.zn, vectorCase.batchNorm ? layers - 1 : 0)
  requireCount('layers of a', expected.a, layers)

  const errors = Object.fromEntries(VERIFIED_QUANTITIES.map((quantity) => [quantity, 0])) as Record<
    VerifiedQuantity,
    number
  >
  const { tolerance, noise, roundoff, largest, run } = VERIFIED_ENGINES[engine]
  const compare = (quantity: VerifiedQuantity, comparison: Comparison): void => {
    const { ours, theirs } = comparison
    if (ours.length !== theirs.length) throw wrongCount(`numbers of ${quantity}`, ours.length, theirs.length)
    const error = relativeError(comparison, tolerance)
    if (Number.isNaN(error) || error > errors[quantity]) errors[quantity] = error
  }
  const moved = roundingSensitivity(network, roundoff)
  const largestGradient = largestSize(flattenParameters(expected.gradients, layout))
  // The largest example's loss is at most the sum, and the squares of which it is half are twice as large.
  const overflow = expected.losses.findIndex((loss) => !(2 * network.m * loss <= largest))
  const losses = overflow < 0 ? expected.losses : expected.losses.slice(0, overflow)
  for (const answers of run(network)) {
    const compareLayers = (quantity: 'z' | 'zn' | 'a', of: 'z' | 's' | 'a'): void =>
      expected[quantity].forEach((theirs, k) =>
        compare(quantity, { ours: answers[of][k]!, theirs: theirs.flat(), moved: moved[of][k]! }),
      )
    compareLayers('z', 'z')
    compareLayers('zn', 's')
    compareLayers('a', 'a')
    compare('loss', { ours: [answers.loss], theirs: [expected.loss], moved: [moved.loss] })
    const ours = answers.losses.slice(0, losses.length)
    compare('losses', { ours, theirs: losses, moved: moved.losses })

    visitTensors(layout, expected.gradients, (theirs, view) => {
      const isNoise = theirs.every((value) => Math.abs(value) < noise * largestGradient)
      compare('gradients', {
        ours: view(answers.gradient),
        theirs,
        moved: view(moved.gradient),
        ...(isNoise && { scale: largestGradient }),
      })
    })
    if (overflow >= 0) continue
    const gradient = flattenParameters(expected.gradients, layout)
    visitTensors(layout, expected.afterFiveSteps, (theirs, view) => {
      const gradients = view(gradient)
      const isHeld = (_: number, i: number): boolean => Math.abs(gradients[i]!) >= noise * largestGradient
      compare('parameters', {
        ours: view(answers.parameters).filter(isHeld),
        theirs: theirs.filter(isHeld),
        moved: view(moved.parameters).filter(isHeld),
        scale: largestSize(theirs),
      })
    })
  }
  const all = Object.values(errors)
  return {
    name: vectorCase.name,
    errors,
    maxRelativeError: all.some((error) => Number.isNaN(error)) ? NaN : Math.max(...all),
  }
}

/** @throws FormatError where shapes do not fit the sizes */
function networkOf(vectorCase: VectorCase): VerifiedNetwork {
  const { sizes, hidden, x, y } = vectorCase
  if (x.length === 0) throw new FormatError('Reference vectors: expected at least one example in x, got none')
  requireCount('activations in hidden', hidden, sizes.length - 2)
  requireCount('examples in y', y, x.length)
  for (const row of x) requireCount('inputs in each row of x', row, sizes[0]!)
  for (const row of y) requireCount('outputs in each row of y', row, sizes[sizes.length - 1]!)
  const activations = [...vectorCase.hidden, vectorCase.output]
  const recipe = {
    inputSize: sizes[0]!,
    layers: sizes.slice(1).map((units, k) => ({
      units,
      activation: activations[k]!,
      batchNorm: vectorCase.batchNorm && k < sizes.length - 2,
      dropout: 0,
    })),
    loss: vectorCase.loss,
    batchNorm: { momentum: 0.1, epsilon: 1e-5 },
    data: { normalization: 'unit' as const },
    optimizer: vectorCase.optimizer,
    gradientClipping: null,
    batchSize: x.length,
  }
  const layout = parameterLayout(recipe)
  return {
    recipe,
    layout,
    parameters: flattenParameters(vectorCase.parameters, layout),
    m: x.length,
    x: Float64Array.from(x.flat()),
    y: Float64Array.from(y.flat()),
    l2: vectorCase.l2,
    steps: vectorCase.expect.losses.length,
  }
}

/** @throws FormatError where there are more or fewer */
function requireCount(things: string, got: readonly unknown[], count: number): void {
  if (got.length !== count) throw wrongCount(things, count, got.length)
}

function wrongCount(things: string, expected: number, got: number): FormatError {
  return new FormatError(`Reference vectors: expected ${expected} ${things}, got ${got}`)
}

/**
 * Calls `visit` with each tensor of named parameters, and with what finds that tensor in a buffer laid out like the
 * parameters.
 */
function visitTensors(
  layout: ParameterLayout,
  named: NamedParameters,
  visit: (theirs: readonly number[], view: (flat: Float64Array) => Float64Array) => void,
): void {
  layout.layers.forEach(({ weights, biases, outFeatures, batchNorm }, k) => {
    const tensor = (theirs: readonly number[], from: number, to = from + outFeatures): void =>
      visit(theirs, (flat) => flat.subarray(from, to))
    tensor(named.weights[k]!.flat(), weights, biases)
    tensor(named.biases[k]!, biases)
    if (!batchNorm) return
    tensor(named.gamma?.[k] ?? [], batchNorm.gamma)
    tensor(named.beta?.[k] ?? [], batchNorm.beta)
  })
}

function flattenParameters(named: NamedParameters, layout: ParameterLayout): Float64Array {
  const flat = new Float64Array(layout.length)
  visitTensors(layout, named, (theirs, view) => {
    const ours = view(flat)
    if (ours.length !== theirs.length) {
      throw new FormatError(
        `Reference vectors: expected ${ours.length} numbers in a tensor, got ${theirs.length}`,
      )
    }
    ours.set(theirs)
  })
  return flat
}

/** The numbers of one tensor. */
interface Comparison {
  readonly ours: ArrayLike<number>
  readonly theirs: readonly number[]
  /** How far rounding moves each. */
  readonly moved: ArrayLike<number>
  /** What differences are relative to; without it, the largest of theirs. */
  readonly scale?: number
}

function largestSize(values: Float64Array | readonly number[]): number {
  let largest = 0
  for (const value of values) largest = Math.max(largest, Math.abs(value))
  return largest
}

/**
 * The largest difference over a scale; the difference itself where the scale is 0.
 * @param tolerance up to which numbers that rounding does not move further are compared in full
 */
function relativeError(
  { ours, theirs, moved, scale = largestSize(theirs) }: Comparison,
  tolerance: number,
): number {
  const allowed = scale === 0 ? tolerance : tolerance * scale
  let largest = 0
  for (let i = 0; i < theirs.length; i++) {
    const known = SENSITIVITY_FACTOR * moved[i]!
    const difference = Math.abs(ours[i]! - theirs[i]!)
    largest = Math.max(largest, known > allowed ? difference - known : difference)
  }
  return scale === 0 ? largest : largest / scale
}
