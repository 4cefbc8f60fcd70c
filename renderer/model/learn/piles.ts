import { type Interval, wilsonInterval } from '#core/evaluation/intervals.ts'
import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import type { Chart, ChartPoint, LineMark } from '#shared/chart/chart.ts'
import { numberAxis, POSITION_TICKS } from '#shared/chart/chart-axes.ts'
import { cursorStops } from '#shared/chart/chart-points.ts'
import { formatPercent } from '#core/math/format-percent.ts'

/** An error counted on some images. */
export interface CountedError {
  /** 0 to 1. */
  readonly error: number
  /** 95 %. */
  readonly interval: Interval
  readonly total: number
}

/** @param total images, of which a share is read rightly */
export function countedError(accuracy: number, total: number): CountedError {
  const { low, high } = wilsonInterval(Math.round(accuracy * total), total)
  return { error: 1 - accuracy, interval: { low: 1 - high, high: 1 - low }, total }
}

const hasValidation = (each: EpochMetrics): boolean => each.validationAccuracy !== null
const hasTest = (each: EpochMetrics): boolean => each.testCorrect !== null && each.testTotal !== null

/** The epoch with the lowest validation error, the first of equals; null where none was measured. */
export function bestByValidation(epochs: readonly EpochMetrics[]): EpochMetrics | null {
  return epochs
    .filter(hasValidation)
    .reduce<EpochMetrics | null>(
      (best, each) => (best === null || each.validationAccuracy! > best.validationAccuracy! ? each : best),
      null,
    )
}

/** How many epochs have a validation error that may be as low as the lowest but for chance. @param total validation images */
export function countAsGood(epochs: readonly EpochMetrics[], total: number): number {
  const best = bestByValidation(epochs)
  if (best === null || total === 0) return 0
  const { interval } = countedError(best.validationAccuracy!, total)
  return epochs.filter((each) => hasValidation(each) && 1 - each.validationAccuracy! <= interval.high).length
}

/** What the test part says of an epoch, and how much the best of all epochs by the test would have flattered. */
export interface TestLook {
  readonly test: CountedError
  /** Share of test images that the lowest test error of all epochs is lower by. */
  readonly flattery: number
}

/** Null where the test part was not measured after that epoch. */
export function lookAtTest(epochs: readonly EpochMetrics[], epoch: number): TestLook | null {
  const chosen = epochs.find((each) => each.epoch === epoch)
  if (chosen === undefined || !hasTest(chosen)) return null
  const shares = epochs.filter(hasTest).map((each) => each.testCorrect! / each.testTotal!)
  const share = chosen.testCorrect! / chosen.testTotal!
  return { test: countedError(share, chosen.testTotal!), flattery: Math.max(...shares) - share }
}

/** Errors over the epochs: training and validation as lines, of the test part only what was looked at. */
export function pilesChart(
  epochs: readonly EpochMetrics[],
  { chosen, looks }: { readonly chosen: number | null; readonly looks: readonly number[] },
  { name, colour }: { readonly name: string; readonly colour: string },
): Chart {
  const line = (part: 'training' | 'validation', points: ChartPoint[]): LineMark => ({
    ...{ kind: 'line', key: part, owner: 'run', name, colour, part, points, smooth: null, band: null },
  })
  const of = (key: 'trainAccuracy' | 'validationAccuracy'): ChartPoint[] =>
    epochs.flatMap((each) =>
      each[key] === null ? [] : [{ x: each.epoch, y: 1 - each[key], epoch: each.epoch }],
    )
  const lines = [line('training', of('trainAccuracy')), line('validation', of('validationAccuracy'))]
  const tests = [...new Set(looks)].flatMap((epoch) => {
    const look = lookAtTest(epochs, epoch)
    return look === null ? [] : [{ epoch, error: look.test.error }]
  })
  const best = chosen === null ? undefined : epochs.find(({ epoch }) => epoch === chosen)
  const values = [
    ...lines.flatMap(({ points }) => points.map(({ y }) => y)),
    ...tests.map(({ error }) => error),
  ]
  const last = epochs.at(-1)?.epoch ?? 1
  return {
    title: 'Error by epoch',
    description: `Training and validation error over ${epochs.length} epochs; the test error is ${tests.length === 0 ? 'sealed' : tests.map(({ epoch, error }) => `${formatPercent(error)} after epoch ${epoch}`).join(', ')}.`,
    names: 'part',
    x: numberAxis({
      ...{ label: 'Epoch', unit: 'epoch', count: POSITION_TICKS },
      range: epochs.length === 0 ? null : { min: 0, max: Math.max(1, last) },
    }),
    y: numberAxis({
      ...{ label: 'Error', unit: 'share' },
      range: values.length === 0 ? null : { min: 0, max: Math.max(...values) },
    }),
    marks: [
      ...lines,
      {
        ...{ kind: 'dots', look: 'ringed', isJoined: false },
        dots: tests.map(({ epoch, error }) => ({
          ...{
            key: `test ${epoch}`,
            name: 'Test error',
            x: epoch,
            y: error,
            colour: 'var(--text)',
            radius: 5,
          },
        })),
      },
      {
        ...{ kind: 'dots', look: 'ringed', isJoined: false },
        dots:
          best?.validationAccuracy == null
            ? []
            : [
                {
                  ...{ key: 'chosen', name: 'Chosen', x: best.epoch },
                  y: 1 - best.validationAccuracy,
                  colour,
                  radius: 5,
                },
              ],
      },
    ],
    stops: cursorStops(lines.map(({ points }) => points)),
  }
}
