import type { PenPoint } from '../drawing.ts'

/** A smooth curve through its points. */
export type SmoothPiece = readonly PenPoint[]

/** One stroke: smooth pieces joined at corners, where a piece starts at the last point of the one before. */
export type StrokeShape = readonly SmoothPiece[]

/** The strokes of one written digit, in a frame about 70 wide and 100 high, y downward. */
export type DigitShape = readonly StrokeShape[]

/** A way of writing a digit: shapes that differ in proportion but not in structure, so that they can be blended. */
export interface PenStyle {
  readonly digit: number
  /** In a few plain words; no two styles of a digit share one. */
  readonly name: string
  /** Extremes between which a hand writes. */
  readonly shapes: readonly DigitShape[]
}

/**
 * Makes the styles of a digit of shapes written as text, by name: points as `x,y`, a corner after a point as `/`, the pen
 * lifted as `;`.
 * @throws Error when the shapes of a style differ in structure, which only a mistake in the table of styles can cause.
 */
export function penStyles<Name extends string>(
  digit: number,
  texts: Readonly<Record<Name, readonly string[]>>,
): Readonly<Record<Name, PenStyle>> {
  const names = Object.keys(texts) as Name[]
  const styles = names.map((name) => [name, penStyle(digit, name, texts[name])] as const)
  return Object.fromEntries(styles) as Record<Name, PenStyle>
}

function penStyle(digit: number, name: string, texts: readonly string[]): PenStyle {
  const shapes = texts.map(parseShape)
  const structures = new Set(shapes.map(structureOf))
  if (structures.size > 1) {
    throw new Error(
      `Pen style '${name}' of ${digit}: expected shapes of one structure, got ${[...structures].join(' and ')}`,
    )
  }
  return { digit, name, shapes }
}

function parseShape(text: string): DigitShape {
  return text.split(';').map((stroke) => {
    const pieces = stroke.split('/').map(parsePoints)
    return pieces.map((points, k) => (k === 0 ? points : [pieces[k - 1]!.at(-1)!, ...points]))
  })
}

function parsePoints(text: string): PenPoint[] {
  return text
    .trim()
    .split(/\s+/)
    .map((pair) => {
      const [x = NaN, y = NaN] = pair.split(',').map(Number)
      return { x, y }
    })
}

/** Points per piece and stroke, as in `3/2;2`. */
function structureOf(shape: DigitShape): string {
  return shape.map((stroke) => stroke.map((piece) => piece.length).join('/')).join(';')
}
