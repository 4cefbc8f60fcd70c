import type { AxisRange, LineMark, SignsMark } from './chart.ts'

/**
 * Where lines leave the values that an axis shows: for each stretch beyond an end, a sign on that end at the farthest
 * point of the stretch.
 * @param x only positions within it count; null: all
 * @param y what the axis of values shows; null where it shows nothing
 */
export function clipSigns(
  lines: readonly LineMark[],
  { x, y }: { readonly x: AxisRange | null; readonly y: AxisRange | null },
): SignsMark[] {
  if (y === null) return []
  return (['above', 'below'] as const).flatMap((sign): SignsMark[] => {
    const points = lines.flatMap((line) => signsOfLine(line, sign, { x, y }))
    return points.length === 0 ? [] : [{ kind: 'signs', sign, points }]
  })
}

function signsOfLine(
  { key, colour, points }: LineMark,
  sign: 'above' | 'below',
  { x, y }: { readonly x: AxisRange | null; readonly y: AxisRange },
): SignsMark['points'] {
  const edge = sign === 'above' ? y.max : y.min
  const beyond = (value: number): number => (sign === 'above' ? value - edge : edge - value)
  const signs: SignsMark['points'][number][] = []
  let farthest = 0
  for (const point of points) {
    if (x !== null && (point.x < x.min || point.x > x.max)) continue
    const distance = beyond(point.y)
    if (!(distance > 0)) {
      farthest = 0
      continue
    }
    if (distance <= farthest) continue
    // A farther point of the same stretch takes the place of the one before.
    if (farthest > 0) signs.pop()
    signs.push({ key: `${key}/${sign}/${signs.length}`, colour, x: point.x, y: edge })
    farthest = distance
  }
  return signs
}
