import {
  constant,
  difference,
  type Expression,
  fraction,
  logarithm,
  negative,
  product,
  quantity,
  type ReadQuantity,
  root,
  shortenedSum,
  square,
  sum,
} from './expression.ts'
import {
  derivativeId,
  layerInputId,
  parseQuantity,
  plainId,
  type Quantity,
  type QuantityId,
  targetId,
  type UnitKind,
  unitId,
  weightId,
} from './quantity.ts'
import type { Trace } from './trace-types.ts'

/** What a derivative of the loss is computed from, the rules of backpropagation; empty where it is not formed. */
export function backwardLines(
  trace: Trace,
  id: QuantityId,
  read: ReadQuantity,
  shown: readonly number[] | undefined,
): Expression[] {
  if (read(id) === null) return []
  const parsed = parseQuantity(plainId(id))
  const last = trace.sizes.length - 1
  if (parsed.kind === 'div') return [constant(1)]
  if (parsed.kind === 'x') return [backThroughWeights(trace, 1, parsed.unit, read, shown)]
  if (parsed.kind === 'd') return [byTarget(trace, parsed.unit)]
  const { layer: k, unit: j } = parsed
  switch (parsed.kind) {
    case 'w':
      return [product(slopeBy('z', k, j), quantity(layerInputId(k, parsed.from)))]
    case 'b':
      return [slopeBy('z', k, j)]
    case 'y':
      return [k === last ? outputDifference(k, j) : backThroughWeights(trace, k + 1, j, read, shown)]
    case 'z':
      return hasBatchNorm(trace, k) ? [backThroughNormalization(trace, k, j, read)] : bySum(trace, k, j)
    case 's':
      return bySum(trace, k, j)
    case 'hat':
      return [product(slopeBy('s', k, j), quantity(unitId('gamma', k, j)))]
    case 'gamma':
      return [product(slopeBy('s', k, j), quantity(unitId('hat', k, j)))]
    case 'beta':
      return [slopeBy('s', k, j)]
    case 'mu':
    case 'var':
      return [byStatistic(trace, parsed, read)]
    case 'slope':
      return []
  }
}

const hasBatchNorm = (trace: Trace, k: number): boolean =>
  trace.examples[0]!.layers[k - 1]!.normalization !== null
const slopeBy = (kind: UnitKind, k: number, j: number, example?: number): Expression =>
  quantity(derivativeId(unitId(kind, k, j)), example)
const outputDifference = (k: number, j: number): Expression =>
  difference(quantity(unitId('y', k, j)), quantity(targetId(j)))

/** Through the bend: ∂/∂y times f′; where the loss cancels f′, y − d at once. */
function bySum(trace: Trace, k: number, j: number): Expression[] {
  if (k === trace.sizes.length - 1 && trace.lossName !== 'mse') return [outputDifference(k, j)]
  const y = quantity(unitId('y', k, j))
  const line = product(slopeBy('y', k, j), quantity(unitId('slope', k, j)))
  const { name } = trace.activations[k - 1]!
  if (name === 'sigmoid') return [line, product(slopeBy('y', k, j), y, difference(constant(1), y))]
  return name === 'tanh' ? [line, product(slopeBy('y', k, j), difference(constant(1), square(y)))] : [line]
}

/** Back over the weights of layer k to what it gets from i: Σⱼ w ∂/∂z. */
function backThroughWeights(
  trace: Trace,
  k: number,
  i: number,
  read: ReadQuantity,
  shown: readonly number[] | undefined,
): Expression {
  const terms = Array.from({ length: trace.sizes[k]! }, (_, j) =>
    product(quantity(weightId(k, i, j)), slopeBy('z', k, j)),
  )
  return shortenedSum(terms, { shown, what: 'units', read })
}

/** γ/√(σ² + ε) (∂/∂s − mean of ∂/∂s − ẑ · mean of ∂/∂s ẑ); with running statistics, which are constants, the first part. */
function backThroughNormalization(trace: Trace, k: number, j: number, read: ReadQuantity): Expression {
  const of = (kind: UnitKind, n?: number): Expression => quantity(unitId(kind, k, j), n)
  const factor = fraction(of('gamma'), root(sum(of('var'), constant(trace.epsilon))))
  if (trace.statistics !== 'batch') return product(factor, slopeBy('s', k, j))
  const mean = (make: (n: number) => Expression): Expression =>
    product(
      fraction(constant(1), constant(trace.examples.length)),
      shortenedSum(
        trace.examples.map((_, n) => make(n)),
        { what: 'examples', read },
      ),
    )
  return product(
    factor,
    sum(
      slopeBy('s', k, j),
      negative(mean((n) => slopeBy('s', k, j, n))),
      negative(
        product(
          of('hat'),
          mean((n) => product(slopeBy('s', k, j, n), of('hat', n))),
        ),
      ),
    ),
  )
}

function byStatistic(
  trace: Trace,
  parsed: Extract<Quantity, { kind: UnitKind }>,
  read: ReadQuantity,
): Expression {
  const { layer: k, unit: j } = parsed
  const variance = sum(quantity(unitId('var', k, j)), constant(trace.epsilon))
  const over = (make: (n: number) => Expression): Expression =>
    shortenedSum(
      trace.examples.map((_, n) => make(n)),
      { what: 'examples', read },
    )
  return parsed.kind === 'mu'
    ? product(
        negative(fraction(constant(1), root(variance))),
        over((n) => slopeBy('hat', k, j, n)),
      )
    : product(
        negative(fraction(constant(1), product(constant(2), variance))),
        over((n) => product(slopeBy('hat', k, j, n), quantity(unitId('hat', k, j), n))),
      )
}

function byTarget(trace: Trace, j: number): Expression {
  const k = trace.sizes.length - 1
  const y = quantity(unitId('y', k, j))
  switch (trace.lossName) {
    case 'mse':
      return difference(quantity(targetId(j)), y)
    case 'softmax-cross-entropy':
      return negative(logarithm(y))
    case 'binary-cross-entropy':
      return difference(logarithm(difference(constant(1), y)), logarithm(y))
  }
}
