import { largestPlaces } from './expression.ts'
import { derivativeId, layerInputId, type QuantityId, unitId, weightId } from './quantity.ts'
import type { Trace } from './trace-types.ts'
import { value } from './trace-value.ts'

/** What decides which units of a large network are drawn: those with the largest share in a sum, or in what is learned. */
export type CutRule = 'matter' | 'learn'

export interface CutChoice {
  readonly example?: number
  /** The output whose sum is looked at; without it, the label's. */
  readonly output?: number
  /** The unit of each hidden layer whose sum is looked at; without it, the one with the largest share. */
  readonly chosen?: readonly (number | undefined)[]
  readonly rule?: CutRule
  /** Inputs that a person picked instead of the rule's, at most six. */
  readonly inputs?: readonly number[]
}

/** Derivatives by the weights of a sum's terms that are not shown: their Euclidean norm, and which is the largest in size. */
export interface RestGradient {
  readonly norm: number
  /** Null where all are 0. */
  readonly largest: QuantityId | null
  /** The derivative by it, with its sign. */
  readonly value: number
}

/** A sum of which some terms are shown: shown + rest + bias is the whole, in float64. */
export interface CutSum {
  /** What is summed up: `z:K:J` forward, `d/y:K:J` backward. */
  readonly id: QuantityId
  readonly terms: readonly { readonly from: number; readonly weight: QuantityId; readonly value: number }[]
  readonly rest: { readonly count: number; readonly value: number; readonly gradient: RestGradient }
  /** 0 where there is none, on the way back. */
  readonly bias: number
  readonly total: number
}

export interface CutLayer {
  /** Places of the units that are drawn, rising. */
  readonly shown: readonly number[]
  readonly chosen: number
  /** One for each shown unit: its sum, and of hidden layers the derivative by its output. */
  readonly forward: readonly CutSum[]
  readonly backward: readonly CutSum[]
}

/** The part of a large network that is drawn, with one rest for all else in each layer. */
export interface NetworkCut {
  readonly inputs: readonly number[]
  readonly layers: readonly CutLayer[]
}

const SHOWN = 3
const MOST_INPUTS = 6

/**
 * Cuts a network on one example: three inputs, three units of each hidden layer, and of the outputs the label's, the
 * strongest wrong one and the chosen one.
 * @throws RangeError for more than six inputs, or what is not there
 */
export function cutNetwork(trace: Trace, choice: CutChoice = {}): NetworkCut {
  const { example = 0, rule = 'matter', inputs: picked } = choice
  const traced = trace.examples[example]
  if (!traced) throw new RangeError(`Example: expected 0 to ${trace.examples.length - 1}, got ${example}`)
  if (picked && (picked.length > MOST_INPUTS || picked.some((i) => traced.input[i] === undefined))) {
    throw new RangeError(
      `Inputs: expected at most ${MOST_INPUTS}, 0 to ${traced.input.length - 1}, got ${picked.join(', ')}`,
    )
  }
  const last = traced.layers.length - 1
  const share = (k: number, from: number, to: number): number => {
    const { weights, dZ } = traced.layers[k]!
    const below = k === 0 ? traced.input : traced.layers[k - 1]!.output
    return Math.abs(below[from]! * (rule === 'matter' ? weights[to]![from]! : dZ[to]!))
  }
  const largestBelow = (k: number, to: number, count: number): number[] =>
    largestPlaces(
      Array.from({ length: trace.sizes[k]! }, (_, from) => share(k, from, to)),
      Math.min(count, trace.sizes[k]!),
    )
  const { output } = traced.layers[last]!
  const label = largestPlaces(traced.target, 1)[0]!
  const wrong = largestPlaces(
    output.map((y, j) => (j === label ? -Infinity : y)),
    1,
  )[0]!
  const chosen: number[] = []
  const shown: number[][] = []
  chosen[last] = choice.output ?? label
  shown[last] = [...new Set([label, wrong, chosen[last]])].sort((a, b) => a - b)
  for (let k = last - 1; k >= 0; k--) {
    const best = largestBelow(k + 1, chosen[k + 1]!, SHOWN)
    const above = chosen[k + 1]!
    chosen[k] =
      choice.chosen?.[k] ?? [...best].sort((a, b) => share(k + 1, b, above) - share(k + 1, a, above))[0]!
    // The chosen unit is drawn; where the rule did not take it, it stands for the last of the three.
    shown[k] = best.includes(chosen[k]!)
      ? best
      : [...best.slice(0, SHOWN - 1), chosen[k]!].sort((a, b) => a - b)
  }
  const inputs = picked ? [...new Set(picked)].sort((a, b) => a - b) : largestBelow(0, chosen[0]!, SHOWN)
  const layers = shown.map((units, k): CutLayer => {
    const below = k === 0 ? inputs : shown[k - 1]!
    return {
      shown: units,
      chosen: chosen[k]!,
      forward: units.map((j) => forwardSum(trace, example, k + 1, j, below)),
      backward: k === last ? [] : units.map((j) => backwardSum(trace, example, k + 1, j, shown[k + 1]!)),
    }
  })
  return { inputs, layers }
}

/** z of a unit: the shown inputs' terms, the others' sum and the bias. @param k from 1 */
export function forwardSum(
  trace: Trace,
  example: number,
  k: number,
  j: number,
  shown: readonly number[],
): CutSum {
  const id = unitId('z', k, j)
  const term = (i: number): number =>
    value(trace, weightId(k, i, j), example)! * value(trace, layerInputId(k, i), example)!
  const bias = value(trace, unitId('b', k, j), example)!
  return splitSum(trace, example, id, trace.sizes[k - 1]!, shown, term, (i) => weightId(k, i, j), bias)
}

/** The derivative by a unit's output: what comes back from the shown units above, and from the others. */
function backwardSum(trace: Trace, example: number, k: number, j: number, shown: readonly number[]): CutSum {
  const id = derivativeId(unitId('y', k, j))
  const { weights, dZ } = trace.examples[example]!.layers[k]!
  const term = (to: number): number => weights[to]![j]! * dZ[to]!
  return splitSum(trace, example, id, trace.sizes[k + 1]!, shown, term, (to) => weightId(k + 1, j, to), 0)
}

function splitSum(
  trace: Trace,
  example: number,
  id: QuantityId,
  count: number,
  shown: readonly number[],
  term: (i: number) => number,
  weight: (i: number) => QuantityId,
  bias: number,
): CutSum {
  const drawn = new Set(shown)
  let [rest, squares, size, found] = [0, 0, 0, 0]
  let largest: QuantityId | null = null
  for (let i = 0; i < count; i++) {
    if (drawn.has(i)) continue
    rest += term(i)
    const gradient = value(trace, derivativeId(weight(i)), example)!
    squares += gradient * gradient
    if (Math.abs(gradient) <= size) continue
    size = Math.abs(gradient)
    found = gradient
    largest = weight(i)
  }
  return {
    ...{ id, bias, total: value(trace, id, example)! },
    terms: shown.map((from) => ({ from, weight: weight(from), value: term(from) })),
    rest: {
      count: count - drawn.size,
      value: rest,
      gradient: { norm: Math.sqrt(squares), largest, value: found },
    },
  }
}
