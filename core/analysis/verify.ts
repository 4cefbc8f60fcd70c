import { z } from 'zod'
import { ACTIVATION_NAMES } from '../activations/names.ts'
import { DenseInput } from '../engine/input-batch.ts'
import { NetworkPass } from '../engine/network-pass.ts'
import { FormatError } from '../formats/format-error.ts'
import { LOSS_NAMES } from '../losses/names.ts'
import { parameterLayout, parameterViews, type ParameterLayout } from '../network/parameters.ts'
import { createOptimizer } from '../optimizers/optimizers.ts'
import { optimizerSchema } from '../optimizers/schema.ts'
import { describeIssue } from '../recipe/describe-issue.ts'

const vector = z.array(z.number())
const matrix = z.array(vector)
const namedParameters = z.object({
  weights: z.array(matrix),
  biases: matrix,
  gamma: matrix.optional(),
  beta: matrix.optional(),
})

/** An optimizer in PyTorch's words (lr, eps) becomes one in a recipe's. */
const optimizerInPyTorchWords = z
  .record(z.string(), z.unknown())
  .transform(({ lr, eps, ...rest }, context) => {
    const settings = { ...rest, learningRate: lr, ...(eps !== undefined && { epsilon: eps }) }
    const result = optimizerSchema.safeParse(settings)
    if (result.success) return result.data
    context.addIssue({
      code: 'custom',
      message: result.error.issues.map(({ message }) => message).join('; '),
    })
    return z.NEVER
  })

const caseSchema = z.object({
  name: z.string(),
  sizes: z.array(z.number().int().positive()).min(2),
  hidden: z.array(z.enum(ACTIVATION_NAMES)),
  output: z.enum(ACTIVATION_NAMES),
  loss: z.enum(LOSS_NAMES),
  batchNorm: z.boolean(),
  l2: z.number(),
  optimizer: optimizerInPyTorchWords,
  parameters: namedParameters,
  x: matrix,
  y: matrix,
  expect: z.object({
    z: z.array(matrix),
    zn: z.array(matrix),
    a: z.array(matrix),
    loss: z.number(),
    gradients: namedParameters,
    losses: vector,
    afterFiveSteps: namedParameters,
  }),
})
const fileSchema = z.object({ source: z.string(), cases: z.array(caseSchema).min(1) })

/** One network with explicit parameters, one batch, and what another program says of them (test/reference/make_vectors.py). */
export type VectorCase = z.infer<typeof caseSchema>
export type VectorFile = z.infer<typeof fileSchema>
type NamedParameters = z.infer<typeof namedParameters>

/** Reads a file as make_vectors.py writes it. @throws FormatError that names the case and the field */
export function parseVectorFile(text: string): VectorFile {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new FormatError('Reference vectors: expected JSON as make_vectors.py writes it, got something else')
  }
  const result = fileSchema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new FormatError(`Reference vectors: ${describeIssue(issue)}`)
}

/** A gradient below this share of the case's largest is rounding noise. */
const NOISE = 1e-12

/** What is compared. */
export const VERIFIED_QUANTITIES = ['z', 'zn', 'a', 'loss', 'gradients', 'losses', 'parameters'] as const
export type VerifiedQuantity = (typeof VERIFIED_QUANTITIES)[number]

export interface VerifiedCase {
  readonly name: string
  /**
   * Of each quantity, the largest |ours − theirs| over the largest |theirs| within one tensor (one layer's z, one
   * matrix of gradients, …); NaN where a value is not a number.
   */
  readonly errors: Readonly<Record<VerifiedQuantity, number>>
  /** The largest of them. */
  readonly maxRelativeError: number
}

/**
 * Runs one case through the float64 reference and compares.
 *
 * A parameter that batch normalization cancels (a bias before it, a shift further below) has a true gradient of 0; what
 * a program computes is rounding noise, which adaptive optimizers blow up to steps of any size without any effect on
 * the network. So a tensor whose expected gradient is noise is compared on the scale of the case's largest gradient,
 * and the course over the steps of every number whose gradient is noise not at all.
 * @throws FormatError where shapes do not fit the sizes
 */
export function verifyCase(vectorCase: VectorCase): VerifiedCase {
  const { sizes, expect: expected } = vectorCase
  const m = vectorCase.x.length
  const activations = [...vectorCase.hidden, vectorCase.output]
  const recipe = {
    inputSize: sizes[0],
    layers: sizes.slice(1).map((units, k) => ({
      units,
      activation: activations[k],
      batchNorm: vectorCase.batchNorm && k < sizes.length - 2,
      dropout: 0,
    })),
    loss: vectorCase.loss,
    batchNorm: { momentum: 0.1, epsilon: 1e-5 },
    data: { normalization: 'unit' as const },
  }
  const layout = parameterLayout(recipe)
  const pass = new NetworkPass(recipe, m)
  const input = new DenseInput(Float64Array.from(vectorCase.x.flat()), sizes[0])
  const y = Float64Array.from(vectorCase.y.flat())
  const penalty = { l1: 0, l2: vectorCase.l2 }
  const parameters = flattenParameters(vectorCase.parameters, layout)
  const gradient = new Float64Array(layout.length)
  // Training passes, whose dropout is never asked for.
  const keys = new Uint32Array(2 * layout.layers.length)
  const step = (): number => {
    pass.forward(parameters, input, m, keys)
    pass.backward(gradient, parameters, input, y, m, penalty)
    return pass.measure(y, m).lossSum / m + l2Penalty(layout, parameters, vectorCase.l2)
  }

  const errors = Object.fromEntries(VERIFIED_QUANTITIES.map((quantity) => [quantity, 0])) as Record<
    VerifiedQuantity,
    number
  >
  const compare = (
    quantity: VerifiedQuantity,
    ours: ArrayLike<number>,
    theirs: readonly number[],
    scale = largestSize(theirs),
  ): void => {
    if (ours.length !== theirs.length) throw wrongCount(`numbers of ${quantity}`, ours.length, theirs.length)
    const error = relativeError(ours, theirs, scale)
    if (Number.isNaN(error) || error > errors[quantity]) errors[quantity] = error
  }
  const hidden = pass.layers.length - 1
  requireLayers('z', expected.z, pass.layers.length)
  requireLayers('zn', expected.zn, vectorCase.batchNorm ? hidden : 0)
  requireLayers('a', expected.a, pass.layers.length)
  compare('loss', [step()], [expected.loss])
  expected.z.forEach((z, k) => compare('z', pass.layers[k].z, z.flat()))
  expected.zn.forEach((zn, k) => compare('zn', pass.layers[k].s, zn.flat()))
  expected.a.forEach((a, k) => compare('a', pass.layers[k].a, a.flat()))
  const largestGradient = largestSize(flattenParameters(expected.gradients, layout))
  /** Of each tensor, which of its numbers have a gradient that is noise. */
  const noise: boolean[][] = []
  visitTensors(layout, gradient, expected.gradients, (ours, theirs) => {
    const isNoise = theirs.map((value) => Math.abs(value) < NOISE * largestGradient)
    noise.push(isNoise)
    compare('gradients', ours, theirs, isNoise.every(Boolean) ? largestGradient : largestSize(theirs))
  })

  const optimizer = createOptimizer(vectorCase.optimizer)
  const state = new Float64Array(optimizer.slots * layout.trainable)
  const trained = parameters.subarray(0, layout.trainable)
  const losses = expected.losses.map((_, i) => {
    const loss = step()
    const { learningRate } = vectorCase.optimizer
    optimizer.step(trained, gradient.subarray(0, layout.trainable), state, i + 1, learningRate)
    return loss
  })
  compare('losses', losses, expected.losses)
  let tensor = 0
  visitTensors(layout, parameters, expected.afterFiveSteps, (ours, theirs) => {
    const isNoise = noise[tensor++]
    const isHeld = (_: number, k: number): boolean => !isNoise[k]
    compare('parameters', ours.filter(isHeld), theirs.filter(isHeld), largestSize(theirs))
  })
  const all = Object.values(errors)
  return {
    name: vectorCase.name,
    errors,
    maxRelativeError: all.some((error) => Number.isNaN(error)) ? NaN : Math.max(...all),
  }
}

/** @throws FormatError where another number of layers is expected */
function requireLayers(quantity: VerifiedQuantity, layers: readonly unknown[], count: number): void {
  if (layers.length !== count) throw wrongCount(`layers of ${quantity}`, count, layers.length)
}

function wrongCount(things: string, expected: number, got: number): FormatError {
  return new FormatError(`Reference vectors: expected ${expected} ${things}, got ${got}`)
}

function l2Penalty(layout: ParameterLayout, parameters: Float64Array, lambda: number): number {
  let squares = 0
  for (const { weights } of parameterViews(layout, parameters)) for (const w of weights) squares += w * w
  return (lambda / 2) * squares
}

/** Each layer's tensors of named parameters, beside the views of a flat buffer that they belong to. */
function visitTensors(
  layout: ParameterLayout,
  flat: Float64Array,
  named: NamedParameters,
  visit: (ours: Float64Array, theirs: readonly number[]) => void,
): void {
  parameterViews(layout, flat).forEach(({ weights, biases, batchNorm }, k) => {
    visit(weights, named.weights[k].flat())
    visit(biases, named.biases[k])
    if (!batchNorm) return
    visit(batchNorm.gamma, named.gamma?.[k] ?? [])
    visit(batchNorm.beta, named.beta?.[k] ?? [])
  })
}

function flattenParameters(named: NamedParameters, layout: ParameterLayout): Float64Array {
  const flat = new Float64Array(layout.length)
  visitTensors(layout, flat, named, (ours, theirs) => {
    if (ours.length !== theirs.length) {
      throw new FormatError(
        `Reference vectors: expected ${ours.length} numbers in a tensor, got ${theirs.length}`,
      )
    }
    ours.set(theirs)
  })
  return flat
}

function largestSize(values: Float64Array | readonly number[]): number {
  let largest = 0
  for (const value of values) largest = Math.max(largest, Math.abs(value))
  return largest
}

/** The largest difference over a scale; the difference itself where the scale is 0. */
function relativeError(ours: ArrayLike<number>, theirs: ArrayLike<number>, scale: number): number {
  let difference = 0
  for (let i = 0; i < theirs.length; i++) difference = Math.max(difference, Math.abs(ours[i] - theirs[i]))
  return scale === 0 ? difference : difference / scale
}
