/** A mini-batch's mean loss beyond this is no longer learning: guessing costs about 2.3 (ln 10) or less. */
export const LOSS_BOUND = 1e6

/** Says in words that a training left the range of numbers, or undefined while it did not. @param loss mean of a mini-batch */
export function describeDivergence(loss: number, epoch: number): string | undefined {
  if (loss <= LOSS_BOUND) return undefined
  const what = Number.isNaN(loss)
    ? 'the loss or the weights are no longer numbers'
    : `the loss grew to ${loss === Infinity ? 'infinity' : loss.toExponential(1)}`
  return `Diverged in epoch ${epoch}: ${what}. A smaller learning rate usually helps, or an initializer that suits the activation.`
}
