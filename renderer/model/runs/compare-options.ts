import type { RunSummary } from '#contract/types.ts'
import { isRecipeKnown } from '#core/recipe/unknown-fields.ts'
import type { XAxisName } from '#shared/chart/run-lines.ts'
import type { MeasuredPart } from '#shared/measures.ts'

/** How a person wants curves compared; kept from one time to the next. */
export interface CompareOptions {
  /** Keys of the measures of the charts, from left to right. */
  readonly measures: readonly [string, string]
  readonly x: XAxisName
  readonly isXLogarithmic: boolean
  /** 0 (off) to `MAX_SMOOTHING`. */
  readonly smoothing: number
  readonly cutsOutliers: boolean
  readonly isGrouped: boolean
}

export const MAX_SMOOTHING = 0.95

export const DEFAULT_COMPARE_OPTIONS: CompareOptions = {
  measures: ['accuracy', 'loss'],
  x: 'epoch',
  isXLogarithmic: false,
  smoothing: 0,
  cutsOutliers: true,
  isGrouped: false,
}

export const DEFAULT_PARTS: Readonly<Record<MeasuredPart, boolean>> = {
  training: false,
  validation: true,
  test: true,
}

/** Of each run, what it shares with those that differ from it in the seed alone; null where there is no other. */
export function seedGroups(runs: readonly RunSummary[]): ReadonlyMap<string, string | null> {
  const groups = Map.groupBy(runs, (run) =>
    // Of imported networks nobody knows whether they differ in the seed alone.
    isRecipeKnown(run) ? JSON.stringify([{ ...run.recipe, seed: null }, run.dataSha256]) : run.id,
  )
  return new Map(
    [...groups.values()].flatMap((members) =>
      members.map(({ id }) => [id, members.length > 1 ? `seeds of ${members[0]!.id}` : null] as const),
    ),
  )
}

/** What differs from the plain picture, in a few words; empty where nothing does. */
export function describeOptions(
  { x, isXLogarithmic, smoothing, isGrouped }: CompareOptions,
  hasGroups: boolean,
): string {
  return [
    x === 'epoch' ? '' : `by ${x}`,
    x !== 'epoch' && isXLogarithmic ? 'log' : '',
    smoothing > 0 ? `smoothed ${smoothing.toFixed(2)}` : '',
    isGrouped && hasGroups ? 'seeds joined' : '',
  ]
    .filter((text) => text !== '')
    .join(', ')
}
