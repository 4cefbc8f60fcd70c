import { backwardLines } from './formula-backward.ts'
import {
  activation,
  constant,
  difference,
  type Expression,
  fraction,
  logarithm,
  negative,
  power,
  product,
  quantity,
  RATE,
  type ReadQuantity,
  root,
  shortenedSum,
  square,
  sum,
} from './expression.ts'
import {
  derivativeId,
  isParameter,
  layerInputId,
  parseQuantity,
  type QuantityId,
  targetId,
  unitId,
  weightId,
} from './quantity.ts'
import { batchValue, value } from './trace-value.ts'
import type { Trace } from './trace-types.ts'

/** A quantity and what it is computed from. */
export interface Formula {
  readonly id: QuantityId
  /** Whether it is the mean or sum over the mini-batch, or the value after the update, instead of the example's. */
  readonly of: 'example' | 'batch' | 'update'
  /** What it equals, in one or several forms that come to the same; empty for what is given. */
  readonly lines: readonly Expression[]
  readonly value: number | null
}

export interface FormulaOptions {
  /** Places of the terms that a long sum writes out; without it, the three largest. */
  readonly shown?: readonly number[] | undefined
}

/** Reads a trace's quantities at an example, and at others where a formula asks for them. */
export const reader =
  (trace: Trace, example: number): ReadQuantity =>
  (id, other) =>
    value(trace, id, other ?? example)

/**
 * The formula of a quantity at one example of a trace.
 * @throws RangeError for what the network does not have
 */
export function formulaOf(
  trace: Trace,
  id: QuantityId,
  example = 0,
  { shown }: FormulaOptions = {},
): Formula {
  const read = reader(trace, example)
  const parsed = parseQuantity(id)
  const lines = parsed.isDerivative
    ? backwardLines(trace, id, read, shown)
    : forwardLines(trace, id, read, shown)
  return { id, of: 'example', lines, value: read(id) }
}

/** The mean, or the sum, of the examples' derivatives by a parameter, as the update takes it. */
export function batchFormula(trace: Trace, id: QuantityId, combine = trace.combine): Formula {
  const m = trace.examples.length
  const total = shortenedSum(
    trace.examples.map((_, n) => quantity(id, n)),
    { what: 'examples', read: reader(trace, 0) },
  )
  const line = combine === 'sum' || m === 1 ? total : product(fraction(constant(1), constant(m)), total)
  return { id, of: 'batch', lines: [line], value: batchValue(trace, id, combine) }
}

/** A parameter's value after the update: w − η ∂/∂w. @throws RangeError for what is no parameter */
export function updateFormula(trace: Trace, id: QuantityId): Formula {
  if (!isParameter(id)) throw new RangeError(`Update: expected a weight, a bias, γ or β, got ${id}`)
  const gradient = derivativeId(id)
  const before = value(trace, id)!
  const [line] = batchFormula(trace, gradient).lines
  return {
    id,
    of: 'update',
    lines: [difference(quantity(id), product(RATE, line!))],
    value: before - trace.learningRate * batchValue(trace, gradient),
  }
}

function forwardLines(
  trace: Trace,
  id: QuantityId,
  read: ReadQuantity,
  shown: readonly number[] | undefined,
): Expression[] {
  const parsed = parseQuantity(id)
  if (parsed.kind === 'div') return [lossOf(trace, read)]
  if (!('layer' in parsed)) return []
  const { layer: k, unit: j } = parsed
  const of = (kind: Parameters<typeof unitId>[0]): Expression => quantity(unitId(kind, k, j))
  const bend = trace.activations[k - 1]!
  const { name } = bend
  // z itself where nothing normalizes it.
  const argument = trace.examples[0]!.layers[k - 1]?.normalization ? of('s') : of('z')
  const spread = root(sum(of('var'), constant(trace.epsilon)))
  const overBatch = (make: (n: number) => Expression): Expression =>
    product(
      fraction(constant(1), constant(trace.examples.length)),
      shortenedSum(
        trace.examples.map((_, n) => make(n)),
        { what: 'examples', read },
      ),
    )
  switch (parsed.kind) {
    case 'z': {
      const terms = Array.from({ length: trace.sizes[k - 1]! }, (_, i) =>
        product(quantity(weightId(k, i, j)), quantity(layerInputId(k, i))),
      )
      return [shortenedSum(terms, { shown, what: k === 1 ? 'inputs' : 'units', read }, of('b'))]
    }
    case 'mu':
      return trace.statistics === 'batch' ? [overBatch((n) => quantity(unitId('z', k, j), n))] : []
    case 'var':
      return trace.statistics === 'batch'
        ? [overBatch((n) => square(difference(quantity(unitId('z', k, j), n), of('mu'))))]
        : []
    case 'hat':
      return [fraction(difference(of('z'), of('mu')), spread)]
    case 's':
      return trace.examples[0]!.layers[k - 1]?.normalization
        ? [sum(product(of('gamma'), of('hat')), of('beta'))]
        : [of('z')]
    case 'y':
      return name === 'softmax'
        ? [
            fraction(
              power(argument),
              sum(...Array.from({ length: trace.sizes[k]! }, (_, i) => power(quantity(unitId('z', k, i))))),
            ),
          ]
        : [activation(bend, argument)]
    case 'slope': {
      if (name === 'softmax') return []
      const line = activation(bend, argument, true)
      if (name === 'sigmoid') return [line, product(of('y'), difference(constant(1), of('y')))]
      return name === 'tanh' ? [line, difference(constant(1), square(of('y')))] : [line]
    }
    case 'w':
    case 'b':
    case 'gamma':
    case 'beta':
      return []
  }
}

function lossOf(trace: Trace, read: ReadQuantity): Expression {
  const k = trace.sizes.length - 1
  const units = Array.from({ length: trace.sizes[k]! }, (_, j) => j)
  const y = (j: number): Expression => quantity(unitId('y', k, j))
  const d = (j: number): Expression => quantity(targetId(j))
  const over = (make: (j: number) => Expression): Expression =>
    shortenedSum(units.map(make), { what: 'outputs', read })
  switch (trace.lossName) {
    case 'mse':
      return product(
        fraction(constant(1), constant(2)),
        over((j) => square(difference(y(j), d(j)))),
      )
    case 'softmax-cross-entropy':
      return negative(over((j) => product(d(j), logarithm(y(j)))))
    case 'binary-cross-entropy':
      return negative(
        over((j) =>
          sum(
            product(d(j), logarithm(y(j))),
            product(difference(constant(1), d(j)), logarithm(difference(constant(1), y(j)))),
          ),
        ),
      )
  }
}
