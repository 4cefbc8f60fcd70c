import type { ColourKey } from '#shared/chart/chart.ts'
import { ACCURACY_KEY, type SweepAxis, type SweepRow } from './sweep-axes.ts'

/** Shades from the worst run to the best. */
const SHADES = 6

const rankCache = new WeakMap<readonly SweepRow[], Map<number, number>>()

/** Each row's position among those that have an accuracy, 0 for the worst to 1 for the best. */
function ranksOf(rows: readonly SweepRow[]): Map<number, number> {
  let ranks = rankCache.get(rows)
  if (ranks === undefined) {
    const scored = rows
      .flatMap(({ index, values }) => {
        const accuracy = values[ACCURACY_KEY]
        return typeof accuracy === 'number' ? [{ index, accuracy }] : []
      })
      .sort((a, b) => a.accuracy - b.accuracy)
    ranks = new Map(scored.map(({ index }, k) => [index, scored.length < 2 ? 1 : k / (scored.length - 1)]))
    rankCache.set(rows, ranks)
  }
  return ranks
}

/** The colour of a run, as CSS: the better it is among those of its sweep, the stronger; grey before it has a result. */
export function rowColour({ index }: SweepRow, rows: readonly SweepRow[]): string {
  const rank = ranksOf(rows).get(index)
  if (rank === undefined) return 'var(--border-strong)'
  return shadeColour(Math.min(SHADES - 1, Math.floor(rank * SHADES)))
}

const shadeColour = (shade: number): string =>
  `color-mix(in oklab, var(--run-2), var(--run-1) ${Math.round((100 * shade) / (SHADES - 1))}%)`

/**
 * What the colours of a sweep's runs stand for.
 * @param axes of the sweep, of which the accuracy says its title and how it is written
 * @param isPartial whether some of the runs are dimmed, as they are outside the chosen parts
 * @returns undefined while no run has a result
 */
export function sweepColours(
  rows: readonly SweepRow[],
  axes: readonly SweepAxis[],
  isPartial = false,
): ColourKey | undefined {
  const axis = axes.find(({ key }) => key === ACCURACY_KEY)
  const values = rows
    .map(({ values: all }) => all[ACCURACY_KEY])
    .filter((value): value is number => typeof value === 'number')
  if (axis === undefined || values.length === 0) return undefined
  const [worst, best] = [Math.min(...values), Math.max(...values)]
  const isAlone = values.length < 2
  return {
    title: `Rank by ${axis.title.toLowerCase()}`,
    scale: {
      from: isAlone ? '' : `worst ${axis.format(worst)}`,
      to: `best ${axis.format(best)}`,
      colours: isAlone ? [shadeColour(SHADES - 1)] : Array.from({ length: SHADES }, (_, k) => shadeColour(k)),
    },
    names: [
      ...(values.length < rows.length ? [{ name: 'no result', colour: 'var(--border-strong)' }] : []),
      ...(isPartial ? [{ name: 'not chosen', colour: 'var(--border)' }] : []),
    ],
  }
}

/** The positions of rows in their list, from those without a result over the worst to the best. */
export function worstFirst(rows: readonly SweepRow[]): number[] {
  const ranks = ranksOf(rows)
  const rankAt = (k: number): number => ranks.get(rows[k]!.index) ?? -1
  return rows.map((_, k) => k).sort((a, b) => rankAt(a) - rankAt(b))
}
