import type { ChartAxis, LineMark, SignsMark, TraceMark } from './chart.ts'
import { isOnAxis } from './chart-axes.ts'

/**
 * Where lines leave the values that an axis shows: for each stretch beyond an end, a sign on that end at the farthest
 * point of the stretch. Only positions on the horizontal axis count.
 */
export function clipSigns(
  lines: readonly (LineMark | TraceMark)[],
  axes: { readonly x: ChartAxis; readonly y: ChartAxis },
): SignsMark[] {
  return (['above', 'below'] as const).flatMap((sign): SignsMark[] => {
    const points = lines.flatMap((line) => signsOfLine(line, sign, axes))
    return points.length === 0 ? [] : [{ kind: 'signs', sign, points }]
  })
}

function signsOfLine(
  { key, colour, points }: LineMark | TraceMark,
  sign: 'above' | 'below',
  { x, y }: { readonly x: ChartAxis; readonly y: ChartAxis },
): SignsMark['points'] {
  const edge = sign === 'above' ? y.max : y.min
  const signs: SignsMark['points'][number][] = []
  let farthest = 0
  for (const point of points) {
    if (!isOnAxis(point.x, x)) continue
    const distance = isOnAxis(point.y, y) ? 0 : sign === 'above' ? point.y - edge : edge - point.y
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
