import { formatOutput } from '#core/math/format-output.ts'

/** An output of a network as a bar, on a scale that all of its outputs share. */
export interface OutputBar {
  /** Index of the output. */
  readonly digit: number
  /** What it stands for. */
  readonly name: string
  /** The output in words; empty without an answer. */
  readonly text: string
  /** Where the bar begins and how wide it is, in percent of the scale. */
  readonly left: number
  readonly width: number
  /** Whether it is the answer. */
  readonly isWinner: boolean
}

/**
 * The outputs of a network as bars, one a class. The scale is 0 to 1 for probabilities and sigmoid outputs, wider where an
 * output leaves it.
 * @param answer null before there is one
 */
export function outputBars(
  answer: { readonly digit: number; readonly outputs: ArrayLike<number> } | null,
  classNames: readonly string[],
): OutputBar[] {
  const outputs = Array.from(answer?.outputs ?? [])
  const finite = outputs.filter(Number.isFinite)
  const low = Math.min(0, ...finite)
  const high = Math.max(1, ...finite)
  const place = (at: number): number => ((at - low) / (high - low)) * 100
  return classNames.map((name, digit) => {
    const value = outputs[digit] ?? null
    const isDrawn = value !== null && Number.isFinite(value)
    return {
      digit,
      name,
      text: value === null ? '' : formatOutput(value),
      left: isDrawn ? place(Math.min(value, 0)) : 0,
      width: isDrawn ? place(Math.max(value, 0)) - place(Math.min(value, 0)) : 0,
      isWinner: answer?.digit === digit,
    }
  })
}
