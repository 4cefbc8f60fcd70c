import { derivativeId, LOSS_ID, parseQuantity, type QuantityId, unitId, weightId } from './quantity.ts'
import type { Trace } from './trace-types.ts'
import { value } from './trace-value.ts'

/** A way on which a quantity reaches the loss. */
export interface InfluencePath {
  /** From the quantity to `div`. */
  readonly nodes: readonly QuantityId[]
  /** Slope of each node by the one before; one fewer than nodes. */
  readonly factors: readonly PathFactor[]
  readonly product: number
}

export interface PathFactor {
  readonly value: number
  /** The quantity that the slope is, as the weight between two units; null for a difference of output and wanted output. */
  readonly id: QuantityId | null
}

export interface InfluencePaths {
  /** Those that are listed, in the order of the units that they go through. */
  readonly paths: readonly InfluencePath[]
  /** Ways that are not listed, as there are too many; what they, and the batch's statistics, add. */
  readonly restCount: number
  readonly rest: number
  /** Sum over all ways: the derivative of the loss by the quantity. */
  readonly total: number
}

/** Ways that are listed at most, without a choice. */
const MOST_PATHS = 12
/** Ways that are looked at; in a network with more, each unit goes on to the units above that count most. */
const MOST_VISITED = 20_000

/**
 * Every way from an input, a parameter, a sum or an output to the loss of an example: along a way slopes multiply, over the
 * ways they add. Where batch normalization uses the batch's statistics, a way takes them as constants, and what goes
 * through them is part of the rest.
 * @param most ways to list, those with the largest products
 * @throws RangeError for what has no way to the loss, or is not there
 */
export function influencePaths(trace: Trace, id: QuantityId, example = 0, most = MOST_PATHS): InfluencePaths {
  const read = (each: QuantityId): number => value(trace, each, example) ?? NaN
  const parsed = parseQuantity(id)
  if (parsed.isDerivative) throw new RangeError(`Paths: expected a quantity that is no derivative, got ${id}`)
  const total = read(derivativeId(id))
  const last = trace.sizes.length - 1
  const hasBatchNorm = (k: number): boolean => trace.examples[0]!.layers[k - 1]!.normalization !== null
  const isStraight = trace.lossName === 'mse'
  const layer = 'layer' in parsed ? parsed.layer : 0
  const ways = trace.sizes.slice(Math.max(layer, 0) + 1).reduce((count, units) => count * units, 1)
  const width = ways <= MOST_VISITED ? Infinity : 6
  const found: InfluencePath[] = []
  const end = (nodes: QuantityId[], factors: PathFactor[]): void => {
    found.push({ nodes, factors, product: factors.reduce((product, factor) => product * factor.value, 1) })
  }
  const fromOutput = (k: number, j: number, nodes: QuantityId[], factors: PathFactor[]): void => {
    if (k === last) {
      const dy = derivativeId(unitId('y', k, j))
      end([...nodes, LOSS_ID], [...factors, { value: read(dy), id: dy }])
      return
    }
    for (const to of unitsAbove(trace, k, j, width, example)) {
      const weight = weightId(k + 1, j, to)
      const sum = unitId('z', k + 1, to)
      fromSum(k + 1, to, [...nodes, sum], [...factors, { value: read(weight), id: weight }])
    }
  }
  const fromSum = (k: number, j: number, nodes: QuantityId[], factors: PathFactor[]): void => {
    if (!hasBatchNorm(k)) {
      fromBend(k, j, nodes, factors)
      return
    }
    const gamma = unitId('gamma', k, j)
    const { inverse } = trace.examples[example]!.layers[k - 1]!.normalization!
    fromBend(
      k,
      j,
      [...nodes, unitId('hat', k, j), unitId('s', k, j)],
      [...factors, { value: inverse[j]!, id: null }, { value: read(gamma), id: gamma }],
    )
  }
  const fromBend = (k: number, j: number, nodes: QuantityId[], factors: PathFactor[]): void => {
    if (k === last && !isStraight) {
      end([...nodes, LOSS_ID], [...factors, { value: read(derivativeId(unitId('z', k, j))), id: null }])
      return
    }
    const slope = unitId('slope', k, j)
    fromOutput(k, j, [...nodes, unitId('y', k, j)], [...factors, { value: read(slope), id: slope }])
  }
  switch (parsed.kind) {
    case 'x':
      for (const to of unitsAbove(trace, 0, parsed.unit, width, example)) {
        const weight = weightId(1, parsed.unit, to)
        fromSum(1, to, [id, unitId('z', 1, to)], [{ value: read(weight), id: weight }])
      }
      break
    case 'w': {
      const input = parsed.layer === 1 ? `x:${parsed.from}` : unitId('y', parsed.layer - 1, parsed.from)
      fromSum(
        parsed.layer,
        parsed.unit,
        [id, unitId('z', parsed.layer, parsed.unit)],
        [{ value: read(input), id: input }],
      )
      break
    }
    case 'b':
      fromSum(
        parsed.layer,
        parsed.unit,
        [id, unitId('z', parsed.layer, parsed.unit)],
        [{ value: 1, id: null }],
      )
      break
    case 'z':
      fromSum(parsed.layer, parsed.unit, [id], [])
      break
    case 's':
      fromBend(parsed.layer, parsed.unit, [id], [])
      break
    case 'gamma':
    case 'beta': {
      const hat = unitId('hat', parsed.layer, parsed.unit)
      const factor = parsed.kind === 'gamma' ? { value: read(hat), id: hat } : { value: 1, id: null }
      fromBend(parsed.layer, parsed.unit, [id, unitId('s', parsed.layer, parsed.unit)], [factor])
      break
    }
    case 'y':
      fromOutput(parsed.layer, parsed.unit, [id], [])
      break
    case 'd':
    case 'div':
    case 'mu':
    case 'var':
    case 'hat':
    case 'slope':
      throw new RangeError(`Paths: expected an input, a parameter, a sum or an output, got ${id}`)
  }
  const paths = keepLargest(found, most)
  const shown = paths.reduce((sum, { product }) => sum + product, 0)
  const isWhole = paths.length === ways && trace.statistics !== 'batch'
  return { paths, restCount: ways - paths.length, rest: isWhole ? 0 : total - shown, total }
}

/** Units of the layer above that a unit goes on to: all, or those with the largest share in its derivative. */
function unitsAbove(trace: Trace, k: number, j: number, width: number, example: number): number[] {
  const units = Array.from({ length: trace.sizes[k + 1]! }, (_, to) => to)
  if (units.length <= width) return units
  const { weights, dZ } = trace.examples[example]!.layers[k]!
  const share = (to: number): number => Math.abs(weights[to]![j]! * dZ[to]!)
  return units.sort((a, b) => share(b) - share(a) || a - b).slice(0, width)
}

function keepLargest(paths: readonly InfluencePath[], most: number): InfluencePath[] {
  if (paths.length <= most) return [...paths]
  const bySize = [...paths].sort((a, b) => Math.abs(b.product) - Math.abs(a.product))
  const kept = new Set(bySize.slice(0, most))
  return paths.filter((path) => kept.has(path))
}
