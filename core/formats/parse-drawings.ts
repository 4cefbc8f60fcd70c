import type { StrokeDrawing } from '../data/stroke-drawing.ts'
import { FormatError } from './format-error.ts'
import { readStrokeDrawing } from './read-stroke-drawing.ts'

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
