import { escapeMarkup } from '../escape-markup.ts'
import { CHART_LINE_STYLES, type ChartFileLine, type ChartLineStyle } from './line-chart.ts'

export interface LegendRoom {
  readonly left: number
  readonly right: number
  readonly top: number
}

export interface ChartLegend {
  readonly height: number
  readonly draw: (colours: { readonly text: string; readonly muted: string }) => string
}

type Entry =
  | {
      readonly kind: 'owner'
      readonly name: string
      readonly colour: string
      readonly line: ChartLineStyle | null
    }
  | { readonly kind: 'part'; readonly name: ChartLineStyle }

const ROW = 18
const SAMPLE = 20
const GAP = 16
const MAX_NAME = 40

/** Colours say whose line it is, line styles which part: an entry for each owner and, where there are several, each part. */
export function layOutLegend(lines: readonly ChartFileLine[], { left, right, top }: LegendRoom): ChartLegend {
  const parts = [...new Set(lines.map((line) => line.part).filter((part) => part !== null))]
  const owners = [...new Map(lines.map((line) => [line.owner, line])).values()]
  const entries: Entry[] = [
    ...owners.map(({ name, colour, part }): Entry => ({
      ...{ kind: 'owner', colour, line: parts.length > 1 ? null : part },
      name: name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name,
    })),
    ...(parts.length > 1 ? parts.map((name): Entry => ({ kind: 'part', name })) : []),
  ]
  let x = left
  let row = 0
  const placed = entries.map((entry) => {
    const width = widthOf(entry)
    if (x > left && x + width > right) {
      x = left
      row++
    }
    const place = { entry, x, y: top + row * ROW + ROW / 2 }
    x += width + GAP
    return place
  })
  return {
    height: entries.length === 0 ? 0 : (row + 1) * ROW,
    draw: ({ text, muted }) =>
      placed.map(({ entry, x: at, y }) => drawEntry(entry, at, y, { text, muted })).join(''),
  }
}

/** An SVG cannot measure its text; most letters are narrower than this. */
function widthOf({ name }: Entry): number {
  return SAMPLE + 6 + name.length * 6.2
}

function drawEntry(
  entry: Entry,
  x: number,
  y: number,
  { text, muted }: { text: string; muted: string },
): string {
  const label = (colour: string): string =>
    `<text x="${x + SAMPLE + 6}" y="${y + 4}" style="fill:${escapeMarkup(colour)}">${escapeMarkup(entry.name)}</text>`
  const sample = (style: ChartLineStyle, colour: string): string => {
    const { width, dash } = CHART_LINE_STYLES[style]
    const dashes = dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`
    return `<path d="M${x} ${y}h${SAMPLE}" fill="none" stroke-width="${width}"${dashes} style="stroke:${escapeMarkup(colour)}"/>`
  }
  if (entry.kind === 'part') return sample(entry.name, muted) + label(muted)
  return sample(entry.line ?? 'validation', entry.colour) + label(text)
}
