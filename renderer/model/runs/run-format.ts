import type { RunSummary } from '#contract/types.ts'
import type { EpochSummary } from '#core/runs/epoch-metrics.ts'
import { rankingPart } from '#core/runs/measured-part.ts'
import { nameActivation } from '#shared/words/activation-words.ts'
import { nameOfValue } from '#shared/words/choice-names.ts'
import { describeCount } from '#shared/words/count-words.ts'
import { DEFAULT_ENGINE } from '#core/engine/names.ts'
import { layerSizes } from '#core/network/parameters.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { ifKnown, isRecipeKnown, type WithUnknownFields } from '#core/recipe/unknown-fields.ts'
import {
  ENGINE_CHOICES,
  INITIALIZER_CHOICES,
  labelOf,
  LOSS_CHOICES,
  OPTIMIZER_CHOICES,
  SCHEDULE_CHOICES,
} from '../recipe/recipe-choices.ts'

/** Layer sizes as the lecture writes them: `784-30-10`. */
export function formatSizes(recipe: Recipe): string {
  return layerSizes(recipe).join('-')
}

/** A time span with the two units that matter: `850 ms`, `42.3 s`, `3 min 12 s`, `1 h 04 min`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)}\u00a0ms`
  if (durationMs < 59_950) return `${(durationMs / 1000).toFixed(1)}\u00a0s`
  const seconds = Math.round(durationMs / 1000)
  const minutes = Math.floor(seconds / 60)
  const two = (value: number): string => String(value).padStart(2, '0')
  return minutes < 60
    ? `${minutes}\u00a0min ${two(seconds % 60)}\u00a0s`
    : `${Math.floor(minutes / 60)}\u00a0h ${two(minutes % 60)}\u00a0min`
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' })
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** A date as seen from `now` (milliseconds since 1970): `3 min ago`, `yesterday`, and after a week the day itself. */
export function formatDate(iso: string, now: number): string {
  const time = Date.parse(iso)
  const ageMs = Math.max(0, now - time)
  if (ageMs < MINUTE_MS) return 'just now'
  const ago = (count: number, unit: 'minute' | 'hour' | 'day'): string =>
    relative.format(-Math.floor(count), unit).replace('.', '')
  if (ageMs < HOUR_MS) return ago(ageMs / MINUTE_MS, 'minute')
  if (ageMs < DAY_MS) return ago(ageMs / HOUR_MS, 'hour')
  if (ageMs < 7 * DAY_MS) return ago(ageMs / DAY_MS, 'day')
  return day.format(time)
}

/** Date and time to the second, in the person's time zone. */
export function formatExactDate(iso: string): string {
  return exact.format(new Date(iso))
}

/** What computes a training: `Exact (64-bit)`. */
export function describeEngine({ engine }: Recipe): string {
  return labelOf(ENGINE_CHOICES, engine)
}

/**
 * The settings in which runs mostly differ, in one line: `Sigmoid · MSE · SGD 3 · batch 10 · seed 1 · Standard normal`.
 */
export function describeSettings(run: WithUnknownFields & { readonly recipe: Recipe }): string {
  const { recipe } = run
  const hidden = new Set(recipe.layers.slice(0, -1).map((layer) => nameActivation(layer, nameOfValue)))
  const dropouts = new Set(recipe.layers.map((layer) => layer.dropout).filter((dropout) => dropout > 0))
  const known = (path: string, text: string): string => ifKnown(run, path, text) ?? ''
  return [
    [...hidden].join('/'),
    known('loss', labelOf(LOSS_CHOICES, recipe.loss)),
    known(
      'optimizer',
      `${labelOf(OPTIMIZER_CHOICES, recipe.optimizer.name)} ${recipe.optimizer.learningRate}`,
    ),
    recipe.schedule.name === 'constant'
      ? ''
      : known('schedule', `${labelOf(SCHEDULE_CHOICES, recipe.schedule.name).toLowerCase()} schedule`),
    known('batchSize', `batch ${recipe.batchSize}`),
    recipe.layers.some((layer) => layer.batchNorm) ? 'batch norm' : '',
    dropouts.size === 0 ? '' : `dropout ${[...dropouts].join('/')}`,
    recipe.data.augmentation === null ? '' : 'augmented',
    recipe.l1.lambda > 0 ? `L1 ${recipe.l1.lambda}` : '',
    recipe.l2.lambda > 0 ? `L2 ${recipe.l2.lambda}` : '',
    known('seed', `seed ${recipe.seed}`),
    known('initializer', labelOf(INITIALIZER_CHOICES, recipe.initializer.name)),
    recipe.engine === DEFAULT_ENGINE ? '' : known('engine', describeEngine(recipe)),
    isRecipeKnown(run) ? '' : 'training unknown',
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/** How many of which images a run read rightly at an epoch, by the part that ranks it; undefined where nothing says so. */
export function describeRanking(run: RunSummary, epoch: EpochSummary | null): string | undefined {
  return (epoch === null ? null : describeCount(run, epoch, rankingPart(epoch))) ?? undefined
}
