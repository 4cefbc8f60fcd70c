import { inSentence } from './in-sentence.ts'
import { listAnd } from '#core/math/list-words.ts'
import { formatPercent } from '#core/math/format-percent.ts'
import type {
  FieldEffect,
  SettingResult,
  SweepJudgement,
  SweepVerdict,
} from '#core/experiments/sweep/sweep-verdict.ts'
import type { SweepFinding } from '#core/evaluation/diagnosis/diagnose-sweep.ts'
import type { SpacedValue } from '#core/experiments/sweep/spaced-values.ts'
import { formatAccuracy } from '../measures.ts'
import { countRuns } from '../describe-import.ts'
import { describeDiagnosed } from './diagnosis-words.ts'
import { describeImages, PART_IMAGES } from './image-words.ts'

/** How the words name things. */
export interface VerdictNames {
  /** A field as a person calls it. */
  readonly titleOf: (path: string) => string
  /** A value of a field as a person reads it. */
  readonly formatValue: (path: string, value: SpacedValue) => string
  /** A data set as a person calls it. */
  readonly dataTitleOf: (dataSet: string) => string
}

/** Causes that are named, the costliest first. */
const NAMED_CAUSES = 2

/** Settings that are named among those about as good. */
const NAMED_SETTINGS = 2

/**
 * What a sweep says, as sentences: the best setting first, then what mattered, and what holds others back.
 * @param causes what `diagnoseSweep` found
 */
export function describeSweepVerdict(
  { isRanked, images, verdict }: SweepJudgement,
  names: VerdictNames,
  causes: readonly SweepFinding[] = [],
): string[] {
  if (!isRanked) return ['The runs were measured on different images, so their accuracies are no ranking.']
  const holding = causes.filter(({ isCommon }) => !isCommon).slice(0, NAMED_CAUSES)
  const held = [
    ...holding.map((cause) => describeCause(cause, names)),
    ...causes.filter(({ isCommon }) => isCommon).map((cause) => describeCommon(cause, names)),
  ]
  if (images === null || verdict === null) return ['None of the runs was measured.', ...held]
  const { close, effects, unmeasuredCount } = verdict
  return [
    describeBest(verdict, describeImages(images, names.dataTitleOf), names),
    ...(close.length === 0 ? [] : [describeClose(verdict, PART_IMAGES[images.part], names)]),
    ...describeEffects(effects, names),
    ...effects.flatMap((effect) => describeEnd(effect, verdict.best, names)),
    ...(unmeasuredCount === 0
      ? []
      : [`${unmeasuredCount} ${unmeasuredCount === 1 ? 'run was' : 'runs were'} not measured.`]),
    ...held,
  ]
}

/** `Units 100 (69.30 %, the best run 96.00 %): … What helps: …`. */
function describeCause(
  { diagnosed, runs, field, value, accuracy, best }: SweepFinding,
  names: VerdictNames,
): string {
  const { cause, cures } = describeDiagnosed(diagnosed, [], names.formatValue)
  const [subject, counted] =
    field === null
      ? [countRuns(runs.length), '']
      : [
          `${names.titleOf(field)} ${names.formatValue(field, value)}`,
          runs.length === 1 ? '' : `${countRuns(runs.length)}, `,
        ]
  const reached =
    accuracy === null
      ? 'not measured'
      : `${formatAccuracy(accuracy)}${runs.length === 1 ? '' : ' on average'}`
  const beside = best === null ? '' : `; the best run ${formatAccuracy(best)}`
  const help = cures.length === 0 ? '' : ` What helps: ${cures.join(' Or: ')}`
  return `${subject} (${counted}${reached}${beside}): ${cause}${help}`
}

/** `In all 9 measured runs, with the figures of the best: … What helps: …`. */
function describeCommon({ diagnosed, runs }: SweepFinding, names: VerdictNames): string {
  const { cause, cures } = describeDiagnosed(diagnosed, [], names.formatValue)
  const help = cures.length === 0 ? '' : ` What helps: ${cures.join(' Or: ')}`
  return `In all ${countRuns(runs.length).replace(' ', ' measured ')}, with the figures of the best: ${cause}${help}`
}

function describeBest({ best, settingCount }: SweepVerdict, images: string, names: VerdictNames): string {
  const { mean, deviation, runCount, bestAccuracy } = best
  const reached =
    deviation === null
      ? formatAccuracy(mean)
      : `${formatAccuracy(mean)} ± ${formatPercent(deviation, 2, '\u00a0')} over ${runCount} seeds, ${formatAccuracy(bestAccuracy)} at the best,`
  const setting = settingCount === 1 ? 'All seeds' : `Best: ${nameSetting(best, names)}`
  return `${setting}: ${reached} of ${images} right.`
}

/** @param images those that the accuracies count; others, or other seeds, may tell two settings apart */
function describeClose({ best, close }: SweepVerdict, images: string, names: VerdictNames): string {
  const where = [best, ...close].some(({ runCount }) => runCount > 1)
    ? `over these seeds and ${images}`
    : `on these ${images}`
  const named = close.slice(0, NAMED_SETTINGS).map((setting) => nameSetting(setting, names))
  const more = close.length - named.length
  const list = [...named, ...(more > 0 ? [`${more} more`] : [])].join('; ')
  return close.length === 1
    ? `${capitalized(list)} is about as good; ${where} the difference may be chance.`
    : `About as good, so that ${where} the differences may be chance: ${list}.`
}

function describeEffects(effects: readonly FieldEffect[], names: VerdictNames): string[] {
  const clear = effects.filter(({ isClear }) => isClear)
  const unclear = effects.filter(({ isClear }) => !isClear)
  const means = ({ path, groups }: FieldEffect): string => {
    const average = groups.every(({ runCount }) => runCount === 1) ? '' : 'on average '
    const sorted = groups.toSorted((a, b) => a.mean - b.mean)
    const [lowest, highest] = [sorted[0]!, sorted[sorted.length - 1]!]
    const value = ({ low, high }: typeof lowest): string =>
      low === high
        ? names.formatValue(path, low)
        : `${names.formatValue(path, low)} to ${names.formatValue(path, high)}`
    return `${average}${formatAccuracy(lowest.mean)} with ${value(lowest)}, ${formatAccuracy(highest.mean)} with ${value(highest)}`
  }
  const isOnly = effects.length === 1
  return [
    ...clear.map((effect, k) => {
      const mattered = isOnly ? 'matters' : k === 0 ? 'mattered most' : 'mattered too'
      return `${names.titleOf(effect.path)} ${mattered}: ${means(effect)}.`
    }),
    ...(unclear.length === 0
      ? []
      : [
          `${listAnd(unclear.map(({ path }, k) => (k === 0 ? names.titleOf(path) : inSentence(names.titleOf(path)))))} made no clear difference.`,
        ]),
  ]
}

function describeEnd(
  { path, end, isClear }: FieldEffect,
  best: SettingResult,
  names: VerdictNames,
): string[] {
  if (end === null || !isClear) return []
  const { value } = best.changes.find((change) => change.path === path)!
  const size = end === 'low' ? 'smallest' : 'largest'
  return [
    `${names.formatValue(path, value)} is the ${size} ${inSentence(names.titleOf(path))} that was tried: a better one may lie beyond.`,
  ]
}

const nameSetting = ({ changes }: SettingResult, names: VerdictNames): string =>
  changes
    .map(({ path, value }) => `${inSentence(names.titleOf(path))} ${names.formatValue(path, value)}`)
    .join(', ')

const capitalized = (title: string): string => title.charAt(0).toUpperCase() + title.slice(1)
