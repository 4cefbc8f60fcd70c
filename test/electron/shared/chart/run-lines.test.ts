import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestPoint, cursorStops, pointAt, smoothPoints } from '#shared/chart/chart-points.ts'
import { formatExactly, positionTitle } from '#shared/chart/chart-units.ts'
import { describeLines } from '#shared/chart/run-chart.ts'
import { runLines, type ChartRun, type RunLineOptions } from '#shared/chart/run-lines.ts'
import { runMeasures, type RunMeasure } from '#shared/chart/run-measures.ts'
import { epochOf } from '../../../renderer/epochs.ts'

const measureOf = (key: string): RunMeasure => runMeasures(2).find((each) => each.key === key)!
const accuracy = measureOf('accuracy')
const options: RunLineOptions = {
  parts: { training: false, validation: true, test: false },
  x: 'epoch',
  smoothing: 0,
  isGrouped: false,
}
const runOf = (id: string, values: readonly (number | null)[], group: string | null = null): ChartRun => ({
  id,
  name: id,
  colour: 'black',
  trainSize: 1000,
  group,
  epochs: values.map((validationAccuracy, epoch) => epochOf(epoch, { validationAccuracy, durationMs: 500 })),
})

describe('measures of runs', () => {
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
    for (const measure of runMeasures(2)) {
      expect(measure.read(epochOf(-1), 'test')).toBeNull()
      expect(formatExactly(null, measure.unit)).toBe('–')
    }
  })
})

describe('lines of runs', () => {
  it('lie by epoch, by examples seen or by seconds of training', () => {
    const positions = (['epoch', 'examples', 'seconds'] as const).map((x) =>
      runLines([runOf('a', [0.1, 0.2, 0.3])], accuracy, { ...options, x })[0]!.points.map((point) => point.x),
    )
    expect(positions).toEqual([
      [0, 1, 2],
      [1000, 2000, 3000],
      [0.5, 1, 1.5],
    ])
  })

  it('leave out parts that are not wanted or not measured, and a gap where an epoch has no value', () => {
    const all = { ...options, parts: { training: true, validation: true, test: true } }
    const lines = runLines([runOf('a', [0.1, null, 0.3]), runOf('b', [null])], accuracy, all)
    expect(lines.map(({ key }) => key)).toEqual(['a/validation'])
    expect(lines[0]!.points.map(({ y }) => y)).toEqual([0.1, NaN, 0.3])
    expect(
      runLines([runOf('a', [0.1])], accuracy, { ...all, parts: { ...all.parts, validation: false } }),
    ).toEqual([])
  })

  it('have the dash of their run where one part is drawn, as else a dash says which part', () => {
    const run = { ...runOf('a', [0.5, 0.6]), dash: [12, 3] }
    const dashes = (parts: Partial<RunLineOptions['parts']>): unknown[] =>
      runLines([run], accuracy, { ...options, parts: { ...options.parts, ...parts } }).map(({ dash }) => dash)
    expect(dashes({})).toEqual([[12, 3]])
    // As soon as another part may be drawn, so that a line does not change while parts are measured.
    expect(dashes({ test: true })).toEqual([undefined])
    expect(dashes({ training: true, test: true })).not.toContainEqual([12, 3])
  })

  it('show an epoch that was added to the same array', () => {
    const epochs = [epochOf(0, { validationAccuracy: 0.5 })]
    const run = { ...runOf('a', []), epochs }
    expect(runLines([run], accuracy, options)[0]!.points).toHaveLength(1)
    epochs.push(epochOf(1, { validationAccuracy: 0.6 }))
    expect(runLines([run], accuracy, options)[0]!.points).toHaveLength(2)
  })

  it('join runs that differ in the seed to mean and band, and go on with fewer where some end', () => {
    const runs = [runOf('c', [0.5, 0.9], 's'), runOf('b', [0.3, 0.5, 0.7], 's'), runOf('a', [0.1], null)]
    const [joined, alone] = runLines(runs, accuracy, { ...options, isGrouped: true })
    expect(joined).toMatchObject({ owner: 's', name: 'b, 2 runs' })
    const ys = (points: readonly { y: number }[] | undefined) =>
      points?.map((point) => Math.round(point.y * 1e9) / 1e9)
    expect(ys(joined!.points)).toEqual([0.4, 0.7, 0.7])
    expect(joined!.ofRuns).toBe(2)
    expect(joined!.points.map(({ runs }) => runs)).toEqual([2, 2, 1])
    expect(ys(joined!.band?.low)).toEqual([0.3, 0.5, 0.7])
    expect(ys(joined!.band?.high)).toEqual([0.5, 0.9, 0.7])
    expect(alone).toMatchObject({ owner: 'a', band: null })
    expect(runLines(runs, accuracy, options)).toHaveLength(3)
  })

  it('are smoothed beside what was measured, from the first value on', () => {
    const line = runLines([runOf('a', [0.2, 0.6, 0.4])], accuracy, { ...options, smoothing: 0.5 })[0]!
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

  it('are reported with last and best', () => {
    const lines = runLines([runOf('a', [0.9, 0.95, 0.94])], accuracy, options)
    expect(describeLines(lines, accuracy, 'epoch')).toBe(
      'Accuracy by epoch. a: validation 94.00\u00a0% (epoch 2), best 95.00\u00a0% (epoch 1).',
    )
    expect(describeLines([], accuracy, 'seconds')).toBe(
      'Accuracy by seconds of training. No epoch is finished yet.',
    )
  })
})

describe('the cursor', () => {
  const points = [0, 10, 20, 40].map((x, epoch) => ({ x, y: epoch / 10, epoch }))

  it('reads the nearest point, and none where the line does not reach', () => {
    expect([0, 4, 6, 29, 31, 45].map((x) => pointAt(points, x)?.x)).toEqual([0, 0, 10, 20, 40, 40])
    expect(pointAt(points, 60)).toBeNull()
    expect(pointAt(points, -20)).toBeNull()
    expect(pointAt([], 0)).toBeNull()
    expect(pointAt([...points.slice(0, 2), { x: 20, y: NaN }, points[3]!], 21)).toBeNull()
    expect(pointAt(points.slice(0, 1), 0)?.x).toBe(0)
    expect(pointAt(points.slice(0, 1), 1)).toBeNull()
  })

  it('stands where the longest line was measured', () => {
    const lines = runLines([runOf('a', [0.1]), runOf('b', [0.1, 0.2, 0.3])], accuracy, options)
    expect(cursorStops(lines.map((line) => line.points))).toEqual([0, 1, 2])
    expect(cursorStops([])).toEqual([])
  })

  it('says where it stands', () => {
    expect(positionTitle(3, 'epoch', 'Epoch')).toBe('Epoch 3')
    expect(positionTitle(-1, 'epoch', 'Epoch')).toBe('Before epoch 0')
    expect(positionTitle(2.25, 'epoch', 'Epoch')).toBe('25\u00a0% of epoch 3')
    expect(positionTitle(36_000, 'count', 'Examples')).toBe('36,000 examples')
    expect(positionTitle(1.234, 'seconds', 'Seconds')).toBe('1.23\u00a0s')
  })

  it('knows the best by the measure', () => {
    expect(bestPoint(points, 'high')?.epoch).toBe(3)
    expect(bestPoint(points, 'low')?.epoch).toBe(0)
    expect(bestPoint(points, null)).toBeNull()
  })
})
