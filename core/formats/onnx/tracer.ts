import type { FoundOperation } from '../chain-operations.ts'
import { transpose } from '../chain-tensors.ts'
import { FormatError } from '../format-error.ts'
import type { FoundBatchNorm } from '../found-network.ts'
import {
  applyFunction,
  type Elementwise,
  findActivation,
  IDENTITY,
  isIdentity,
  type Line,
} from './elementwise.ts'
import type { Shape } from './shapes.ts'

/** Images on their way through a model. */
export interface Flow {
  /** How many operations there were when it came from the last of them. */
  readonly after: number
  readonly shape: Shape
  /** What was done to each number since. */
  readonly steps: Elementwise
}

type AffineOperation = Extract<FoundOperation, { kind: 'affine' }>

/** A line for each feature: factor x + offset. */
export interface Lines {
  readonly factor: Float64Array
  readonly offset: Float64Array
}

/** How often each number of a file may be copied, on the average: weights that several layers share are copied for each. */
const MOST_COPIES = 8
const FREE_COPIES = 1_000_000

/**
 * Gathers what a model does as a chain of operations. Lines after a layer are multiplied into it, others into the layer
 * that follows.
 */
export class Tracer {
  readonly operations: FoundOperation[] = []
  readonly notes: string[] = []
  /** Operations so far; each takes what the one before it gives. */
  count = 0
  #waiting: (Lines & { readonly title: string }) | undefined
  #copies: number

  /** @param numbers in the file */
  constructor(numbers: number) {
    this.#copies = FREE_COPIES + MOST_COPIES * numbers
  }

  /** @throws FormatError where a small file asks for much memory */
  charge(numbers: number, title: string): void {
    this.#copies -= numbers
    if (this.#copies < 0) {
      throw new FormatError(
        `${title}: expected each layer to have weights of its own, got them shared by many`,
      )
    }
  }

  transposed(matrix: Float64Array, rows: number, columns: number, title: string): Float64Array {
    this.charge(matrix.length, title)
    return transpose(matrix, rows, columns)
  }

  /** Ends what is done to each number by itself. @throws FormatError where that is no activation, or the model branches */
  settle(flow: Flow, title: string): void {
    if (flow.after !== this.count) {
      throw new FormatError(
        `${title}: expected one chain of layers, got a branch, as residual connections have; such a network cannot be read`,
      )
    }
    this.#emit(flow.steps, title)
  }

  #emit(steps: Elementwise, title: string): void {
    if (isIdentity(steps)) return
    const { line, last } = steps
    if (line !== undefined) {
      this.#scale(line, title)
      return
    }
    const activation = findActivation(steps)
    if (activation !== null) {
      this.#push({ kind: 'activation', name: title, activation })
      return
    }
    if (last === undefined) {
      throw new FormatError(
        `${title}: expected sigmoid, tanh, ReLU, softplus, leaky ReLU, ELU, GELU (by erf) or SiLU, got another function of each number`,
      )
    }
    this.#emit(last.inner, title)
    this.#emit(last.outer, title)
  }

  #scale({ scale, offset }: Line, title: string): void {
    if (scale === 0 || !Number.isFinite(scale) || !Number.isFinite(offset)) {
      throw new FormatError(`${title}: expected numbers to be scaled by a number other than 0, got ${scale}`)
    }
    const width = this.#waiting?.factor.length ?? this.#lastWidth()
    if (width !== null) {
      this.lines(filled(width, scale, offset), title)
      return
    }
    // Before any layer it is the scale of the pixels, else it goes into the layer that follows.
    if (this.width === undefined) this.#add({ kind: 'scale', name: title, shift: -offset / scale, scale })
    else this.lines(filled(this.width, scale, offset), title)
  }

  /** Neurons of the last layer; undefined before the first. */
  get width(): number | undefined {
    return this.operations.findLast((operation) => operation.kind === 'affine')?.outFeatures
  }

  /** Neurons of the layer or normalization that came last; null where something else did. */
  #lastWidth(): number | null {
    const last = this.operations.at(-1)
    return last?.kind === 'affine' ? last.outFeatures : last?.kind === 'batch-norm' ? last.gamma.length : null
  }

  /** A line for each feature, on what is settled. */
  lines({ factor, offset }: Lines, title: string): void {
    this.charge(factor.length, title)
    const last = this.operations.at(-1)
    if (this.#waiting !== undefined) {
      const { factor: f, offset: o } = this.#waiting
      checkLength(f.length, factor.length, title)
      this.#waiting = {
        title,
        factor: f.map((each, k) => each * factor[k]!),
        offset: o.map((each, k) => each * factor[k]! + offset[k]!),
      }
    } else if (last?.kind === 'affine') {
      checkLength(last.outFeatures, factor.length, title)
      this.#replaceLast(multiplyRows(last, { factor, offset }, () => this.charge(last.weights.length, title)))
    } else if (last?.kind === 'batch-norm') {
      checkLength(last.gamma.length, factor.length, title)
      this.#replaceLast({
        ...last,
        gamma: last.gamma.map((gamma, k) => gamma * factor[k]!),
        beta: last.beta.map((beta, k) => beta * factor[k]! + offset[k]!),
      })
    } else {
      this.#waiting = { factor, offset, title }
      this.notes.push(`${title}: multiplied into the layer after it, which answers the same.`)
    }
    this.count++
  }

  /** @param weights `(outFeatures, inFeatures)` row-major */
  affine(operation: Omit<AffineOperation, 'kind'>): void {
    let { weights, biases } = operation
    const { name, inFeatures, outFeatures } = operation
    if (this.#waiting !== undefined) {
      const { factor, offset, title } = this.#waiting
      checkLength(inFeatures, factor.length, title)
      this.charge(weights.length, title)
      weights = weights.slice()
      biases = biases.slice()
      for (let j = 0; j < outFeatures; j++) {
        for (let i = 0; i < inFeatures; i++) {
          const at = j * inFeatures + i
          biases[j]! += weights[at]! * offset[i]!
          weights[at]! *= factor[i]!
        }
      }
      this.#waiting = undefined
    }
    this.#push({ kind: 'affine', name, inFeatures, outFeatures, weights, biases })
  }

  batchNorm(norm: FoundBatchNorm, name: string): void {
    if (this.#waiting !== undefined || this.operations.at(-1)?.kind === 'batch-norm') {
      this.lines(linesOf(norm), name)
      return
    }
    this.#push({ kind: 'batch-norm', name, ...norm })
  }

  activation(operation: Extract<FoundOperation, { kind: 'activation' }>): void {
    this.#push(operation)
  }

  /** Dropout is off when a network answers. */
  dropout(name: string, probability: number): void {
    this.#add({ kind: 'dropout', name, probability })
  }

  /** Images after the last operation. */
  flow(shape: Shape): Flow {
    return { after: this.count, shape, steps: IDENTITY }
  }

  /** @throws FormatError where lines wait for a layer */
  finish(): void {
    if (this.#waiting === undefined) return
    throw new FormatError(
      `${this.#waiting.title}: expected a layer after it or before it, into which it is multiplied, got the end of the model`,
    )
  }

  #push(operation: FoundOperation): void {
    if (this.#waiting !== undefined) {
      throw new FormatError(`${this.#waiting.title}: expected a layer after it, got ${operation.name}`)
    }
    this.#add(operation)
  }

  #add(operation: FoundOperation): void {
    this.operations.push(operation)
    this.count++
  }

  #replaceLast(operation: FoundOperation): void {
    this.operations[this.operations.length - 1] = operation
  }
}

/** One step after another: functions of one number. */
export const withFunction = (
  flow: Flow,
  ...step: [(x: number) => number, Parameters<typeof applyFunction>[2]?]
): Flow => ({
  ...flow,
  steps: applyFunction(flow.steps, ...step),
})

const filled = (width: number, factor: number, offset: number): Lines => ({
  factor: new Float64Array(width).fill(factor),
  offset: new Float64Array(width).fill(offset),
})

function checkLength(expected: number, got: number, title: string): void {
  if (expected === got) return
  throw new FormatError(`${title}: expected ${expected} numbers, one for each neuron before it, got ${got}`)
}

function multiplyRows(
  operation: AffineOperation,
  { factor, offset }: Lines,
  onCopy: () => void,
): AffineOperation {
  const { inFeatures } = operation
  const biases = operation.biases.map((bias, j) => bias * factor[j]! + offset[j]!)
  if (factor.every((each) => each === 1)) return { ...operation, biases }
  onCopy()
  return {
    ...operation,
    biases,
    weights: operation.weights.map((weight, at) => weight * factor[Math.floor(at / inFeatures)]!),
  }
}

/** Batch normalization as lines. */
export function linesOf({ gamma, beta, runningMean, runningVariance, epsilon }: FoundBatchNorm): Lines {
  const factor = gamma.map((each, k) => each / Math.sqrt(runningVariance[k]! + epsilon))
  return { factor, offset: beta.map((each, k) => each - runningMean[k]! * factor[k]!) }
}
