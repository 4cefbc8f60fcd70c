import type { LearningCurvePoint } from '#core/experiments/learning-curve.ts'
import { spreadBySize, unseenMeasure } from '#core/experiments/learning-curve-summary.ts'
import type { Spread } from '#core/evaluation/spread.ts'
import { countOf, formatCount } from '../format.ts'
import { formatAccuracy, type MeasuredPart } from '#shared/measures.ts'

/** What the networks of one amount of images reached. */
export interface CurveRow {
  readonly size: number
  /** Null where all networks diverged, or the part was not measured. */
  readonly spreads: Readonly<Record<MeasuredPart, Spread | null>>
  readonly networks: number
  /** Fewest and most epochs that a network did. */
  readonly epochs: readonly [number, number]
}

const MEASURES = {
  training: 'trainAccuracy',
  validation: 'validationAccuracy',
  test: 'testAccuracy',
} as const satisfies Record<MeasuredPart, keyof LearningCurvePoint>

/** A row for each amount, smallest first. */
export function curveRows(points: readonly LearningCurvePoint[]): CurveRow[] {
  const sizes = [...new Set(points.map(({ size }) => size))].sort((a, b) => a - b)
  return sizes.map((size) => {
    const own = points.filter((point) => point.size === size)
    const spreadOf = (part: MeasuredPart): Spread | null => spreadBySize(own, MEASURES[part])[0]!.spread
    const epochs = own.map((point) => point.epochs)
    return {
      size,
      spreads: { training: spreadOf('training'), validation: spreadOf('validation'), test: spreadOf('test') },
      networks: own.length,
      epochs: [Math.min(...epochs), Math.max(...epochs)],
    }
  })
}

/** The parts that a curve shows: training, and the images that were not learned from. */
export function curveParts(points: readonly LearningCurvePoint[]): MeasuredPart[] {
  const measure = unseenMeasure(points)
  if (measure === 'trainAccuracy') return ['training']
  return ['training', measure === 'validationAccuracy' ? 'validation' : 'test']
}

/** The accuracies of single networks on a part. */
export function curveDots(
  points: readonly LearningCurvePoint[],
  part: MeasuredPart,
): { readonly x: number; readonly y: number }[] {
  return points.flatMap((point) => {
    const y = point[MEASURES[part]]
    return y === null ? [] : [{ x: point.size, y }]
  })
}

/** One amount's epochs and networks: `3 networks, 300 epochs each`. */
export function describeRow({ networks, epochs: [fewest, most] }: CurveRow): string {
  const who = countOf(networks, 'network')
  const epochs =
    fewest === most ? countOf(most, 'epoch') : `${formatCount(fewest)} to ${formatCount(most)} epochs`
  return `${who}, ${epochs}${networks > 1 && fewest === most ? ' each' : ''}`
}

/** The curve in words, for who cannot see it. */
export function summarizeCurve(rows: readonly CurveRow[], parts: readonly MeasuredPart[]): string {
  const sentences = rows.map(({ size, spreads }) => {
    const values = parts.map((part) => `${part} ${formatAccuracy(spreads[part]?.mean ?? null)}`)
    return `${formatCount(size)} images: ${values.join(', ')}.`
  })
  return `Learning curve, accuracy by number of training images. ${sentences.join(' ')}`
}
