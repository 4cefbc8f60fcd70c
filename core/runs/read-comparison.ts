import { activationOf, readSetting, SETTING_NAMES } from '../activations/settings.ts'
import { type FieldValue, flattenRecipe } from '../recipe/flat-recipe.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { isFieldKnown } from '../recipe/unknown-fields.ts'
import type { EpochMetrics, TrainedEpoch } from './epoch-metrics.ts'
import { isRankedAlike, type RankedRun, rankingImages } from './measured-images.ts'
import { measureOf, rankingAccuracy, rankingPart } from './measured-part.ts'
import { rankRuns } from './rank-runs.ts'
import { hasEnded, type RunStatus } from './run-status.ts'

/** A run beside others, with its epochs in order. */
export interface ComparedRun extends RankedRun {
  readonly id: string
  readonly recipe: Recipe
  readonly status: RunStatus
  readonly epochs: readonly (EpochMetrics | TrainedEpoch)[]
}

/** A setting in which runs differ. */
export interface DifferingSetting {
  /**
   * Where it stands in a recipe, as in `optimizer.learningRate`; `layers` for the sizes of the hidden layers, `layers.*.…`
   * for what these have otherwise, `output` for the output layer's activation.
   */
  readonly path: string
  /** One per run; null where it is off, true for a group that is on, undefined where its recipe has no such setting, or nothing is known of it. */
  readonly values: readonly (FieldValue | undefined)[]
}

/** A run whose accuracy was still going up when it ended. */
export interface RisingRun {
  readonly id: string
  /** By how much over the last quarter of its epochs, 0 to 1. */
  readonly gain: number
  readonly isBest: boolean
}

/** What runs have to say beside each other. */
export interface ComparisonReading {
  /** What a person thinks of first comes first; empty for the same recipe. */
  readonly differing: readonly DifferingSetting[]
  /** Those that more epochs could bring to the top or further ahead; empty where the runs are not ranked. */
  readonly rising: readonly RisingRun[]
}

/** Reads what runs differ in and which of them had not got as far as they can. */
export function readComparison(runs: readonly ComparedRun[]): ComparisonReading {
  return { differing: findDiffering(runs), rising: isRankedAlike(runs) ? findRising(runs) : [] }
}

const FIRST: readonly string[] = [
  ...['layers', 'layers.*.activation', 'output', 'data.dataSet', 'loss', 'optimizer.name'],
  ...['optimizer.learningRate', 'initializer.name', 'batchSize', 'data.trainSize', 'epochs'],
]

/** The settings in which runs differ. */
export function findDiffering(
  runs: readonly Pick<ComparedRun, 'recipe' | 'unknownFields'>[],
): DifferingSetting[] {
  const flat = runs.map((run) => ({ run, settings: settingsOf(run.recipe) }))
  const paths = [...new Set(flat.flatMap(({ settings }) => [...settings.keys()]))]
  const differing = paths.flatMap((path): DifferingSetting[] => {
    const values = flat.map(({ run, settings }) =>
      isFieldKnown(run, path === 'output' ? 'layers' : path) ? valueAt(settings, path) : undefined,
    )
    return values.every((value) => value === values[0]) ? [] : [{ path, values }]
  })
  // The settings of a group that some have off, or of another optimizer or schedule, follow from what is said of the group.
  const isOff = (path: string): boolean =>
    differing.some((other) => path.startsWith(`${other.path}.`) && other.values.includes(null))
  const followsName = (path: string): boolean => {
    const [group] = path.split('.')
    const isOwn = path === `${group}.name` || path === 'optimizer.learningRate'
    return !isOwn && differing.some((other) => other.path === `${group}.name`)
  }
  // Of a setting that the activations of some have not, these say enough.
  const followsActivation = ({ path, values }: DifferingSetting): boolean =>
    SETTING_NAMES.some((name) => path === `layers.*.${name}`) && values.includes(undefined)
  const orderOf = ({ path }: DifferingSetting): number =>
    FIRST.includes(path) ? FIRST.indexOf(path) : path === 'seed' ? Infinity : FIRST.length
  return differing
    .filter((setting) => !isOff(setting.path) && !followsName(setting.path) && !followsActivation(setting))
    .toSorted((a, b) => (orderOf(a) === orderOf(b) ? 0 : orderOf(a) - orderOf(b)))
}

/** The value of a setting; true for a group that is on, whose settings lie below it. */
function valueAt(settings: ReadonlyMap<string, FieldValue>, path: string): FieldValue | undefined {
  if (settings.has(path)) return settings.get(path)
  return [...settings.keys()].some((key) => key.startsWith(`${path}.`)) ? true : undefined
}

/** The settings of a recipe with those of its layers as a person thinks of them. */
function settingsOf(recipe: Recipe): ReadonlyMap<string, FieldValue> {
  const hidden = recipe.layers.slice(0, -1)
  const all = (values: readonly FieldValue[]): string => [...new Set(values)].map(String).join('/')
  return new Map<string, FieldValue>([
    ['layers', hidden.length === 0 ? 'none' : hidden.map(({ units }) => units).join('-')],
    ...(hidden.length === 0
      ? []
      : ([
          ['layers.*.activation', all(hidden.map(({ activation }) => activation))],
          ['layers.*.batchNorm', all(hidden.map(({ batchNorm }) => batchNorm))],
          ['layers.*.dropout', all(hidden.map(({ dropout }) => dropout))],
        ] as const)),
    ['output', recipe.layers.at(-1)!.activation],
    ...SETTING_NAMES.flatMap((name): [string, FieldValue][] => {
      const having = recipe.layers.map((layer) => readSetting(activationOf(layer)))
      const values = new Set(having.flatMap((setting) => (setting?.name === name ? [setting.value] : [])))
      return values.size === 0
        ? []
        : [[`layers.*.${name}`, values.size === 1 ? [...values][0]! : [...values].join('/')]]
    }),
    ...[...flattenRecipe(recipe)].filter(
      ([path]) => !path.startsWith('layers.') && path !== 'inputSize' && path !== 'data.fingerprint',
    ),
  ])
}

/** A rise over the last quarter by less is no rise worth a word. */
const LEAST_GAIN = 0.002
/** A run that rose by so much over a quarter of its epochs may make up for so many times as much. */
const REACH = 4

/** Runs that ended while their accuracy went up, and so far up that the order of the runs may not be the last word. */
function findRising(runs: readonly ComparedRun[]): RisingRun[] {
  const [best] = rankRuns(runs)
  if (best === undefined || runs.length < 2) return []
  const highest = rankingAccuracy(best.best)!
  return runs.flatMap((run) => {
    const gain = hasEnded(run) ? lateGain(run) : null
    const behind = highest - (rankingAccuracy(run.best) ?? 0)
    if (gain === null || behind > REACH * gain) return []
    return [{ id: run.id, gain, isBest: run === best }]
  })
}

/**
 * By how much a run's accuracy rose over the last quarter of its epochs, 0 to 1; null where it did not rise beyond the
 * noise of its images, where its best epoch is not among these, or after fewer than four epochs.
 */
function lateGain(run: ComparedRun): number | null {
  const trained = run.epochs.filter(({ epoch }) => epoch >= 0)
  const last = trained.at(-1)
  if (last === undefined || trained.length < 4) return null
  const part = rankingPart(last)
  const course = trained.flatMap((epoch) => measureOf(epoch, 'accuracy', part) ?? [])
  if (course.length < trained.length) return null
  const quarter = Math.max(1, Math.round(course.length / 4))
  const late = course.slice(-quarter)
  const early = course.slice(0, -quarter)
  const gain = Math.max(...late) - Math.max(...early)
  const accuracy = Math.max(...late)
  const count = rankingImages(run)?.count ?? 0
  // Both epochs answer the same images, so that what chance makes of them is less than of two independent parts.
  const noise = count === 0 ? 0 : Math.sqrt((accuracy * (1 - accuracy)) / count) / 2
  // Still high at the very end, and not at a peak that it lost again.
  const isAtEnd = course.at(-1)! >= accuracy - Math.max(noise, LEAST_GAIN)
  return gain >= Math.max(LEAST_GAIN, noise) && isAtEnd ? gain : null
}
