import { listAnd } from '#core/math/list-words.ts'
import { finalAccuracy, readWhatIf } from '#core/experiments/what-if-summary.ts'
import { countOf, formatCount, formatRemaining } from '../format.ts'
import type { WhatIf } from './what-if.ts'
import { formatAccuracy } from '#shared/measures.ts'
import { fieldTitle } from './what-if-fields.ts'
import { formatValue } from './what-if-lines.ts'

/** `0.1, 0.3 and 1`. */
const listValues = (values: readonly number[]): string => listAnd(values.map(formatValue))

/** What a field does to the training where its value is too small or too large; verbs for one and for several values. */
interface Manner {
  readonly low: readonly [one: string, several: string]
  readonly high: readonly [one: string, several: string]
}
const PLAIN: Manner = {
  low: ['reads fewer right', 'read fewer right'],
  high: ['reads fewer right', 'read fewer right'],
}
const MANNERS: Readonly<Record<string, Manner>> = {
  'optimizer.learningRate': {
    low: ['learns more slowly', 'learn more slowly'],
    high: ['is too large', 'are too large'],
  },
}

/** What the values did, in a few sentences; null while there is nothing to say. */
export function describeWhatIf({ plan, lines, ended, present, classCount }: WhatIf): string | null {
  const over = lines.filter(({ value }) => ended.has(value))
  const diverged = over.filter(({ divergence }) => divergence !== null)
  const reading = readWhatIf(over, classCount)
  if (reading === null) {
    return over.length > 1 && diverged.length === over.length
      ? 'All diverged: every loss left the range of numbers.'
      : null
  }
  const { best, close, low, high, guessing, end } = reading
  const line = over.find(({ value }) => value === best)!
  const manner = MANNERS[plan.field] ?? PLAIN
  const part = partWords(line.points.at(-1)!.total)
  const say = (values: readonly number[], [one, several]: readonly [string, string]): string[] =>
    values.length === 0 ? [] : [`${listValues(values)} ${values.length === 1 ? one : several}`]
  const own = best === present ? ', the recipe’s own value,' : ''
  const isAlike = manner.low[0] === manner.high[0]
  const others = [
    ...(isAlike ? say([...low, ...high], manner.low) : [...say(low, manner.low), ...say(high, manner.high)]),
    ...say(
      guessing.filter((value) => value < best),
      ['has hardly begun to learn', 'have hardly begun to learn'],
    ),
    ...say(
      guessing.filter((value) => value > best),
      ['does not learn', 'do not learn'],
    ),
    ...say(reading.diverged, ['diverges', 'diverge']),
  ]
  return [
    `${formatValue(best)}${own} is best here: ${formatAccuracy(finalAccuracy(line))} of ${part} right.`,
    ...say(close, [
      'is about as good; on these images the difference may be chance',
      'are about as good; on these images the differences may be chance',
    ]).map((text) => `${text}.`),
    ...(others.length === 0 ? [] : [`${others.join('; ')}.`]),
    ...(end === null
      ? []
      : [`It is the ${end === 'low' ? 'smallest' : 'largest'} that was tried: a better one may lie beyond.`]),
  ].join(' ')
}

const partWords = (total: number): string => `${formatCount(total)} unseen images`

/** What is trained and measured, below the charts. */
export function describePlan({ plan, recipe, lines }: WhatIf): string {
  const { trainSize, validationSize } = recipe.data
  const images =
    plan.trainSize === trainSize
      ? `all ${countOf(trainSize, 'training image')}`
      : `${formatCount(plan.trainSize)} of the ${countOf(trainSize, 'training image')}`
  const total = lines.find(({ points }) => points.length > 0)?.points[0]!.total
  const unseen = validationSize > 0 ? 'validation' : 'test'
  const measured = total === undefined ? '' : ` Measured on ${countOf(total, `${unseen} image`)}.`
  const epochs = plan.epochs === 1 ? 'The first epoch' : `The first ${formatCount(plan.epochs)} epochs`
  return `${epochs} on ${images}, each value from the same seed, ${recipe.seed}.${measured} Nothing is stored.`
}

/** How far the trainings under way are. */
export function describeWhatIfProgress({ progress, plan }: WhatIf): string {
  if (progress === null) return 'reading the data'
  const { value, valuesDone, values, remainingMs } = progress
  const left = remainingMs === null ? '' : ` · ${formatRemaining(remainingMs)} left`
  return `${fieldTitle(plan.field).toLowerCase()} ${formatValue(value)}, ${valuesDone + 1} of ${values}${left}`
}
