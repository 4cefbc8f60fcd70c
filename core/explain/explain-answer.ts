import { largestIndex } from '../engine/network-pass.ts'
import { type ImageGradients, sharesOf } from './image-gradients.ts'

/** Why a network answers as it does. */
export interface AnswerReasons {
  /** `(classes)` */
  readonly outputs: Float64Array
  /** What each hidden layer gives, `(units)` each. */
  readonly hidden: readonly Float64Array[]
  readonly said: number
  /** The class that the answer is held against; null where there is one class alone. */
  readonly other: number | null
  /** What each pixel adds to the sum for the answer, `(inputSize)`, see `ImageGradients.contributions`. */
  readonly forSaid: Float64Array
  /** The same for the other class. */
  readonly forOther: Float64Array | null
}

/**
 * Tells what speaks for a network's answer to an image and what for another class.
 * @param pixels `(inputSize)` bytes
 * @param against the class that the answer is held against; where it is the answer itself, or not given, the runner-up
 * @throws RangeError for an image or a class that the network does not have, or outputs that are no numbers
 */
export function explainAnswer(
  gradients: ImageGradients,
  pixels: Uint8Array,
  against?: number,
): AnswerReasons {
  const { sums, layers } = gradients.forward(sharesOf(pixels))
  const outputs = layers.at(-1)!
  const said = largestIndex(outputs, 0, outputs.length)
  if (said < 0) throw new RangeError(`Outputs: expected numbers, got ${outputs.join(', ')}`)
  const other = against === undefined || against === said ? runnerUp(sums, said) : against
  return {
    outputs: outputs.slice(),
    hidden: layers.slice(0, -1).map((layer) => layer.slice()),
    ...{ said, other },
    forSaid: gradients.contributions(said),
    forOther: other === null ? null : gradients.contributions(other),
  }
}

/** The class with the second largest sum, the first of equals. */
function runnerUp(sums: Float64Array, said: number): number | null {
  let best: number | null = null
  for (let j = 0; j < sums.length; j++) {
    if (j !== said && (best === null || sums[j]! > sums[best]!)) best = j
  }
  return best
}
