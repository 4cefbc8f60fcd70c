import type { DrawingAnswer } from '#contract/types.ts'
import type { StrokeDrawing } from '#core/data/stroke-drawing.ts'
import { type Interval, wilsonInterval } from '#core/evaluation/intervals.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { readStrokeDrawing } from '#core/formats/read-stroke-drawing.ts'

/** A drawing of a file of drawings, one a line. */
export interface NumberedDrawing {
  /** Counted from 1. */
  readonly line: number
  readonly drawing: StrokeDrawing
}

/** A line that is no drawing, or none that the network can read. */
export interface RefusedDrawing {
  readonly line: number
  /** What was expected, and what came. */
  readonly reason: string
}

/** What a network reads in a line. */
export interface ReadDrawing {
  readonly line: number
  /** The class that was meant; null where the line does not say it. */
  readonly label: number | null
  readonly answer: DrawingAnswer
}

/** The lines of a file of drawings; empty ones are passed over. */
export function* parseDrawings(text: string): Generator<NumberedDrawing | RefusedDrawing> {
  let line = 0
  for (const each of text.replace(/^\uFEFF/, '').split('\n')) {
    line++
    if (each.trim() === '') continue
    try {
      yield { line, drawing: readStrokeDrawing(each) }
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      yield { line, reason: error.message.replace(' in line 1', '') }
    }
  }
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
