import { FormatError } from '../format-error.ts'
import { describeShape, shortestDecimal } from '../tensor.ts'
import {
  applyFunction,
  applyLine,
  combine,
  type Elementwise,
  exponentialUnit,
  FUNCTIONS,
  gelu,
  leaky,
} from './elementwise.ts'
import type { ModelTensor } from './model.ts'
import { describe, isBatch, type Shape } from './shapes.ts'
import { fold, shapeValue } from './constants.ts'
import type { Flow } from './tracer.ts'
import { floatOf, flowOf, flowValue, scalarOf, type Step, type Value, weightsOf } from './values.ts'

const withSteps = (flow: Flow, steps: Elementwise): Value => flowValue({ ...flow, steps })

/** An operator of one number, as Relu or Erf. */
export function readFunction(step: Step): Value {
  const { operator } = step.node
  const apply = FUNCTIONS[operator]!
  const [value] = step.inputs
  if (value?.kind === 'tensor') return fold(step, [value.tensor], (x) => apply(x))
  const flow = flowOf(step)
  if (operator === 'Neg') return withSteps(flow, applyLine(flow.steps, { scale: -1, offset: 0 }))
  return withSteps(flow, applyFunction(flow.steps, apply))
}

/** ReLU with a slope below 0. */
export function readLeakyRelu(step: Step): Value {
  const slope =
    step.node.operator === 'PRelu' ? shortestDecimal(scalarOf(step, 1) ?? NaN) : floatOf(step, 'alpha', 0.01)
  const flow = flowOf(step)
  const steps = applyFunction(
    flow.steps,
    leaky(slope),
    slope === 0 ? { name: 'relu' } : { name: 'leaky-relu', slope },
  )
  return withSteps(flow, steps)
}

/** ELU; CELU is the same where α is 1. */
export function readElu(step: Step): Value {
  const flow = flowOf(step)
  const alpha = floatOf(step, 'alpha', 1)
  if (step.node.operator === 'Celu' && alpha !== 1) {
    throw new FormatError(`${step.title}: expected CELU with α = 1, which is ELU, got α = ${alpha}`)
  }
  return withSteps(flow, applyFunction(flow.steps, exponentialUnit(alpha), { name: 'elu', alpha }))
}

export function readGelu(step: Step): Value {
  const flow = flowOf(step)
  const approximate = step.node.attributes.get('approximate')?.text ?? 'none'
  if (approximate !== 'none') {
    throw new FormatError(
      `${step.title}: expected GELU by the error function, got its approximation by ${approximate}, which differs by up to 0.0005`,
    )
  }
  return withSteps(flow, applyFunction(flow.steps, gelu, { name: 'gelu' }))
}

/** Numbers cut off below and above; with 0 below alone it is ReLU. */
export function readClip(step: Step): Value {
  const flow = flowOf(step)
  const low = scalarOf(step, 1) ?? floatOf(step, 'min', -Infinity)
  const high = scalarOf(step, 2) ?? floatOf(step, 'max', Infinity)
  return withSteps(
    flow,
    applyFunction(flow.steps, (x) => Math.min(high, Math.max(low, x))),
  )
}

type Join = (a: number, b: number) => number

const JOINS: Readonly<Record<string, Join>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Max: (a, b) => Math.max(a, b),
  Min: (a, b) => Math.min(a, b),
  Pow: power,
}

/** Whole exponents, as of x³ in approximations. */
function power(base: number, exponent: number): number {
  if (!Number.isInteger(exponent) || exponent < 0 || exponent > 8) return NaN
  let result = 1
  for (let k = 0; k < exponent; k++) result *= base
  return result
}

/** An operator of two numbers. */
export function readJoin(step: Step): Value {
  const { node, title, inputs } = step
  const join = JOINS[node.operator]!
  const [first, second] = inputs
  if (inputs.length !== 2) {
    throw new FormatError(`${title}: expected two inputs, got ${inputs.length}`)
  }
  if (first?.kind === 'integers' || (second?.kind === 'integers' && first?.kind !== 'flow')) {
    return joinIntegers(step, join)
  }
  if (first?.kind === 'tensor' && second?.kind === 'tensor') {
    return fold(step, [first.tensor, second.tensor], join)
  }
  if (first?.kind === 'flow' && second?.kind === 'flow') return joinFlows(step, first.flow, second.flow, join)
  const isFirst = first?.kind === 'flow'
  const flow = flowOf(step, isFirst ? 0 : 1)
  const other = weightsOf(step, isFirst ? 1 : 0)
  if (other.count === 1) return joinNumber(flow, other.read()[0]!, node.operator, join, isFirst)
  return joinVector(step, flow, other, isFirst)
}

function joinFlows({ title }: Step, first: Flow, second: Flow, join: Join): Value {
  if (first.after !== second.after || describe(first.shape) !== describe(second.shape)) {
    throw new FormatError(
      `${title}: expected one chain of layers, got the results of two joined, as residual connections do; such a network cannot be read`,
    )
  }
  return withSteps(first, combine(first.steps, second.steps, join))
}

function joinNumber(flow: Flow, number: number, operator: string, join: Join, isFirst: boolean): Value {
  const apply = (x: number): number => (isFirst ? join(x, number) : join(number, x))
  const isLine = ['Add', 'Sub', 'Mul'].includes(operator) || (operator === 'Div' && isFirst)
  if (!isLine) return withSteps(flow, applyFunction(flow.steps, apply))
  const offset = operator === 'Mul' || operator === 'Div' ? 0 : apply(0)
  const scale = operator === 'Div' ? 1 / number : apply(1) - offset
  const isSum = operator === 'Add' || (operator === 'Sub' && isFirst)
  return withSteps(
    flow,
    applyLine(flow.steps, { scale: isSum ? 1 : operator === 'Sub' ? -1 : scale, offset }),
  )
}

/** A number for each feature. */
function joinVector(step: Step, flow: Flow, other: ModelTensor, isFirst: boolean): Value {
  const { title, tracer, node } = step
  checkAlignment(flow.shape, other, title)
  tracer.settle(flow, title)
  const numbers = other.read()
  const all = (value: number): Float64Array => new Float64Array(numbers.length).fill(value)
  const zero = all(0)
  switch (node.operator) {
    case 'Add':
      tracer.lines({ factor: all(1), offset: numbers }, title)
      break
    case 'Sub':
      tracer.lines(
        isFirst ? { factor: all(1), offset: numbers.map((x) => -x) } : { factor: all(-1), offset: numbers },
        title,
      )
      break
    case 'Mul':
      tracer.lines({ factor: numbers, offset: zero }, title)
      break
    case 'Div':
      if (!isFirst || numbers.includes(0)) refuseVector(title, node.operator, other)
      tracer.lines({ factor: numbers.map((x) => 1 / x), offset: zero }, title)
      break
    default:
      refuseVector(title, node.operator, other)
  }
  return flowValue(tracer.flow(flow.shape))
}

function refuseVector(title: string, operator: string, { name }: ModelTensor): never {
  throw new FormatError(
    `${title}: expected a sum or product with a number for each neuron, got ${operator} with ${name}`,
  )
}

/** @throws FormatError where numbers are not one for each feature of every image */
function checkAlignment(shape: Shape, { name, shape: own }: ModelTensor, title: string): void {
  const padded = [...Array.from({ length: Math.max(0, shape.length - own.length) }, () => 1), ...own]
  const isFeature = (axis: number): boolean => padded[axis] !== 1
  const fits =
    own.length <= shape.length &&
    padded.every(
      (length, axis) => length === 1 || length === shape[axis] || (shape[axis] === null && axis > 0),
    )
  if (fits && isBatch(shape, isFeature)) return
  throw new FormatError(
    `${title}: expected a number for each neuron or pixel, got ${name} of ${describeShape(own)} with ${describe(shape)}`,
  )
}

/** Parts of a shape, as of rows times columns. */
function joinIntegers({ inputs, title }: Step, join: Join): Value {
  const [first, second] = inputs.map((value): readonly (number | null)[] => {
    if (value?.kind === 'integers') return value.values
    if (value?.kind === 'tensor') return value.tensor.readIntegers()
    throw new FormatError(`${title}: expected two shapes or parts of them, got something else`)
  })
  const length = Math.max(first!.length, second!.length)
  const at = (values: readonly (number | null)[], k: number): number | null =>
    values.length === 1 ? values[0]! : (values[k] ?? null)
  const joined = Array.from({ length }, (_, k) => {
    const [a, b] = [at(first!, k), at(second!, k)]
    return a === null || b === null ? null : Math.trunc(join(a, b))
  })
  return shapeValue(joined, title)
}
