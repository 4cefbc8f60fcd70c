import { expect, it } from 'vitest'
import { runChart } from '#shared/chart/run-chart.ts'
import { runMeasures } from '#shared/chart/run-measures.ts'
import { untitledChart } from '../../../renderer/charts/untitled-chart.ts'

const [measure] = runMeasures(2)
const chart = runChart([], { measure: measure!, emptyText: 'Nothing yet' })

it.each([
  { heading: 'Accuracy', x: 'Epoch', y: '' },
  { heading: 'Accuracy on unseen images, by epoch', x: '', y: '' },
  { heading: 'At the end', x: 'Epoch', y: 'Accuracy' },
])('an axis has no title that the heading says: $heading', ({ heading, x, y }) => {
  const untitled = untitledChart(chart, heading)
  expect([untitled.x.label, untitled.y.label]).toEqual([x, y])
  expect({
    ...untitled,
    x: { ...untitled.x, label: 'Epoch' },
    y: { ...untitled.y, label: 'Accuracy' },
  }).toEqual(chart)
})
