import { formatOutput } from '#core/math/format-output.ts'
import { formatPercent } from '#core/math/format-percent.ts'
import type { RefusedDrawing } from '#core/formats/parse-drawings.ts'
import type { DrawingTally, ReadDrawing } from '#shared/drawings.ts'
import { countOf, formatCount } from '../format.ts'

/** A line of a file of drawings as a table shows it. */
export interface DrawingRow {
  readonly line: number
  /** Empty where the line does not say it. */
  readonly label: string
  /** Empty where the line is refused. */
  readonly answer: string
  /** The output of the answer. */
  readonly certainty: string
  /** Why it was refused, or that the answer is not sure or the drawing no digit; else empty. */
  readonly note: string
  readonly kinds: ReadonlySet<DrawingKind>
}

/** What lines are looked at. */
export const DRAWING_KINDS = ['all', 'wrong', 'unsure', 'no-digit', 'refused'] as const
export type DrawingKind = (typeof DRAWING_KINDS)[number]

/** @param nameOf a class as a person calls it */
export function toDrawingRow(
  each: ReadDrawing | RefusedDrawing,
  nameOf: (label: number) => string,
): DrawingRow {
  const { line } = each
  if ('reason' in each) {
    const kinds = new Set<DrawingKind>(['all', 'refused'])
    return { line, label: '', answer: '', certainty: '', note: each.reason, kinds }
  }
  const { label, answer } = each
  const isNoDigit = answer.isNoDigit === true
  const isUnsure = answer.isUnsure === true && !isNoDigit
  const kinds = new Set<DrawingKind>(['all'])
  if (label !== null && label !== answer.digit) kinds.add('wrong')
  if (isUnsure) kinds.add('unsure')
  if (isNoDigit) kinds.add('no-digit')
  return {
    line,
    label: label === null ? '' : nameOf(label),
    answer: nameOf(answer.digit),
    certainty: formatOutput(answer.outputs[answer.digit]!),
    note: isNoDigit ? 'no digit' : isUnsure ? 'not sure' : '',
    kinds,
  }
}

/** `Right: 571 of 600, 95.17 % (95 % interval 93.13 % to 96.62 %)`; null without labels. */
export function describeTally({ total, correct, interval }: DrawingTally): string | null {
  if (interval === null) return null
  const share = (value: number): string => formatPercent(value, 2, '\u00a0')
  return `Right: ${formatCount(correct)} of ${formatCount(total)}, ${share(correct / total)} (95\u00a0% interval ${share(interval.low)} to ${share(interval.high)})`
}

/** `600 drawings`, `600 drawings and 2 lines that are none`. */
export function describeLines(drawings: number, refused: number): string {
  const counted = countOf(drawings, 'drawing')
  return refused === 0 ? counted : `${counted} and ${countOf(refused, 'line')} that cannot be read`
}
