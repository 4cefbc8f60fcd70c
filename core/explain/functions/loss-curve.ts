import { LOSSES } from '../../losses/losses.ts'
import type { LossName } from '../../losses/names.ts'
import { ln } from '../../math/logarithm.ts'

/** A loss at one output, with the derivatives that learning needs. */
export interface LossPoint {
  /** The output, y in the lecture. */
  readonly output: number
  readonly loss: number
  /** ∂Div/∂y. */
  readonly slope: number
  /**
   * ∂Div/∂z, where the loss belongs to an output activation and cancels its slope: y − d; null where the activation's own
   * slope comes in between.
   */
  readonly slopeBySum: number | null
}

/** Outputs that a softmax shares among: the ten digits. */
const CLASSES = 10

/** Outputs over which a loss is defined; those of probabilities leave out 0 and 1, where it is infinite. */
export function lossDomain(name: LossName): { readonly from: number; readonly to: number } {
  return name === 'mse' ? { from: -1, to: 2 } : { from: 0.001, to: 0.999 }
}

/**
 * The loss of one output.
 * @param output within `lossDomain`; with softmax that of the right class, the others sharing the rest equally
 * @param wanted d: 0 or 1; with softmax it is 1
 * @param hasHalf whether the squared error has its factor ½, as the program's and the exercise's; the lecture's formula of
 * the mean squared error has none
 */
export function lossAt(name: LossName, output: number, wanted: number, hasHalf = true): LossPoint {
  const { value } = LOSSES[name]
  if (name === 'mse') {
    const factor = hasHalf ? 1 : 2
    const a = Float64Array.of(output)
    const loss = factor * value(a, a, Float64Array.of(wanted), 0, 1)
    return { output, loss, slope: factor * (output - wanted), slopeBySum: null }
  }
  if (name === 'binary-cross-entropy') {
    const z = ln(output / (1 - output))
    return {
      output,
      loss: value(Float64Array.of(z), Float64Array.of(output), Float64Array.of(wanted), 0, 1),
      slope: (output - wanted) / (output * (1 - output)),
      slopeBySum: output - wanted,
    }
  }
  const a = new Float64Array(CLASSES).fill((1 - output) / (CLASSES - 1))
  a[0] = output
  const y = new Float64Array(CLASSES)
  y[0] = 1
  return { output, loss: value(a.map(ln), a, y, 0, CLASSES), slope: -1 / output, slopeBySum: output - 1 }
}

/** Samples of a loss over its outputs, evenly. */
export function sampleLoss(name: LossName, wanted: number, hasHalf: boolean, steps: number): LossPoint[] {
  const { from, to } = lossDomain(name)
  return Array.from({ length: steps + 1 }, (_, k) =>
    lossAt(name, from + ((to - from) * k) / steps, wanted, hasHalf),
  )
}
