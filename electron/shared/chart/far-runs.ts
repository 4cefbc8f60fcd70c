import type { ChartCut } from './chart.ts'
import type { ValueRule } from './chart-ranges.ts'

/** A line of a run, with the values that count for the range of its axis. */
export interface FarLine {
  readonly owner: string
  readonly name: string
  readonly values: readonly number[]
}

/** With fewer runs than these, none of them is an exception. */
const RUNS_FROM = 3
/** At most so many of the runs are exceptions, but one of a few can always be. */
const FAR_SHARE = 0.25
/** They are left out of sight where they would press the rest into less than this share of the axis. */
const PRESSED_SHARE = 0.4
/** Between them and the others so much of the axis is empty at least, or they would be no exceptions. */
const GAP_SHARE = 0.25

interface Extent {
  readonly owner: string
  readonly name: string
  readonly min: number
  readonly max: number
}

/**
 * The few runs that lie as a whole so far at the bad end of a measure that they would press the others together. An
 * axis that is fitted to the others shows them as signs on its edge.
 * @returns null where there are none, or where the measure has no bad end
 */
export function findFarRuns(
  lines: readonly FarLine[],
  { best, isLogarithmic }: Pick<ValueRule, 'best' | 'isLogarithmic'>,
): (ChartCut & { readonly owners: ReadonlySet<string> }) | null {
  if (best === null) return null
  const worstFirst = extentsOf(lines, isLogarithmic).sort((a, b) =>
    best === 'high' ? a.max - b.max : b.min - a.min,
  )
  const most = Math.max(1, Math.floor(FAR_SHARE * worstFirst.length))
  if (worstFirst.length < RUNS_FROM) return null
  const whole = span(worstFirst)
  // As many as need be, as few as will do.
  for (let count = 1; count <= most; count++) {
    const far = worstFirst.slice(0, count)
    const rest = span(worstFirst.slice(count))
    const gap = Math.min(...far.map(({ min, max }) => (best === 'high' ? rest.min - max : min - rest.max)))
    const length = whole.max - whole.min
    if (gap > GAP_SHARE * length && rest.max - rest.min < PRESSED_SHARE * length) {
      return {
        side: best === 'high' ? 'below' : 'above',
        names: far.map(({ name }) => name),
        owners: new Set(far.map(({ owner }) => owner)),
      }
    }
  }
  return null
}

/** From the least to the greatest value of each run, as they lie on the axis. */
function extentsOf(lines: readonly FarLine[], isLogarithmic: boolean): Extent[] {
  const extents = new Map<string, Extent>()
  for (const { owner, name, values } of lines) {
    let { min, max } = extents.get(owner) ?? { min: Infinity, max: -Infinity }
    for (const value of values) {
      const at = isLogarithmic ? Math.log10(value) : value
      if (!Number.isFinite(at)) continue
      min = Math.min(min, at)
      max = Math.max(max, at)
    }
    if (max >= min) extents.set(owner, { owner, name, min, max })
  }
  return [...extents.values()]
}

function span(extents: readonly Extent[]): { min: number; max: number } {
  return {
    min: Math.min(...extents.map(({ min }) => min)),
    max: Math.max(...extents.map(({ max }) => max)),
  }
}

/** As in `1 run below the axis`. */
export const describeCut = (cut: ChartCut): string => `${describeSide(cut)} the axis`

/** As in `1 run below`. */
export const describeSide = ({ side, names }: ChartCut): string =>
  `${names.length === 1 ? '1 run' : `${names.length} runs`} ${side}`
