import type { DrawingAnswer } from '#contract/types.ts'
import { type Interval, wilsonInterval } from '#core/evaluation/intervals.ts'
import type { NumberedDrawing, RefusedDrawing } from '#core/formats/parse-drawings.ts'

/** What a network reads in a line. */
export interface ReadDrawing {
  readonly line: number
  /** The class that was meant; null where the line does not say it. */
  readonly label: number | null
  readonly answer: DrawingAnswer
}

/** Joins a drawing with its answer. @param answer null for a drawing without a point */
export function joinAnswer(
  { line, drawing: { label } }: NumberedDrawing,
  answer: DrawingAnswer | null,
): ReadDrawing | RefusedDrawing {
  if (answer === null) return { line, reason: 'strokes: expected a point at least, got none' }
  const classes = answer.outputs.length
  if (label !== undefined && label >= classes) {
    const reason = `label: expected 0 to ${classes - 1}, as the network has ${classes} outputs, got ${label}`
    return { line, reason }
  }
  return { line, label: label ?? null, answer }
}

export interface LabelTally {
  readonly label: number
  readonly total: number
  readonly correct: number
}

/** How many drawings are read right, of those with a label. */
export interface DrawingTally {
  readonly total: number
  readonly correct: number
  /** Of the share that is right, of 95 %; null without a label. */
  readonly interval: Interval | null
  /** Labels that occur, from the smallest. */
  readonly byLabel: readonly LabelTally[]
}

export function tallyDrawings(drawings: Iterable<ReadDrawing>): DrawingTally {
  const counts = new Map<number, LabelTally>()
  for (const { label, answer } of drawings) {
    if (label === null) continue
    const { total, correct } = counts.get(label) ?? { total: 0, correct: 0 }
    counts.set(label, { label, total: total + 1, correct: correct + Number(answer.digit === label) })
  }
  const byLabel = [...counts.values()].sort((a, b) => a.label - b.label)
  const total = byLabel.reduce((sum, each) => sum + each.total, 0)
  const correct = byLabel.reduce((sum, each) => sum + each.correct, 0)
  return { total, correct, interval: total > 0 ? wilsonInterval(correct, total) : null, byLabel }
}
