import { spreadOf } from '../../evaluation/spread.ts'
import { differenceMargin, NORMAL_POINT } from '../../evaluation/student.ts'
import {
  isRankedAlike,
  type MeasuredImages,
  rankingImages,
  type RankedRun,
} from '../../runs/measured-images.ts'
import { rankingAccuracy } from '../../runs/measured-part.ts'
import type { FieldChange } from './set-recipe-field.ts'
import type { SpacedValue } from './spaced-values.ts'

/** A planned run of a sweep and what came of it; null where it was not started or is gone. */
export interface SweptRun {
  /** From 0, in the order of the plan. */
  readonly index: number
  readonly changes: readonly FieldChange[]
  readonly run: RankedRun | null
}

/** A run of a sweep as its verdict needs it. */
export interface SweptResult {
  /** From 0, in the order of the plan. */
  readonly index: number
  readonly changes: readonly FieldChange[]
  /** The share of right answers, 0 to 1, that ranks it; null where nothing was measured, as of a run that diverged. */
  readonly accuracy: number | null
}

/** What one setting of the varied fields came to, over the seeds that it was trained with. */
export interface SettingResult {
  /** Without the seed. */
  readonly changes: readonly FieldChange[]
  /** Of its best run. */
  readonly bestIndex: number
  readonly bestAccuracy: number
  readonly runCount: number
  /** Over its runs, 0 to 1. */
  readonly mean: number
  /** The standard deviation over its runs; null for one run. */
  readonly deviation: number | null
}

/** What the values of one field did, averaged over all other fields. */
export interface FieldEffect {
  readonly path: string
  /** Values in the order of the field, those of a range that is too fine in up to three parts. */
  readonly groups: readonly FieldGroup[]
  /** The highest mean of a group minus the lowest, 0 to 1. */
  readonly span: number
  /** Whether the span is more than chance would make of it. */
  readonly isClear: boolean
  /** The value of the best setting where that is an end of a field of numbers, beyond which a better one may lie. */
  readonly end: 'low' | 'high' | null
}

export interface FieldGroup {
  readonly low: SpacedValue
  /** The same as `low` for a group of one value. */
  readonly high: SpacedValue
  readonly mean: number
  readonly runCount: number
}

export interface SweepVerdict {
  readonly best: SettingResult
  /** Other settings whose difference from the best may be chance, best first. */
  readonly close: readonly SettingResult[]
  readonly settingCount: number
  /** Runs in which nothing was measured. */
  readonly unmeasuredCount: number
  /** The field whose values differ most comes first; without the seed. */
  readonly effects: readonly FieldEffect[]
}

export interface SweepJudgement {
  /** Whether all that was measured was measured on the same images. */
  readonly isRanked: boolean
  /** What all runs were measured on; null where that differs, or nothing was measured. */
  readonly images: MeasuredImages | null
  /** Null where the runs cannot be ranked: nothing was measured, or it was on different images. */
  readonly verdict: SweepVerdict | null
}

const SEED = 'seed'
/** More values of a field than these are read in three parts. */
const MAX_GROUPS = 8
const PARTS = 3

/** What the runs of a sweep say, ranked by the accuracy that ranks runs everywhere. */
export function judgeSweep(runs: readonly SweptRun[]): SweepJudgement {
  const present = runs.flatMap(({ run }) => (run === null ? [] : [run]))
  const isRanked = isRankedAlike(present)
  const images = isRanked ? present.map(rankingImages).find((of) => of !== null) : undefined
  if (images === undefined) return { isRanked, images: null, verdict: null }
  const results = runs.map(({ index, changes, run }) => ({
    ...{ index, changes },
    accuracy: rankingAccuracy(run?.best ?? null),
  }))
  return { isRanked, images, verdict: readSweep(results, images.count) }
}

/**
 * What a sweep says: its best setting, those about as good, and which field mattered. Null while no run was measured.
 * @param imageCount images that each accuracy was measured on
 */
export function readSweep(results: readonly SweptResult[], imageCount: number): SweepVerdict | null {
  const measured = results.flatMap(({ accuracy, ...rest }) =>
    accuracy === null
      ? []
      : [{ ...rest, accuracy, changes: rest.changes.filter(({ path }) => path !== SEED) }],
  )
  if (measured.length === 0) return null
  const settings = [...groupBy(measured, ({ changes }) => JSON.stringify(changes)).values()]
    .map(settingOf)
    .sort((a, b) => b.mean - a.mean)
  const best = settings[0]!
  const isClose = (setting: SettingResult): boolean =>
    best.mean - setting.mean <= chanceOf(best, setting, imageCount)
  return {
    best,
    close: settings.slice(1).filter(isClose),
    settingCount: settings.length,
    unmeasuredCount: results.length - measured.length,
    effects: best.changes
      .map((change) => effectOf(change, measured, results, imageCount))
      .sort((a, b) => b.span - a.span),
  }
}

type Measured = SweptResult & { readonly accuracy: number }

function settingOf(runs: readonly Measured[]): SettingResult {
  const best = runs.reduce((a, b) => (b.accuracy > a.accuracy ? b : a))
  const { mean, deviation } = spreadOf(runs.map(({ accuracy }) => accuracy))
  return {
    changes: best.changes,
    bestIndex: best.index,
    bestAccuracy: best.accuracy,
    runCount: runs.length,
    mean,
    deviation,
  }
}

type Spread = Pick<SettingResult, 'mean' | 'deviation' | 'runCount'>

/** The difference of two means up to which it may be chance: of the images that they were measured on, or of the seeds. */
function chanceOf(a: Spread, b: Spread, imageCount: number): number {
  const ofImages = ({ mean }: Spread): number => (mean * (1 - mean)) / imageCount
  const sampled = ({ deviation, runCount }: Spread) => ({ count: runCount, deviation })
  return Math.max(
    NORMAL_POINT * Math.sqrt(ofImages(a) + ofImages(b)),
    differenceMargin(sampled(a), sampled(b)) ?? 0,
  )
}

/** @param best the field and its value in the best setting @param tried also what was not measured */
function effectOf(
  best: FieldChange,
  measured: readonly Measured[],
  tried: readonly SweptResult[],
  imageCount: number,
): FieldEffect {
  const { path } = best
  const valueOf = ({ changes }: SweptResult): SpacedValue =>
    changes.find((change) => change.path === path)?.value ?? null
  const byValue = [...groupBy(measured, valueOf)]
  const isNumeric = byValue.every(([value]) => typeof value === 'number')
  if (isNumeric) byValue.sort(([a], [b]) => Number(a) - Number(b))
  const parts =
    isNumeric && byValue.length > MAX_GROUPS ? inParts(byValue, PARTS) : byValue.map((one) => [one])
  const groups = parts.map((part) => {
    const runs = part.flatMap(([, ofValue]) => ofValue)
    const { mean, deviation } = spreadOf(runs.map(({ accuracy }) => accuracy))
    return { low: part[0]![0], high: part.at(-1)![0], mean, deviation, runCount: runs.length }
  })
  const highest = groups.reduce((a, b) => (b.mean > a.mean ? b : a))
  const lowest = groups.reduce((a, b) => (b.mean < a.mean ? b : a))
  const span = highest.mean - lowest.mean
  return {
    path,
    groups: groups.map(({ low, high, mean, runCount }) => ({ low, high, mean, runCount })),
    span,
    isClear: span > chanceOf(highest, lowest, imageCount),
    end: isNumeric ? endOf(best.value, tried.map(valueOf)) : null,
  }
}

/** Whether a value is the smallest or the largest of those that were tried; null: neither, or it is the only one. */
function endOf(value: SpacedValue, tried: readonly SpacedValue[]): 'low' | 'high' | null {
  const isLowest = tried.every((other) => Number(other) >= Number(value))
  const isHighest = tried.every((other) => Number(other) <= Number(value))
  if (isLowest === isHighest) return null
  return isLowest ? 'low' : 'high'
}

/** A list in so many parts of about the same length, in its order. */
function inParts<T>(list: readonly T[], count: number): T[][] {
  return Array.from({ length: count }, (_, part) =>
    list.slice(Math.round((part * list.length) / count), Math.round(((part + 1) * list.length) / count)),
  )
}

function groupBy<T, Key>(list: readonly T[], keyOf: (item: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>()
  for (const item of list) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
