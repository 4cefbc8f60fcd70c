import { FormatError } from '../format-error.ts'
import { describeShape, isFloat } from '../tensor.ts'
import type { ModelNode, ModelTensor } from './model.ts'
import type { Flow, Tracer } from './tracer.ts'

/** What a name in a model stands for. */
export type Value =
  | { readonly kind: 'flow'; readonly flow: Flow }
  | { readonly kind: 'tensor'; readonly tensor: ModelTensor }
  /** A shape or a part of one; null for a length that is left open. */
  | { readonly kind: 'integers'; readonly values: readonly (number | null)[] }
  /** An input besides the images. */
  | { readonly kind: 'other-input' }
  /** Classes that were chosen by the network's answers. */
  | { readonly kind: 'labels' }

/** A step of a model with what it works on. */
export interface Step {
  readonly node: ModelNode
  readonly title: string
  readonly opset: number
  readonly tracer: Tracer
  /** Undefined for inputs that are left out. */
  readonly inputs: readonly (Value | undefined)[]
}

/** The images that a step works on. @throws FormatError */
export function flowOf({ inputs, title }: Step, index = 0): Flow {
  const value = inputs[index]
  if (value?.kind === 'flow') return value.flow
  throw new FormatError(
    value?.kind === 'other-input'
      ? `${title}: expected one input, the images, got more; weights that are inputs are not in the file`
      : `${title}: expected what comes of the images as its ${nth(index)} input, got ${describeValue(value)}`,
  )
}

/** Weights that a step works on. @throws FormatError */
export function weightsOf({ inputs, title }: Step, index: number): ModelTensor {
  const value = inputs[index]
  if (value?.kind === 'tensor' && isFloat(value.tensor)) return value.tensor
  throw new FormatError(
    value?.kind === 'other-input'
      ? `${title}: expected its weights in the file, they are an input of the model; export it with its weights`
      : `${title}: expected weights as its ${nth(index)} input, got ${describeValue(value)}`,
  )
}

/** A list with a number for each neuron. @throws FormatError */
export function vectorOf(step: Step, index: number, length: number): Float64Array {
  const tensor = weightsOf(step, index)
  if (tensor.count === length) return tensor.read()
  throw new FormatError(
    `${step.title}: expected ${length} numbers as its ${nth(index)} input, got ${describeShape(tensor.shape)}`,
  )
}

/** A single number; null where the input is left out. @throws FormatError */
export function scalarOf({ inputs, title }: Step, index: number): number | null {
  const value = inputs[index]
  if (value === undefined) return null
  if (value.kind === 'tensor' && value.tensor.count === 1) return value.tensor.read()[0]!
  throw new FormatError(
    `${title}: expected a single number as its ${nth(index)} input, got ${describeValue(value)}`,
  )
}

/** A shape, or some axes, as a step is given them; null where they are left out. @throws FormatError */
export function integersOf({ inputs, title }: Step, index: number): readonly (number | null)[] | null {
  const value = inputs[index]
  if (value === undefined) return null
  if (value.kind === 'integers') return value.values
  if (value.kind === 'tensor') return value.tensor.readIntegers()
  throw new FormatError(
    `${title}: expected whole numbers as its ${nth(index)} input, got ${describeValue(value)}`,
  )
}

/** Axes of an attribute or, from a later opset on, of an input; null where they are left out. @throws FormatError */
export function axesOf(step: Step, index: number): readonly number[] | null {
  const axes = step.node.attributes.get('axes')?.integers ?? integersOf(step, index)
  if (axes === null) return null
  return axes.map((axis) => {
    if (axis !== null) return axis
    throw new FormatError(`${step.title}: expected axes as numbers, got one that is left open`)
  })
}

/** An attribute that is a whole number. */
export const integerOf = ({ node }: Step, name: string, fallback: number): number =>
  node.attributes.get(name)?.integer ?? fallback

/** An attribute that is a number. */
export const floatOf = ({ node }: Step, name: string, fallback: number): number =>
  node.attributes.get(name)?.float ?? fallback

export const flowValue = (flow: Flow): Value => ({ kind: 'flow', flow })

const nth = (index: number): string =>
  ['first', 'second', 'third', 'fourth', 'fifth'][index] ?? `${index + 1}th`

function describeValue(value: Value | undefined): string {
  switch (value?.kind) {
    case undefined:
      return 'none'
    case 'flow':
      return 'what comes of the images'
    case 'tensor':
      return `${describeShape(value.tensor.shape)} of ${value.tensor.numberType}`
    case 'integers':
      return 'a shape'
    case 'other-input':
      return 'an input of the model'
    case 'labels':
      return 'the chosen class'
  }
}
