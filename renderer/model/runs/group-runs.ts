import { formatFixed } from '#core/math/format-fixed.ts'
import { knownRecipe } from '#core/recipe/unknown-fields.ts'
import { isRankedAlike } from '#core/runs/measured-images.ts'
import type { RunSummary } from '#contract/types.ts'
import { rankingAccuracy } from '#shared/measures.ts'
import { dataTitleOf } from '#shared/words/image-words.ts'
import { describeSettings, formatSizes } from './run-format.ts'

/** By what the table of runs is grouped. */
export const GROUPINGS = [
  { value: 'none', label: 'Nothing' },
  { value: 'sweep', label: 'Sweep' },
  { value: 'tag', label: 'Tag' },
  { value: 'recipe', label: 'Recipe' },
  { value: 'dataSet', label: 'Data set' },
] as const
export type Grouping = (typeof GROUPINGS)[number]['value']

/** Runs that have something in common. */
export interface RunGroup {
  /** The same as long as the runs have the same in common. */
  readonly key: string
  readonly label: string
  readonly runs: readonly RunSummary[]
}

/** A row of the table: a group, or a run, which may belong to one. A run with two tags has two rows. */
export type RunsRow =
  | { readonly kind: 'group'; readonly key: string; readonly group: RunGroup }
  | { readonly kind: 'run'; readonly key: string; readonly run: RunSummary; readonly isInGroup: boolean }

/** What a row is called: the run's name, or the group's label. */
export const rowName = (row: RunsRow): string => (row.kind === 'run' ? row.run.name : row.group.label)

/** What a run is grouped by: a key and its label; several for a run that belongs to several groups. */
type Membership = readonly { readonly key: string; readonly label: string }[]

function membershipOf(
  run: RunSummary,
  by: Exclude<Grouping, 'none'>,
  titleOf: (dataSet: string) => string,
): Membership {
  switch (by) {
    case 'sweep':
      return run.sweep === null ? [] : [{ key: run.sweep.id, label: run.sweep.name }]
    case 'tag':
      return run.tags.map((tag) => ({ key: tag.toLowerCase(), label: tag }))
    case 'dataSet': {
      const title = dataTitleOf(run, titleOf)
      return [{ key: title, label: title }]
    }
    case 'recipe': {
      const key = JSON.stringify([{ ...knownRecipe(run), seed: null }, run.dataSha256])
      const settings = describeSettings(run).replace(/ · seed \d+/, '')
      return [{ key, label: `${formatSizes(run.recipe)} · ${settings}` }]
    }
  }
}

const WITHOUT: Readonly<Record<Exclude<Grouping, 'none'>, string>> = {
  sweep: 'No sweep',
  tag: 'No tag',
  recipe: 'No recipe',
  dataSet: 'No data set',
}

/**
 * Rows of the table: groups in the order of their first run, those without any last; runs of a group in the given order
 * below it where it is unfolded. A recipe that was trained once alone is no group.
 */
export function groupRows(
  runs: readonly RunSummary[],
  by: Grouping,
  isUnfolded: (groupKey: string) => boolean,
  titleOf: (dataSet: string) => string,
): RunsRow[] {
  const alone = (run: RunSummary): RunsRow => ({ kind: 'run', key: run.id, run, isInGroup: false })
  if (by === 'none') return runs.map(alone)
  const groups = new Map<string, { label: string; runs: RunSummary[] }>()
  const rest: RunSummary[] = []
  for (const run of runs) {
    const memberships = membershipOf(run, by, titleOf)
    if (memberships.length === 0) rest.push(run)
    for (const { key, label } of memberships) {
      const group = groups.get(key)
      if (group === undefined) groups.set(key, { label, runs: [run] })
      else group.runs.push(run)
    }
  }
  const rowsOf = (key: string, group: Omit<RunGroup, 'key'>): RunsRow[] => {
    if (by === 'recipe' && group.runs.length === 1) return [alone(group.runs[0]!)]
    const groupKey = `${by} ${key}`
    const head: RunsRow = { kind: 'group', key: groupKey, group: { ...group, key: groupKey } }
    if (!isUnfolded(groupKey)) return [head]
    const members = group.runs.map((run): RunsRow => ({
      ...{ kind: 'run', key: `${run.id} ${groupKey}`, run, isInGroup: true },
    }))
    return [head, ...members]
  }
  return [
    ...[...groups].flatMap(([key, group]) => rowsOf(key, group)),
    ...(rest.length > 0 ? rowsOf('', { label: WITHOUT[by], runs: rest }) : []),
  ]
}

/** Mean and sample standard deviation, which one value has none of. */
export interface Spread {
  readonly mean: number
  readonly deviation: number | null
  /** How many values. */
  readonly count: number
}

/** Of the values that are there; null where none is. */
export function spreadOf(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value) => value !== null)
  const count = known.length
  if (count === 0) return null
  const mean = known.reduce((sum, value) => sum + value, 0) / count
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : null, count }
}

/** What is said of them. */
export const SPREAD_HELP =
  'Mean and standard deviation of what was measured, where all of it was on the same images'

/** Accuracies of a group, best and last; null where nothing was measured, or not on the same images. */
export function groupAccuracies({ runs }: RunGroup): { best: Spread | null; last: Spread | null } {
  if (!isRankedAlike(runs)) return { best: null, last: null }
  return {
    best: spreadOf(runs.map((run) => rankingAccuracy(run.best))),
    last: spreadOf(runs.map((run) => rankingAccuracy(run.last))),
  }
}

/** A spread of shares as percent: `95.30 ± 0.12 %`; `–` for none. */
export function formatShareSpread(spread: Spread | null): string {
  if (spread === null) return '–'
  const percent = (share: number): string => formatFixed(100 * share, 2)
  const deviation = spread.deviation === null ? '' : ` ± ${percent(spread.deviation)}`
  return `${percent(spread.mean)}${deviation}\u00a0%`
}
