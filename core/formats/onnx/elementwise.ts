import { ELEMENTWISE_ACTIVATIONS } from '../../activations/elementwise.ts'
import { erf } from '../../math/error-function.ts'
import { exp, expm1, tanh } from '../../math/exponential.ts'
import { ln } from '../../math/logarithm.ts'
import { FormatError } from '../format-error.ts'
import type { FoundActivation } from '../found-network.ts'

/** What steps did to every number by itself since the last layer. */
export interface Elementwise {
  readonly apply: (x: number) => number
  /** Steps in it, each as often as it is computed. */
  readonly size: number
  /** Where it is a line: scale x + offset. */
  readonly line?: Line
  /** The line or function applied last, and what it was applied to. */
  readonly last?: {
    readonly inner: Elementwise
    readonly outer: Elementwise
  }
  /** What it is in the workbench, where one step says so. */
  readonly exact?: FoundActivation
}

export interface Line {
  readonly scale: number
  readonly offset: number
}

/** Steps of one function, at most: GELU has five. */
const MOST_STEPS = 200

export const IDENTITY: Elementwise = { apply: (x) => x, size: 0, line: { scale: 1, offset: 0 } }

export const isIdentity = ({ line }: Elementwise): boolean => line?.scale === 1 && line.offset === 0

/** A line after a function. */
export function applyLine(inner: Elementwise, { scale, offset }: Line): Elementwise {
  const outer: Elementwise = { apply: (x) => scale * x + offset, size: 1, line: { scale, offset } }
  const { line } = inner
  if (line === undefined) return chain(inner, outer)
  return {
    apply: (x) => scale * inner.apply(x) + offset,
    size: sizeOf(inner, outer),
    line: { scale: scale * line.scale, offset: scale * line.offset + offset },
  }
}

/** A function after a function. @param exact what it is in the workbench, where its step says so */
export function applyFunction(
  inner: Elementwise,
  apply: (x: number) => number,
  exact?: FoundActivation,
): Elementwise {
  const outer: Elementwise = { apply, size: 1, ...(exact && { exact }) }
  return isIdentity(inner) ? outer : chain(inner, outer)
}

const chain = (inner: Elementwise, outer: Elementwise): Elementwise => ({
  apply: (x) => outer.apply(inner.apply(x)),
  size: sizeOf(inner, outer),
  last: { inner, outer },
})

/** Two functions of the same number, put together. */
export function combine(
  first: Elementwise,
  second: Elementwise,
  join: (a: number, b: number) => number,
): Elementwise {
  return { apply: (x) => join(first.apply(x), second.apply(x)), size: sizeOf(first, second) + 1 }
}

/** @throws FormatError where steps double what is to be computed, over and over */
function sizeOf(first: Elementwise, second: Elementwise): number {
  const size = first.size + second.size
  if (size <= MOST_STEPS) return size
  throw new FormatError(`expected activations of at most ${MOST_STEPS} steps, got more`)
}

/** Operators of one number without settings. */
export const FUNCTIONS: Readonly<Record<string, (x: number) => number>> = {
  Abs: Math.abs,
  Erf: erf,
  Exp: exp,
  Log: (x) => (x > 0 ? ln(x) : NaN),
  Neg: (x) => -x,
  Reciprocal: (x) => 1 / x,
  Relu: (x) => Math.max(0, x),
  Sigmoid: ELEMENTWISE_ACTIVATIONS.sigmoid.output,
  Softplus: ELEMENTWISE_ACTIVATIONS.softplus.output,
  Softsign: (x) => x / (1 + Math.abs(x)),
  Sqrt: Math.sqrt,
  Tanh: tanh,
}

export const leaky =
  (slope: number) =>
  (x: number): number =>
    x > 0 ? x : slope * x
export const exponentialUnit =
  (alpha: number) =>
  (x: number): number =>
    x > 0 ? x : alpha * expm1(x)
export const gelu = ELEMENTWISE_ACTIVATIONS.gelu.output

/** Where functions are held against each other: between the sums that networks have. */
const PROBES = Array.from({ length: 161 }, (_, k) => (k - 80) / 8)
/** Constants of a file are 32-bit floats; GELU by tanh, the nearest of what differs, is off by 5e-4. */
const TOLERANCE = 2e-6

/** In this order, so that a file's `Elu` is not taken for the name that differs in training alone. */
const CANDIDATES = (['relu', 'sigmoid', 'tanh', 'softplus', 'gelu', 'silu', 'identity'] as const).map(
  (name) => ({
    activation: { name },
    output: ELEMENTWISE_ACTIVATIONS[name].output,
  }),
)

/** The activation of the workbench that a function is; null where it is none. */
export function findActivation({ apply, exact }: Elementwise): FoundActivation | null {
  if (exact !== undefined) return exact
  const values = PROBES.map(apply)
  const isLike = (output: (x: number) => number): boolean =>
    values.every((value, k) => {
      const expected = output(PROBES[k]!)
      return Math.abs(value - expected) <= TOLERANCE * Math.max(1, Math.abs(expected))
    })
  const found = CANDIDATES.find(({ output }) => isLike(output))
  if (found !== undefined) return found.activation
  // A slope or α is what the function has at −1, if it is of that kind.
  const atMinusOne = apply(-1)
  const slope = Math.fround(-atMinusOne)
  if (slope > 0 && slope < 1 && isLike(leaky(slope))) return { name: 'leaky-relu', slope: decimal(slope) }
  const alpha = atMinusOne / expm1(-1)
  if (alpha > 0 && isLike(exponentialUnit(alpha))) return { name: 'elu', alpha: decimal(alpha) }
  return null
}

/** To six digits, as a file's constant is a 32-bit float. */
const decimal = (value: number): number => Number(value.toPrecision(6))
