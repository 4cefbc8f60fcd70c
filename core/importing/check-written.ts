import { createPredictor } from '../evaluation/predict.ts'
import type { WrittenNetwork } from '../formats/weight-format.ts'

/** A network as far as it decides answers. */
type Answering = Pick<WrittenNetwork, 'recipe' | 'parameters'>

/** Multiplications that the comparison of a written file may take: a second or two. */
const BUDGET = 4e8

/**
 * How far the answers of a network that was written and read again are from its own.
 * @param images bytes, each of as many pixels as the network has inputs; fewer of them for a very large network
 * @returns the largest difference of an output relative to max(1, |output|), and over how many images
 */
export function compareAnswers(
  written: Answering,
  read: Answering,
  images: readonly Uint8Array[],
): { readonly largestDifference: number; readonly imageCount: number } {
  const affordable = Math.max(1, Math.floor(BUDGET / (2 * written.parameters.length)))
  const shown = images.slice(0, affordable)
  const answer = createPredictor(written.recipe, written.parameters)
  const answerAgain = createPredictor(read.recipe, read.parameters)
  let largest = 0
  for (const image of shown) {
    const again = answerAgain(image)
    answer(image).forEach((output, k) => {
      const difference = Math.abs(again[k]! - output) / Math.max(1, Math.abs(output))
      // A comparison with NaN is false, and would hide it.
      if (!(difference <= largest)) largest = difference
    })
  }
  return { largestDifference: largest, imageCount: shown.length }
}
