import type { Chart } from './chart.ts'
import { breakOf } from './chart-axes.ts'

/** Where the axes lie, in pixels. */
export interface PlotArea {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** The break between 0 and the logarithms of an axis as paths of an SVG, to be stroked. */
export interface AxisBreak {
  /** Across the plot, to be dashed. */
  readonly across: string
  /** Two slashes on the axis. */
  readonly slashes: string
}

const round = (value: number): number => Math.round(value * 2) / 2

/** The breaks of a chart's axes; most have none. */
export function axisBreaks({ x, y }: Chart, { left, right, top, bottom }: PlotArea): AxisBreak[] {
  const breaks: AxisBreak[] = []
  const atY = breakOf(y, bottom, top)
  if (atY !== null) {
    const [at, from] = [round(atY), round(left)]
    breaks.push({
      across: `M${from} ${at}H${round(right)}`,
      slashes: `M${from - 5} ${at + 4}l10 -4m-10 8l10 -4`,
    })
  }
  const atX = breakOf(x, left, right)
  if (atX !== null) {
    const [at, from] = [round(atX), round(bottom)]
    breaks.push({
      across: `M${at} ${from}V${round(top)}`,
      slashes: `M${at - 4} ${from + 5}l4 -10m0 10l4 -10`,
    })
  }
  return breaks
}
