import { type StrokeDrawing, strokeDrawingSchema } from '../data/stroke-drawing.ts'
import { describeIssue } from '../recipe/describe-issue.ts'
import { FormatError } from './format-error.ts'
import { readJson } from './read-json.ts'

/** Reads one line of a file of drawings. @throws FormatError saying what was expected and what came */
export function readStrokeDrawing(line: string): StrokeDrawing {
  const result = strokeDrawingSchema.safeParse(readJson(line, 'a drawing as JSON'))
  if (result.success) return result.data
  // A file of another kind has one mistake for each point; the first says enough.
  throw new FormatError(describeIssue(result.error.issues[0]!))
}
