import { formatFixed } from '../math/format-fixed.ts'
import { formatPercent, shownDifference } from '../math/format-percent.ts'
import type { LearningCurvePoint } from './learning-curve.ts'
import { type Spread, spreadOf } from '../evaluation/spread.ts'
import { differenceMargin, type SampledMean } from '../evaluation/student.ts'

/** A measure of a learning curve's point. */
export type CurveMeasure = 'validationAccuracy' | 'testAccuracy' | 'trainAccuracy'

/** The measure on images that were not learned from: validation where there is one, else test, else training. */
export function unseenMeasure(points: readonly LearningCurvePoint[]): CurveMeasure {
  const measures = ['validationAccuracy', 'testAccuracy'] as const
  return measures.find((measure) => points.some((point) => point[measure] !== null)) ?? 'trainAccuracy'
}

/**
 * What each amount reached over its seeds, in the order of the points; trainings that diverged do not count, and null
 * stands for an amount without any other.
 */
export function spreadBySize(
  points: readonly LearningCurvePoint[],
  measure: CurveMeasure,
): { readonly size: number; readonly spread: Spread | null }[] {
  return [...new Set(points.map(({ size }) => size))].map((size) => {
    const values = points.filter((point) => point.size === size).map((point) => point[measure])
    const known = values.filter((value) => value !== null)
    return { size, spread: known.length > 0 ? spreadOf(known) : null }
  })
}

/**
 * - `rising`: the last doubling still brought a gain
 * - `unclear`: it did, but no more than the seeds may differ by chance (Welch's test, 95 %)
 * - `flat`: it brought next to nothing
 * - `falling`: it brought a loss
 */
export type CurveVerdict = 'rising' | 'unclear' | 'flat' | 'falling'

/** What a learning curve says of more images. */
interface CurveReading {
  readonly verdict: CurveVerdict
  /** Gain of accuracy on unseen images from `from` to `to` images, a share of 1. */
  readonly gain: number
  readonly from: number
  readonly to: number
  /** Accuracy on the images learned from beyond that on unseen ones, at `to` images. */
  readonly gap: number
  /** In words, with the numbers. */
  readonly reason: string
}

/** A smaller difference is not worth more images, nor a cure. */
const MATERIAL = 0.002

/**
 * Says in words whether more images would help: by what the last doubling brought, and by the gap that is left.
 * @returns null for points of fewer than two amounts, or without images that were not learned from
 */
export function readLearningCurve(points: readonly LearningCurvePoint[]): CurveReading | null {
  const measure = unseenMeasure(points)
  if (measure === 'trainAccuracy') return null
  const rows = spreadBySize(points, measure)
    .flatMap(({ size, spread }) => (spread === null ? [] : [{ size, spread }]))
    .sort((a, b) => a.size - b.size)
  const last = rows.at(-1)
  if (rows.length < 2 || last === undefined) return null
  const before = rows.findLast(({ size }) => 2 * size <= last.size) ?? rows[rows.length - 2]!
  const atLast = points.filter(({ size }) => size === last.size)
  const training = spreadBySize(atLast, 'trainAccuracy')[0]!.spread?.mean ?? last.spread.mean
  const gain = last.spread.mean - before.spread.mean
  const gap = training - last.spread.mean
  const noise = differenceMargin(sampled(points, before, measure), sampled(points, last, measure))
  const shownGain = shownDifference(last.spread.mean, before.spread.mean)
  const verdict = judge(gain, noise ?? 0)
  const part = measure === 'validationAccuracy' ? 'validation' : 'test'
  const given = {
    part,
    gain,
    gap,
    from: before.size,
    to: last.size,
    training,
    unseen: last.spread.mean,
    shownGain,
  }
  const caution =
    noise === null && verdict !== 'flat' ? ' One seed does not show how much of it is chance.' : ''
  return { verdict, gain, from: before.size, to: last.size, gap, reason: WORDS[verdict](given) + caution }
}

/** Of how many networks the mean of an amount is, and how they spread. */
function sampled(
  points: readonly LearningCurvePoint[],
  { size, spread }: { size: number; spread: Spread },
  measure: CurveMeasure,
): SampledMean {
  const count = points.filter((point) => point.size === size && point[measure] !== null).length
  return { count, deviation: spread.deviation }
}

function judge(gain: number, noise: number): CurveVerdict {
  if (Math.abs(gain) < MATERIAL) return 'flat'
  if (Math.abs(gain) <= noise) return 'unclear'
  return gain > 0 ? 'rising' : 'falling'
}

interface Given {
  readonly part: string
  readonly gain: number
  /** The difference of what the table of the curve shows. */
  readonly shownGain: number
  readonly gap: number
  readonly from: number
  readonly to: number
  readonly training: number
  readonly unseen: number
}

const WORDS: Readonly<Record<CurveVerdict, (given: Given) => string>> = {
  rising: (given) =>
    `More images would help: ${given.part} accuracy still rises by ${points(given.shownGain)} ${span(given)}. ${describeGap(given)}`,
  unclear: (given) =>
    `Whether more images would help is not clear: ${given.part} accuracy ${given.gain > 0 ? 'rises' : 'falls'} by ${points(given.shownGain)} ${span(given)}, which may be chance between so few seeds; more seeds would tell. ${describeGap(given)}`,
  flat: (given) =>
    `More images of the same kind would hardly help: ${given.part} accuracy changes by only ${points(given.shownGain)} ${span(given)}. ${describeGap(given)}${adviseFlat(given)}`,
  falling: (given) =>
    `More images did not help here: ${given.part} accuracy falls by ${points(given.shownGain)} ${span(given)}, more than chance between the seeds explains. ${describeGap(given)}`,
}

function describeGap({ part, gap, training, unseen }: Given): string {
  const both = `${formatPercent(training)} of training and ${formatPercent(unseen)} of ${part} images are read rightly`
  return gap < MATERIAL
    ? `With the most images, ${both}: there is no gap to close.`
    : `With the most images, ${both}, a gap of ${points(shownDifference(training, unseen))}.`
}

function adviseFlat({ gap, unseen }: Given): string {
  if (1 - unseen < 2 * MATERIAL) return ' There is little left to gain.'
  return gap < 1 - unseen - gap
    ? ' Most of the error is there on training images too; the diagnosis says what stands in the way.'
    : ' Augmentation may narrow it; see the diagnosis.'
}

/** 0.0123 as `1.23 points`. */
const points = (share: number): string => `${formatFixed(Math.abs(100 * share), 2)} points`
const span = ({ from, to }: Given): string =>
  `from ${from.toLocaleString('en-US')} to ${to.toLocaleString('en-US')} images`
