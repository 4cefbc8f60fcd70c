import { elementwise } from '../activations/elementwise.ts'
import type { ChosenActivation } from '../activations/settings.ts'
import { exp } from '../math/exponential.ts'
import { ln } from '../math/logarithm.ts'
import type { QuantityId } from './quantity.ts'

/**
 * Arithmetic as a value: it is shown with symbols or with numbers, spoken, and computed, all from the same tree.
 */
export type Expression =
  | {
      readonly type: 'quantity'
      readonly id: QuantityId
      /** Of another example than the one that is looked at, from 0. */
      readonly example?: number | undefined
    }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'rate' }
  | { readonly type: 'sum'; readonly terms: readonly Expression[] }
  | { readonly type: 'product'; readonly factors: readonly Expression[] }
  | { readonly type: 'negative'; readonly of: Expression }
  | { readonly type: 'fraction'; readonly above: Expression; readonly below: Expression }
  | { readonly type: 'square'; readonly of: Expression }
  | { readonly type: 'root'; readonly of: Expression }
  | { readonly type: 'ln'; readonly of: Expression }
  | { readonly type: 'exp'; readonly of: Expression }
  | {
      readonly type: 'activation'
      /** One that treats each neuron by itself. */
      readonly activation: ChosenActivation
      readonly of: Expression
      readonly isSlope: boolean
    }
  /** What is summed without being written out; `what` names it, as in `inputs`. */
  | { readonly type: 'rest'; readonly terms: readonly Expression[]; readonly what: string }

export const quantity = (id: QuantityId, example?: number): Expression => ({ type: 'quantity', id, example })
export const constant = (value: number): Expression => ({ type: 'number', value })
export const RATE: Expression = { type: 'rate' }
export const sum = (...terms: readonly Expression[]): Expression =>
  terms.length === 1 ? terms[0]! : { type: 'sum', terms }
export const product = (...factors: readonly Expression[]): Expression => ({ type: 'product', factors })
export const negative = (of: Expression): Expression => ({ type: 'negative', of })
export const difference = (a: Expression, b: Expression): Expression => sum(a, negative(b))
export const fraction = (above: Expression, below: Expression): Expression => ({
  type: 'fraction',
  above,
  below,
})
export const square = (of: Expression): Expression => ({ type: 'square', of })
export const root = (of: Expression): Expression => ({ type: 'root', of })
export const logarithm = (of: Expression): Expression => ({ type: 'ln', of })
export const power = (of: Expression): Expression => ({ type: 'exp', of })
export const activation = (chosen: ChosenActivation, of: Expression, isSlope = false): Expression => ({
  type: 'activation',
  activation: chosen,
  of,
  isSlope,
})

/** Terms that are written out at most; of more, the largest three are, and the rest as its sum. */
const MOST_TERMS = 8

/** How a long sum is written. */
export interface Shortening {
  /** Places of the terms to write out; without it, the three that are largest. */
  readonly shown?: readonly number[] | undefined
  /** What the others are called, in the plural. */
  readonly what: string
  readonly read: ReadQuantity
}

/** A sum of which some terms are written out, in their order, and the others are a rest. */
export function shortenedSum(
  terms: readonly Expression[],
  { shown, what, read }: Shortening,
  ...last: readonly Expression[]
): Expression {
  if (!shown && terms.length <= MOST_TERMS) return sum(...terms, ...last)
  const kept = new Set(
    shown ??
      largestPlaces(
        terms.map((term) => Math.abs(evaluate(term, read))),
        3,
      ),
  )
  const rest = terms.filter((_, i) => !kept.has(i))
  return sum(
    ...terms.filter((_, i) => kept.has(i)),
    ...(rest.length > 0 ? [{ type: 'rest', terms: rest, what } as const] : []),
    ...last,
  )
}

/** Places of the largest numbers, in rising order of place; the first of equals. */
export function largestPlaces(values: readonly number[], count: number): number[] {
  return values
    .map((_, i) => i)
    .sort((a, b) => values[b]! - values[a]! || a - b)
    .slice(0, count)
    .sort((a, b) => a - b)
}

/** What a quantity is at an example; null where it is not formed. */
export type ReadQuantity = (id: QuantityId, example?: number) => number | null

/** The number that an expression comes to; NaN where one of its quantities is not formed. 0 times anything is 0. */
export function evaluate(expression: Expression, read: ReadQuantity, learningRate = NaN): number {
  const of = (each: Expression): number => evaluate(each, read, learningRate)
  switch (expression.type) {
    case 'quantity':
      return read(expression.id, expression.example) ?? NaN
    case 'number':
      return expression.value
    case 'rate':
      return learningRate
    case 'sum':
    case 'rest':
      return expression.terms.reduce((total, term) => total + of(term), 0)
    case 'product': {
      const factors = expression.factors.map(of)
      return factors.includes(0) ? 0 : factors.reduce((total, factor) => total * factor, 1)
    }
    case 'negative':
      return -of(expression.of)
    case 'fraction':
      return of(expression.above) / of(expression.below)
    case 'square':
      return of(expression.of) ** 2
    case 'root':
      return Math.sqrt(of(expression.of))
    case 'ln':
      return ln(of(expression.of))
    case 'exp':
      return exp(of(expression.of))
    case 'activation': {
      const { output, derivative } = elementwise(expression.activation)!
      const z = of(expression.of)
      return expression.isSlope ? derivative(z, output(z)) : output(z)
    }
  }
}
