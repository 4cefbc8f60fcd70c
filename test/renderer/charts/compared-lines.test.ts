import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bestOf,
  compareLines,
  cursorStops,
  placeTitle,
  pointAt,
  smoothPoints,
  summarizeLines,
  type ComparedRun,
  type LineOptions,
} from '../../../renderer/charts/compared-lines.ts'
import { comparedMeasures, type ComparedMeasure } from '../../../renderer/charts/compared-measures.ts'
import { epochOf } from '../epochs.ts'

const measureOf = (key: string): ComparedMeasure => comparedMeasures(2).find((each) => each.key === key)!
const accuracy = measureOf('accuracy')
const options: LineOptions = {
  parts: { training: false, validation: true, test: false },
  x: 'epoch',
  smoothing: 0,
  isGrouped: false,
}
const runOf = (id: string, values: readonly (number | null)[], group: string | null = null): ComparedRun => ({
  id,
  name: id,
  colour: 'black',
  trainSize: 1000,
  group,
  epochs: values.map((validationAccuracy, epoch) => epochOf(epoch, { validationAccuracy, durationMs: 500 })),
})

describe('measures of the comparison', () => {
  const epoch = epochOf(3, {
    validationAccuracy: 0.9,
    validationLoss: 0.5,
    learningRate: 0.01,
    durationMs: 1500,
    layers: [
      { weightNorm: 3, gradientNorm: 0.6, dead: 2, saturated: 5 },
      { weightNorm: 4, gradientNorm: 0.8, dead: null, saturated: null },
    ],
  })

  it.each([
    ['accuracy', 0.9],
    ['error', 0.1],
    ['loss', 0.5],
    ['learning-rate', 0.01],
    ['duration', 1.5],
    // √(3² + 4²): the norm of all weights together.
    ['weight-norm', 5],
    ['gradient-norm', 1],
    ['weight-norm/2', 4],
    ['dead', 2],
    ['dead/2', null],
    ['saturated/1', 5],
  ])('%s', (key, value) => {
    const read = measureOf(key).read(epoch, 'validation')
    if (value === null) expect(read).toBeNull()
    else expect(read).toBeCloseTo(value, 12)
  })

  it('are nothing where nothing was measured', () => {
    for (const measure of comparedMeasures(2)) {
      expect(measure.read(epochOf(-1), 'test')).toBeNull()
      expect(measure.format(null)).toBe('–')
    }
  })
})

describe('lines of the comparison', () => {
  it('lie by epoch, by examples seen or by seconds of training', () => {
    const places = (['epoch', 'examples', 'seconds'] as const).map((x) =>
      compareLines([runOf('a', [0.1, 0.2, 0.3])], accuracy, { ...options, x })[0].points.map(
        (point) => point.x,
      ),
    )
    expect(places).toEqual([
      [0, 1, 2],
      [1000, 2000, 3000],
      [0.5, 1, 1.5],
    ])
  })

  it('leave out parts that are not wanted or not measured, and epochs without a value', () => {
    const all = { ...options, parts: { training: true, validation: true, test: true } }
    const lines = compareLines([runOf('a', [0.1, null, 0.3]), runOf('b', [null])], accuracy, all)
    expect(lines.map(({ key }) => key)).toEqual(['a/validation'])
    expect(lines[0].points.map(({ epoch }) => epoch)).toEqual([0, 2])
    expect(
      compareLines([runOf('a', [0.1])], accuracy, { ...all, parts: { ...all.parts, validation: false } }),
    ).toEqual([])
  })

  it('join runs that differ in the seed to mean and band, over the epochs that all have', () => {
    const runs = [runOf('c', [0.5, 0.9], 's'), runOf('b', [0.3, 0.5, 0.7], 's'), runOf('a', [0.1], null)]
    const [joined, alone] = compareLines(runs, accuracy, { ...options, isGrouped: true })
    expect(joined).toMatchObject({ owner: 's', name: 'b, 2 seeds' })
    const ys = (points: readonly { y: number }[] | undefined) =>
      points?.map((point) => Math.round(point.y * 1e9) / 1e9)
    expect(ys(joined.points)).toEqual([0.4, 0.7])
    expect(ys(joined.band?.low)).toEqual([0.3, 0.5])
    expect(ys(joined.band?.high)).toEqual([0.5, 0.9])
    expect(alone).toMatchObject({ owner: 'a', band: null })
    expect(compareLines(runs, accuracy, options)).toHaveLength(3)
  })

  it('are smoothed beside what was measured, from the first value on', () => {
    const [line] = compareLines([runOf('a', [0.2, 0.6, 0.4])], accuracy, { ...options, smoothing: 0.5 })
    expect(line.points.map(({ y }) => y)).toEqual([0.2, 0.6, 0.4])
    // (0.5·0.6 + 0.25·0.2)/0.75 and (0.5·0.4 + 0.25·0.6 + 0.125·0.2)/0.875
    const smooth = line.smooth!.map(({ y }) => y)
    expect(smooth[0]).toBeCloseTo(0.2, 12)
    expect(smooth[1]).toBeCloseTo(0.35 / 0.75, 12)
    expect(smooth[2]).toBeCloseTo(0.375 / 0.875, 12)
  })

  it('stay within what was measured however they are smoothed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (values, weight) => {
          const points = values.map((y, x) => ({ x, y, epoch: x }))
          for (const [k, { y }] of smoothPoints(points, weight).entries()) {
            const seen = values.slice(0, k + 1)
            expect(y).toBeGreaterThanOrEqual(Math.min(...seen) - 1e-9)
            expect(y).toBeLessThanOrEqual(Math.max(...seen) + 1e-9)
          }
        },
      ),
    )
  })

  it('are told with last and best', () => {
    const lines = compareLines([runOf('a', [0.9, 0.95, 0.94])], accuracy, options)
    expect(summarizeLines(lines, accuracy, 'epoch')).toBe(
      'Accuracy by epoch. a: validation 94.00\u00a0% (epoch 2), best 95.00\u00a0% (epoch 1).',
    )
    expect(summarizeLines([], accuracy, 'seconds')).toBe(
      'Accuracy by seconds of training: no finished epoch yet.',
    )
  })
})

describe('the cursor of the comparison', () => {
  const points = [0, 10, 20, 40].map((x, epoch) => ({ x, y: epoch / 10, epoch }))

  it('reads the nearest point, and none where the line does not reach', () => {
    expect([0, 4, 6, 29, 31, 45].map((x) => pointAt(points, x)?.x)).toEqual([0, 0, 10, 20, 40, 40])
    expect(pointAt(points, 60)).toBeNull()
    expect(pointAt(points, -20)).toBeNull()
    expect(pointAt([], 0)).toBeNull()
    expect(pointAt(points.slice(0, 1), 0)?.x).toBe(0)
    expect(pointAt(points.slice(0, 1), 1)).toBeNull()
  })

  it('stands where the longest line was measured', () => {
    const lines = compareLines([runOf('a', [0.1]), runOf('b', [0.1, 0.2, 0.3])], accuracy, options)
    expect(cursorStops(lines)).toEqual([0, 1, 2])
    expect(cursorStops([])).toEqual([])
  })

  it('says where it stands', () => {
    expect(placeTitle('epoch', 3)).toBe('Epoch 3')
    expect(placeTitle('examples', 36_000)).toBe('36,000 examples')
    expect(placeTitle('seconds', 1.234)).toBe('1.23\u00a0s')
  })

  it('knows the best by the measure', () => {
    expect(bestOf(points, 'high')?.epoch).toBe(3)
    expect(bestOf(points, 'low')?.epoch).toBe(0)
    expect(bestOf(points, null)).toBeNull()
  })
})
