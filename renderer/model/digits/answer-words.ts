import { formatFixed } from '#core/math/format-fixed.ts'

/** Below half, an output of a neuron between 0 and 1 says rather no than yes. */
const SURE_FROM = 0.5

/**
 * Whether a test image was read right, and how sure: `Right`, `Right, but unsure (output 0.27)`, `Wrong: the label says 7`.
 * @param outputs one for each class; only those between 0 and 1 say how sure it is
 * @param nameOf a class as a person calls it
 */
export function describeVerdict(
  answer: { readonly digit: number; readonly outputs: ArrayLike<number> },
  label: number,
  nameOf: (label: number) => string,
): string {
  if (answer.digit !== label) return `Wrong: the label says ${nameOf(label)}`
  const outputs = Array.from(answer.outputs)
  const largest = outputs[answer.digit] ?? Number.NaN
  const isShare = outputs.every((output) => output >= 0 && output <= 1)
  return isShare && largest < SURE_FROM ? `Right, but unsure (output ${formatFixed(largest, 2)})` : 'Right'
}

/** Index of the second largest output, the next in line after the answer; null where there is one alone. */
export function runnerUp(outputs: ArrayLike<number>): number | null {
  const ranked = Array.from(outputs, (output, digit) => ({ output, digit }))
  ranked.sort((a, b) => b.output - a.output)
  return ranked.at(1)?.digit ?? null
}
