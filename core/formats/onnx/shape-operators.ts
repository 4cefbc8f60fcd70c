import { FormatError } from '../format-error.ts'
import { describeShape, isFloat } from '../tensor.ts'
import { computed, shapeValue, tensorValue } from './constants.ts'
import type { ModelTensor } from './model.ts'
import { numberTypeOf } from './parse-tensor.ts'
import { describe, flatten, permute, reshape, type Shape, squeeze, unsqueeze } from './shapes.ts'
import { axesOf, flowOf, flowValue, integerOf, integersOf, type Step, type Value } from './values.ts'

/** As it is; of images the same numbers with other axes. */
function withShape(step: Step, change: (shape: Shape) => Shape): Value {
  const [value] = step.inputs
  if (value?.kind === 'tensor') {
    const shape = change(value.tensor.shape).map((length) => length ?? 1)
    return tensorValue(reshaped(value.tensor, shape, step.title))
  }
  if (value?.kind === 'integers') return value
  const flow = flowOf(step)
  return flowValue({ ...flow, shape: change(flow.shape) })
}

function reshaped(tensor: ModelTensor, shape: readonly number[], title: string): ModelTensor {
  if (shape.reduce((product, length) => product * length, 1) === tensor.count) {
    return computed(tensor, shape, tensor.read())
  }
  throw new FormatError(
    `${title}: expected the ${tensor.count} numbers of ${tensor.name} in another shape, got ${describeShape(shape)}`,
  )
}

export const readIdentity = (step: Step): Value => {
  const [value] = step.inputs
  return value?.kind === 'tensor' || value?.kind === 'integers' || value?.kind === 'labels'
    ? value
    : flowValue(flowOf(step))
}

export function readReshape(step: Step): Value {
  const target = step.node.attributes.get('shape')?.integers ?? integersOf(step, 1)
  if (target === null) throw new FormatError(`${step.title}: expected a shape, got none`)
  if (step.inputs[0]?.kind === 'labels') return step.inputs[0]
  return withShape(step, (shape) => reshape(shape, target, step.title))
}

export const readFlatten = (step: Step): Value =>
  withShape(step, (shape) => flatten(shape, integerOf(step, 'axis', 1), step.title))

export const readSqueeze = (step: Step): Value =>
  withShape(step, (shape) => squeeze(shape, axesOf(step, 1), step.title))

export const readUnsqueeze = (step: Step): Value =>
  withShape(step, (shape) => unsqueeze(shape, axesOf(step, 1) ?? [], step.title))

export function readTranspose(step: Step): Value {
  const { title, tracer, inputs } = step
  const given = step.node.attributes.get('perm')?.integers
  const [value] = inputs
  const rank = value?.kind === 'tensor' ? value.tensor.shape.length : flowOf(step).shape.length
  const order = given ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis)
  if (value?.kind !== 'tensor') return withShape(step, (shape) => permute(shape, order, title))
  const { tensor } = value
  if (rank > 2) {
    throw new FormatError(`${title}: expected a matrix to be transposed, got ${describeShape(tensor.shape)}`)
  }
  const shape = permute(tensor.shape, order, title).map((length) => length ?? 1)
  if (rank < 2 || order[0] === 0) return value
  return tensorValue(
    computed(tensor, shape, tracer.transposed(tensor.read(), tensor.shape[0]!, tensor.shape[1]!, title)),
  )
}

/** Weights and images keep their values as floats of another width; whole numbers become floats. */
export function readCast(step: Step): Value {
  const [value] = step.inputs
  const to = numberTypeOf(integerOf(step, 'to', 1))
  if (value?.kind === 'integers' || value?.kind === 'labels') return value
  if (value?.kind === 'tensor') {
    const { tensor } = value
    return isFloat({ numberType: to }) || !isFloat(tensor)
      ? tensorValue(computed({ name: tensor.name, numberType: to }, tensor.shape, tensor.read()))
      : refuseCast(step, to)
  }
  return isFloat({ numberType: to }) ? flowValue(flowOf(step)) : refuseCast(step, to)
}

function refuseCast({ title }: Step, to: string): never {
  throw new FormatError(`${title}: expected numbers as floats, got them turned into ${to}`)
}

export function readConstant({ node, title }: Step): Value {
  const { attributes } = node
  const tensor = attributes.get('value')?.tensor
  if (tensor !== undefined) return tensorValue(tensor)
  const float = attributes.get('value_float')?.float
  const integers = attributes.get('value_ints')?.integers
  const integer = attributes.get('value_int')?.integer
  if (float !== undefined) {
    return tensorValue(computed({ name: title, numberType: 'float32' }, [], Float64Array.of(float)))
  }
  if (integers !== undefined) return { kind: 'integers', values: integers }
  if (integer !== undefined) return { kind: 'integers', values: [integer] }
  throw new FormatError(`${title}: expected a tensor or whole numbers as its value, got something else`)
}

/** The shape of what flows, of which a part becomes that of a Reshape. */
export function readShape(step: Step): Value {
  const { shape } = flowOf(step)
  const end = integerOf(step, 'end', shape.length)
  return { kind: 'integers', values: shape.slice(integerOf(step, 'start', 0), end) }
}

export function readGather(step: Step): Value {
  const values = shapeOf(step, 0)
  const indices = shapeOf(step, 1)
  const gathered = indices.map((index) => {
    const value = values.at(index ?? Infinity)
    if (value !== undefined && index !== null) return value
    throw new FormatError(`${step.title}: expected an axis of ${describe(values)}, got ${index}`)
  })
  return shapeValue(gathered, step.title)
}

export function readConcat(step: Step): Value {
  return shapeValue(
    step.inputs.flatMap((_value, index) => shapeOf(step, index)),
    step.title,
  )
}

export function readSlice(step: Step): Value {
  const values = shapeOf(step, 0)
  const [from, to] = [
    step.node.attributes.get('starts')?.integers ?? shapeOf(step, 1),
    step.node.attributes.get('ends')?.integers ?? shapeOf(step, 2),
  ]
  const stride = integersOf(step, 4)?.[0] ?? 1
  if (from.length === 1 && to.length === 1 && stride === 1) {
    return { kind: 'integers', values: values.slice(from[0] ?? 0, to[0] ?? undefined) }
  }
  throw new FormatError(`${step.title}: expected a part of a shape, got another slice`)
}

/** @throws FormatError where it is no shape: images are not cut or joined */
function shapeOf(step: Step, index: number): readonly (number | null)[] {
  if (step.inputs[index]?.kind === 'flow') {
    throw new FormatError(
      `${step.title}: expected fully connected layers, got images or results that are cut or joined`,
    )
  }
  const values = integersOf(step, index)
  if (values !== null) return values
  throw new FormatError(`${step.title}: expected a shape or a part of one, got none`)
}
