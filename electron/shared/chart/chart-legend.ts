import { escapeMarkup } from '../escape-markup.ts'
import {
  CHART_LINE_STYLES,
  dashOf,
  FEWER_DASH,
  type Chart,
  type ChartCut,
  type ChartPart,
  type ColourKey,
  marksOf,
  type SignsMark,
} from './chart.ts'
import { restsOnFewer } from './chart-points.ts'
import { signPath } from './sign-path.ts'

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
      readonly line: ChartPart | null
      readonly dash: readonly number[]
    }
  | { readonly kind: 'part'; readonly name: ChartPart }
  | { readonly kind: 'scale'; readonly name: string; readonly scale: NonNullable<ColourKey['scale']> }
  | { readonly kind: 'colour'; readonly name: string; readonly colour: string }
  | { readonly kind: 'fewer'; readonly name: string }
  | { readonly kind: 'sign'; readonly name: string; readonly sign: SignsMark['sign'] }

const ROW = 18
/** Of a line, in pixels: as long as the longest dash that repeats once. */
const SAMPLE = 26
const GAP = 16
/** Of a colour in a scale, in pixels. */
const SWATCH = 12
const MAX_NAME = 40

/** What is pointed out, in a word. */
export const SIGN_NAMES: Readonly<Record<SignsMark['sign'], string>> = {
  ring: 'best',
  cross: 'diverged',
  above: 'above the axis',
  below: 'below the axis',
}

/**
 * Colours say whose line it is, line styles which part: an entry for each owner and, where there are several, each part,
 * and one for each sign that is there.
 */
export function layOutLegend(chart: Chart, { left, right, top }: LegendRoom): ChartLegend {
  const lines = marksOf(chart, 'line')
  const parts = [...new Set(lines.map((line) => line.part).filter((part) => part !== null))]
  const owners = [...new Map(lines.map((line) => [line.owner, line])).values()]
  const signs = marksOf(chart, 'signs').filter(({ points }) => points.length > 0)
  const entries: Entry[] = [
    ...colourEntries(chart.colours),
    ...owners
      .filter(({ name }) => name !== '')
      .map(({ name, colour, part, dash = [] }): Entry => ({
        ...{ kind: 'owner', colour, dash, line: parts.length > 1 ? null : part },
        name: name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name,
      })),
    ...(parts.length > 1 ? parts.map((name): Entry => ({ kind: 'part', name })) : []),
    ...(hasFewer(chart) ? [{ kind: 'fewer', name: 'fewer runs' } as const] : []),
    ...signs.map(({ sign }): Entry => ({ kind: 'sign', sign, name: nameSign(sign, chart.cut) })),
  ]
  let x = left
  let row = 0
  const placed = entries.map((entry) => {
    const width = widthOf(entry)
    if (x > left && x + width > right) {
      x = left
      row++
    }
    const position = { entry, x, y: top + row * ROW + ROW / 2 }
    x += width + GAP
    return position
  })
  return {
    height: entries.length === 0 ? 0 : (row + 1) * ROW,
    draw: ({ text, muted }) =>
      placed.map(({ entry, x: at, y }) => drawEntry(entry, at, y, { text, muted })).join(''),
  }
}

/** Whether a mean of the chart rests on fewer runs at some of its points. */
export function hasFewer(chart: Chart): boolean {
  return marksOf(chart, 'line').some((line) => line.points.some((point) => restsOnFewer(point, line)))
}

/** An SVG cannot measure its text; most letters are narrower than this. */
export const textWidth = (text: string): number => text.length * 6.2

/** Names of runs that lie beyond the axis as a whole, at most. */
const NAMED_CUTS = 2

function nameSign(sign: SignsMark['sign'], cut: ChartCut | undefined): string {
  if (cut?.side !== sign) return SIGN_NAMES[sign]
  const { names } = cut
  const which = names.length <= NAMED_CUTS ? names.join(', ') : `all of ${names.length} runs`
  return `${SIGN_NAMES[sign]}: ${which.length > MAX_NAME ? `${which.slice(0, MAX_NAME - 1)}…` : which}`
}

function colourEntries(key: ColourKey | undefined): Entry[] {
  if (key === undefined) return []
  const { title, scale, names } = key
  return [
    ...(scale === null ? [] : [{ kind: 'scale', name: title, scale } as const]),
    ...names.map(({ name, colour }): Entry => ({ kind: 'colour', name, colour })),
  ]
}

function widthOf(entry: Entry): number {
  if (entry.kind !== 'scale') return SAMPLE + 6 + textWidth(entry.name)
  const { from, to, colours } = entry.scale
  return textWidth(`${entry.name}: ${from}`) + 6 + colours.length * SWATCH + 6 + textWidth(to)
}

/** A scale of colours: its title and first word, its colours beside each other, its last word. */
function drawScale(
  { name, scale: { from, to, colours } }: Extract<Entry, { kind: 'scale' }>,
  x: number,
  y: number,
  { text, muted }: { text: string; muted: string },
): string {
  const start = x + textWidth(`${name}: ${from}`) + 6
  const end = start + colours.length * SWATCH
  const words = (at: number, colour: string, content: string): string =>
    `<text x="${at}" y="${y + 4}" style="fill:${escapeMarkup(colour)}">${escapeMarkup(content)}</text>`
  const swatches = colours.map(
    (colour, k) =>
      `<rect x="${start + k * SWATCH}" y="${y - 5}" width="${SWATCH}" height="10" style="fill:${escapeMarkup(colour)}"/>`,
  )
  return (
    // Its end stands at the colours, as its width is not known.
    `<text x="${start - 6}" y="${y + 4}" text-anchor="end" style="fill:${escapeMarkup(muted)}">${escapeMarkup(name)}: <tspan style="fill:${escapeMarkup(text)}">${escapeMarkup(from)}</tspan></text>` +
    swatches.join('') +
    words(end + 6, text, to)
  )
}

function drawEntry(
  entry: Entry,
  x: number,
  y: number,
  { text, muted }: { text: string; muted: string },
): string {
  const label = (colour: string): string =>
    `<text x="${x + SAMPLE + 6}" y="${y + 4}" style="fill:${escapeMarkup(colour)}">${escapeMarkup(entry.name)}</text>`
  const sample = (part: ChartPart, colour: string, own: readonly number[] = []): string => {
    const { width } = CHART_LINE_STYLES[part]
    const dash = dashOf({ part, dash: own })
    const dashes = dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`
    return `<path d="M${x} ${y}h${SAMPLE}" fill="none" stroke-width="${width}"${dashes} style="stroke:${escapeMarkup(colour)}"/>`
  }
  if (entry.kind === 'fewer') {
    return `<path d="M${x} ${y}h${SAMPLE}" fill="none" stroke-width="2.25" stroke-dasharray="${FEWER_DASH.join(' ')}" style="stroke:${escapeMarkup(muted)}"/>${label(muted)}`
  }
  if (entry.kind === 'scale') return drawScale(entry, x, y, { text, muted })
  if (entry.kind === 'colour') {
    return `<circle cx="${x + SAMPLE / 2}" cy="${y}" r="4" style="fill:${escapeMarkup(entry.colour)}"/>${label(text)}`
  }
  if (entry.kind === 'part') return sample(entry.name, muted) + label(muted)
  if (entry.kind === 'sign') return signSample(entry.sign, x + SAMPLE / 2, y, muted) + label(muted)
  return sample(entry.line ?? 'validation', entry.colour, entry.dash) + label(text)
}

function signSample(sign: SignsMark['sign'], x: number, y: number, colour: string): string {
  const css = `stroke:${escapeMarkup(colour)};stroke-width:2`
  return sign === 'ring'
    ? `<circle cx="${x}" cy="${y}" r="4" fill="none" style="${css}"/>`
    : `<path d="${signPath(sign, x, sign === 'above' ? y - 4 : sign === 'below' ? y + 4 : y)}" fill="none" style="${css}"/>`
}
