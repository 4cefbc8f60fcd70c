/**
 * Says in words that a training left the range of numbers, or undefined while it did not. Guessing costs about
 * 2.3 (ln 10) or less, so a loss far beyond is no longer learning.
 * @param loss mean of a mini-batch
 */
export function describeDivergence(loss: number, bound: number, epoch: number): string | undefined {
  if (loss <= bound) return undefined
  const what = Number.isNaN(loss)
    ? 'the loss or the weights are no longer numbers'
    : `the loss grew to ${loss === Infinity ? 'infinity' : loss.toExponential(1)}`
  return `Diverged in epoch ${epoch}: ${what}. A smaller learning rate usually helps, or an initializer that suits the activation.`
}
