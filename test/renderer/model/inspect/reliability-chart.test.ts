import { expect, it } from 'vitest'
import type { Calibration } from '#core/evaluation/calibration.ts'
import { reliabilityChart } from '../../../../renderer/model/inspect/reliability-chart.ts'

const bins = (...pairs: [confidence: number, right: number][]) =>
  pairs.map(([confidence, right]) => ({ confidence, right, count: 50 }))

const CALIBRATION: Calibration = {
  temperature: 1.5,
  images: 100,
  before: { bins: bins([0.8, 0.7], [0.99, 0.97]), error: 0.06, largest: 0.1 },
  after: { bins: bins([0.71, 0.7], [0.96, 0.97]), error: 0.01, largest: 0.01 },
}

it('draws the share right by stated confidence, before and after, with the line on which they agree', () => {
  const chart = reliabilityChart(CALIBRATION, 'var(--run-1)')
  expect(chart.marks.map((mark) => (mark.kind === 'line' ? mark.name : ''))).toEqual([
    'calibrated',
    'as it is',
    'both agree',
  ])
  expect(chart.marks[0]).toMatchObject({
    points: [
      { x: 0.71, y: 0.7 },
      { x: 0.96, y: 0.97 },
    ],
  })
  expect(chart.stops).toEqual([0.71, 0.96])
  expect([chart.x.min, chart.x.max]).toEqual([chart.y.min, chart.y.max])
  expect(chart.x.min).toBeLessThanOrEqual(0.7)
  expect(chart.description).toBe(
    'Temperature 1.50. On 100 validation images stated confidence and share right are 6.0\u00a0points apart as they are and 1.0\u00a0points after calibration on the average, and 10.0\u00a0points and 1.0\u00a0points in the worst of ten parts.',
  )
})
