import { FormatError } from '../format-error.ts'
import { describeShape, isFloat } from '../tensor.ts'
import type { ModelTensor } from './model.ts'
import type { Step, Value } from './values.ts'

/** A tensor that is computed from others of the file. */
export const computed = (
  { name, numberType }: Pick<ModelTensor, 'name' | 'numberType'>,
  shape: readonly number[],
  numbers: Float64Array,
): ModelTensor => ({
  name,
  shape,
  numberType,
  count: numbers.length,
  read: () => numbers,
  readIntegers: () => [...numbers.subarray(0, MOST_LENGTHS)],
})

/** Lengths of a shape that is computed, at most. */
const MOST_LENGTHS = 64

/** A shape or a part of one. @throws FormatError where steps made it long, over and over */
export function shapeValue(values: readonly (number | null)[], title: string): Value {
  if (values.length <= MOST_LENGTHS) return { kind: 'integers', values }
  throw new FormatError(`${title}: expected a shape of at most ${MOST_LENGTHS} axes, got ${values.length}`)
}

export const tensorValue = (tensor: ModelTensor): Value => ({ kind: 'tensor', tensor })

/** Computes with tensors of the file number by number; a single number goes with all of the other. */
export function fold(
  { title, tracer }: Step,
  tensors: readonly ModelTensor[],
  apply: (...numbers: number[]) => number,
): Value {
  const longest = tensors.reduce((a, b) => (b.count > a.count ? b : a))
  for (const { name, count, shape } of tensors) {
    if (count === 1 || describeShape(shape) === describeShape(longest.shape)) continue
    throw new FormatError(
      `${title}: expected tensors of one shape, got ${describeShape(longest.shape)} and ${name} of ${describeShape(shape)}`,
    )
  }
  const kept = tensors.find((tensor) => isFloat(tensor)) ?? longest
  tracer.charge(longest.count, title)
  const inputs = tensors.map((tensor) => tensor.read())
  const numbers = Float64Array.from({ length: longest.count }, (_, k) =>
    apply(...inputs.map((each) => (each.length === 1 ? each[0]! : each[k]!))),
  )
  return tensorValue(computed({ name: longest.name, numberType: kept.numberType }, longest.shape, numbers))
}
