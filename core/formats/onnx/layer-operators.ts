import { FormatError } from '../format-error.ts'
import { describeShape } from '../tensor.ts'
import { applyLine } from './elementwise.ts'
import type { ModelTensor } from './model.ts'
import { describe, isBatch, type Shape } from './shapes.ts'
import { type Flow, linesOf } from './tracer.ts'
import {
  floatOf,
  flowOf,
  flowValue,
  integerOf,
  scalarOf,
  type Step,
  type Value,
  vectorOf,
  weightsOf,
} from './values.ts'

/** Y = X W, or W X where images are columns. */
export function readMatMul(step: Step): Value {
  const isRight = step.inputs[0]?.kind === 'flow'
  return multiply(step, {
    isRight,
    flow: flowOf(step, isRight ? 0 : 1),
    isTransposed: false,
    alpha: 1,
    biases: null,
  })
}

/** Y = α A′ B′ + β C; either may be transposed, and one of both are the images. */
export function readGemm(step: Step): Value {
  const isRight = step.inputs[0]?.kind === 'flow'
  const [transA, transB] = [integerOf(step, 'transA', 0) !== 0, integerOf(step, 'transB', 0) !== 0]
  const flow = flowOf(step, isRight ? 0 : 1)
  return multiply(step, {
    isRight,
    flow: (isRight ? transA : transB) ? { ...flow, shape: [...flow.shape].reverse() } : flow,
    isTransposed: isRight ? transB : transA,
    alpha: floatOf(step, 'alpha', 1),
    biases: step.inputs[2] === undefined ? null : { index: 2, beta: floatOf(step, 'beta', 1) },
  })
}

interface Multiplication {
  /** Whether the matrix stands to the right of the images, which are rows then. */
  readonly isRight: boolean
  readonly flow: Flow
  readonly isTransposed: boolean
  readonly alpha: number
  readonly biases: { readonly index: number; readonly beta: number } | null
}

function multiply(step: Step, { isRight, flow, isTransposed, alpha, biases }: Multiplication): Value {
  const { title, tracer } = step
  const matrix = weightsOf(step, isRight ? 1 : 0)
  if (matrix.shape.length !== 2) {
    throw new FormatError(
      `${title}: expected a matrix of weights, got ${matrix.name} of ${describeShape(matrix.shape)}`,
    )
  }
  const [rows, columns] = [matrix.shape[0]!, matrix.shape[1]!]
  // To the right of rows a matrix is (in, out), to the left of columns (out, in).
  const isOutIn = isRight === isTransposed
  const [outFeatures, inFeatures] = isOutIn ? [rows, columns] : [columns, rows]
  const axis = isRight ? flow.shape.length - 1 : Math.max(0, flow.shape.length - 2)
  checkFeatures(flow.shape, axis, inFeatures, title)
  tracer.settle(flow, title)
  const lying = isOutIn ? matrix.read() : tracer.transposed(matrix.read(), rows, columns, title)
  tracer.charge(lying.length + outFeatures, title)
  tracer.affine({
    name: nameOf(step, matrix),
    inFeatures,
    outFeatures,
    weights: alpha === 1 ? lying : lying.map((weight) => weight * alpha),
    biases: biases === null ? new Float64Array(outFeatures) : readBiases(step, biases, outFeatures, isRight),
  })
  return flowValue(tracer.flow(flow.shape.map((length, k) => (k === axis ? outFeatures : length))))
}

/** A row for images as rows, a column for images as columns, or one number for all. */
function readBiases(
  step: Step,
  { index, beta }: { index: number; beta: number },
  count: number,
  isRow: boolean,
): Float64Array {
  const tensor = weightsOf(step, index)
  const { shape } = tensor
  const across = isRow ? shape.at(-1) : shape.length === 2 ? shape[0] : 1
  if (tensor.count === 1) return new Float64Array(count).fill(tensor.read()[0]! * beta)
  if (tensor.count === count && across === count) return tensor.read().map((bias) => bias * beta)
  throw new FormatError(
    `${step.title}: expected ${count} biases, one for each neuron, got ${tensor.name} of ${describeShape(shape)}`,
  )
}

/** `fc1` of `fc1.weight`, else the name of the step or of the matrix. */
function nameOf({ node }: Step, { name }: ModelTensor): string {
  return /^(.+)[./]weight$/.exec(name)?.[1] ?? (node.name === '' ? name : node.name)
}

function checkFeatures(shape: Shape, axis: number, expected: number, title: string): void {
  const got = shape[axis]
  const others = isBatch(shape, (each) => each === axis)
  if (others && (got === null || got === expected)) return
  throw new FormatError(
    `${title}: expected ${expected} numbers for each image, as the matrix has, got ${describe(shape)}`,
  )
}

/** Batch normalization with the statistics that the file has. */
export function readBatchNorm(step: Step): Value {
  const { title, tracer, node } = step
  const flow = flowOf(step)
  const isTraining =
    integerOf(step, 'training_mode', 0) !== 0 || node.outputs.filter((name) => name !== '').length > 1
  if (isTraining) {
    throw new FormatError(
      `${title}: expected batch normalization by its running statistics, got training mode, which measures each batch; export the model after model.eval()`,
    )
  }
  if (integerOf(step, 'spatial', 1) === 0) {
    throw new FormatError(`${title}: expected a number for each neuron (spatial = 1), got spatial = 0`)
  }
  const width = weightsOf(step, 1).count
  const norm = {
    gamma: vectorOf(step, 1, width),
    beta: vectorOf(step, 2, width),
    runningMean: vectorOf(step, 3, width),
    runningVariance: vectorOf(step, 4, width),
    epsilon: floatOf(step, 'epsilon', 1e-5),
  }
  if (norm.runningVariance.some((variance) => !(variance + norm.epsilon > 0))) {
    throw new FormatError(`${title}: expected variances above 0, got one that is not`)
  }
  const { shape } = flow
  if (width === 1 && shape.length > 2 && shape[1] === 1) {
    const { factor, offset } = linesOf(norm)
    return flowValue({ ...flow, steps: applyLine(flow.steps, { scale: factor[0]!, offset: offset[0]! }) })
  }
  checkFeatures(shape, Math.min(1, shape.length - 1), width, title)
  tracer.settle(flow, title)
  tracer.batchNorm(norm, node.name === '' ? title : node.name)
  return flowValue(tracer.flow(shape))
}

/** Dropout is off when a model answers. */
export function readDropout(step: Step): Value {
  const { title, tracer } = step
  const flow = flowOf(step)
  if ((scalarOf(step, 2) ?? 0) !== 0) {
    throw new FormatError(
      `${title}: expected dropout that is off, got training mode; export the model after model.eval()`,
    )
  }
  const probability = scalarOf(step, 1) ?? floatOf(step, 'ratio', 0.5)
  if (!(probability >= 0 && probability < 1)) {
    throw new FormatError(`${title}: expected a probability from 0 to below 1, got ${probability}`)
  }
  tracer.settle(flow, title)
  tracer.dropout(title, probability)
  return flowValue(tracer.flow(flow.shape))
}

/** Probabilities over the classes, or their logarithms. */
export function readSoftmax(step: Step): Value {
  const { title, tracer, opset, node } = step
  const flow = flowOf(step)
  const { shape } = flow
  const given = integerOf(step, 'axis', opset >= 13 ? -1 : 1)
  const axis = given < 0 ? given + shape.length : given
  // Below opset 13 all axes from this one on are taken together.
  const isFeature = (each: number): boolean => (opset >= 13 ? each === axis : each >= axis)
  const lengths = shape.filter((_length, each) => isFeature(each))
  const classes = lengths.reduce<number>((product, length) => product * (length ?? 0), 1)
  const isInside = axis >= 0 && axis < shape.length
  if (!isInside || classes !== tracer.width || !isBatch(shape, isFeature)) {
    throw new FormatError(
      `${title}: expected softmax over the classes of each image, got axis ${given} of ${describe(shape)}`,
    )
  }
  tracer.settle(flow, title)
  tracer.activation({ kind: 'activation', name: title, activation: { name: 'softmax' } })
  if (node.operator === 'LogSoftmax') {
    tracer.notes.push(
      `${title}: the file gives the logarithms of the probabilities, the workbench these themselves.`,
    )
  }
  return flowValue(tracer.flow(shape))
}
