import { describe, expect, it } from 'vitest'
import type { LearningCurvePoint } from '#core/experiments/learning-curve.ts'
import { isEmptyChart, marksOf } from '#shared/chart/chart.ts'
import { speakReadOut } from '#shared/chart/read-out.ts'
import { curveChart, readOutCurve } from '../../../../renderer/model/inspect/curve-chart.ts'

const pointOf = (size: number, seed: number, accuracy: number | null): LearningCurvePoint =>
  ({
    ...{ size, seed, epochs: 5, trainAccuracy: accuracy, validationAccuracy: accuracy && accuracy - 0.1 },
    testAccuracy: null,
  }) as unknown as LearningCurvePoint
const points = [pointOf(100, 1, 0.6), pointOf(100, 2, 0.8), pointOf(1000, 1, 0.9)]
const options = { sizes: [100, 300, 1000], colour: 'red' }

describe('the learning curve', () => {
  it('has mean and band of training and unseen images, with a dot for each network', () => {
    const chart = curveChart(points, options)
    const lines = marksOf(chart, 'line')
    expect(lines.map(({ part }) => part)).toEqual(['training', 'validation'])
    expect(lines[0]!.points).toEqual([
      { x: 100, y: expect.closeTo(0.7, 9) as number },
      { x: 1000, y: 0.9 },
    ])
    expect(lines[0]!.band?.low[0]).toEqual({ x: 100, y: 0.6 })
    expect(marksOf(chart, 'dots').map(({ dots }) => dots.length)).toEqual([3, 3])
    // The axis spans what is planned, and is marked at it.
    expect(chart.x).toMatchObject({ kind: 'log', min: 100, max: 1000 })
    expect(chart.x.ticks.map(({ label }) => label)).toEqual(['100', '300', '1,000'])
    expect(chart.stops).toEqual([100, 1000])
  })

  it('is empty before the first network', () => {
    expect(isEmptyChart(curveChart([], options))).toBe(true)
  })

  it('reads out mean and ends, and says them', () => {
    const readOut = readOutCurve(points, 100, 1000)
    expect(readOut).toMatchObject({
      title: '100 images (10\u00a0%)',
      columns: ['mean', 'lowest', 'highest'],
      rows: [
        { name: 'training', texts: ['70.00\u00a0%', '60.00\u00a0%', '80.00\u00a0%'] },
        { name: 'validation', texts: ['60.00\u00a0%', '50.00\u00a0%', '70.00\u00a0%'] },
      ],
      note: '2 networks, 5 epochs each',
    })
    expect(readOutCurve(points, 1000, 1000).columns).toEqual(['mean'])
    expect(speakReadOut(readOutCurve(points, 1000, 1000))).toBe(
      '1,000 images (100\u00a0%). training: mean 90.00\u00a0%. validation: mean 80.00\u00a0%. 1 network, 5 epochs',
    )
  })
})
