import type { EngineName } from '../engine/names.ts'
import { FormatError } from '../formats/format-error.ts'
import { parameterLayout, type ParameterLayout } from '../network/parameters.ts'
import { type Comparison, largestSize, relativeError } from './relative-error.ts'
import { roundingSensitivity } from './rounding-sensitivity.ts'
import type { NamedParameters, VectorCase } from './vector-file.ts'
import type { VerifiedEngine, VerifiedNetwork } from './verified-engine.ts'
import { VERIFIED_ENGINES } from './verified-engines.ts'

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
 * and the course over the steps of every number whose gradient is noise not at all. A gradient that stays 0
 * whatever rounding does, as of a neuron that is off, is no noise.
 *
 * An engine is held to what its precision can know. Ten times what rounding does to a number (see
 * rounding-sensitivity.ts) is for nearly every number far within the tolerance, and then its difference counts in full.
 * Where it is not, the difference counts as far as it is beyond that.
 *
 * A training may diverge. Each of its losses is compared on the scale of the largest so far, so that a late one that is
 * huge excuses no early one. From where a loss is beyond the engine's numbers, the rest of the course is not compared,
 * but that loss itself must not be an ordinary one.
 * @param engine one that a recipe may name, or any other
 * @throws FormatError where shapes do not fit the sizes, or the engine cannot take the batch
 */
export function verifyCase(
  vectorCase: VectorCase,
  engine: EngineName | VerifiedEngine = 'reference',
): VerifiedCase {
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
  const verified = typeof engine === 'string' ? VERIFIED_ENGINES[engine] : engine
  const { noise, roundoff, largest, run } = verified
  const compare = (quantity: VerifiedQuantity, comparison: Comparison): void => {
    const { ours, theirs } = comparison
    if (ours.length !== theirs.length) throw wrongCount(`numbers of ${quantity}`, ours.length, theirs.length)
    const error = relativeError(comparison, verified)
    if (Number.isNaN(error) || error > errors[quantity]) errors[quantity] = error
  }
  const moved = roundingSensitivity(network, roundoff)
  const largestGradient = largestSize(flattenParameters(expected.gradients, layout))
  // The largest example's loss is at most the sum, and the squares of which it is half are twice as large.
  const overflow = expected.losses.findIndex((loss) => !(2 * network.m * loss <= largest))
  const course = overflow < 0 ? expected.losses : expected.losses.slice(0, overflow)
  for (const answers of run(network)) {
    const compareLayers = (quantity: 'z' | 'zn' | 'a', of: 'z' | 's' | 'a'): void =>
      expected[quantity].forEach((theirs, k) =>
        compare(quantity, { ours: answers[of][k]!, theirs: theirs.flat(), moved: moved[of][k]! }),
      )
    compareLayers('z', 'z')
    compareLayers('zn', 's')
    compareLayers('a', 'a')
    compare('loss', { ours: [answers.loss], theirs: [expected.loss], moved: [moved.loss] })
    requireCount('losses', answers.losses, expected.losses.length)
    course.forEach((loss, k) =>
      compare('losses', {
        ours: [answers.losses[k]!],
        theirs: [loss],
        moved: [moved.losses[k]!],
        scale: largestSize(expected.losses.slice(0, k + 1)),
      }),
    )
    if (overflow >= 0 && Math.abs(answers.losses[overflow]!) < ORDINARY * largest) errors.losses = NaN

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
      const movedGradients = view(moved.gradient)
      const isHeld = (_: number, i: number): boolean =>
        (gradients[i] === 0 && movedGradients[i] === 0) || Math.abs(gradients[i]!) >= noise * largestGradient
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

/** Where a loss is beyond an engine's numbers, one below this share of the largest is an ordinary one. */
const ORDINARY = 1e-6

/** @throws FormatError where shapes do not fit the sizes */
function networkOf(vectorCase: VectorCase): VerifiedNetwork {
  const { sizes, hidden, settings, x, y } = vectorCase
  if (x.length === 0) throw new FormatError('Reference vectors: expected at least one example in x, got none')
  requireCount('activations in hidden', hidden, sizes.length - 2)
  if (settings !== undefined) requireCount('settings of hidden layers', settings, sizes.length - 2)
  requireCount('examples in y', y, x.length)
  for (const row of x) requireCount('inputs in each row of x', row, sizes[0]!)
  for (const row of y) requireCount('outputs in each row of y', row, sizes[sizes.length - 1]!)
  const activations = [...vectorCase.hidden, vectorCase.output]
  const recipe = {
    inputSize: sizes[0]!,
    layers: sizes.slice(1).map((units, k) => ({
      units,
      ...{ activation: activations[k]!, ...settings?.[k] },
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
