import { expect, it } from 'vitest'
import { categoryAxis, numberAxis } from '#shared/chart/chart-axes.ts'
import { runChart } from '#shared/chart/run-chart.ts'
import { runMeasures } from '#shared/chart/run-measures.ts'
import { cornerTitle, untitledChart } from '../../../renderer/charts/untitled-chart.ts'

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

const y = numberAxis({ label: '', unit: 'share', range: { min: 0, max: 1 } })
const axis = (label: string, max: number, min = 0) =>
  numberAxis({ label, unit: 'epoch', range: { min, max } })

it.each([
  { name: 'a short title', x: axis('Epoch', 29), is: 'Epoch' },
  { name: 'a title as long as the room', x: axis('Seconds', 29), is: 'Seconds' },
  { name: 'a longer title', x: axis('Learning rate', 29), is: '' },
  { name: 'labels as wide as the corner', x: axis('Epoch', 1500, 1000), is: '' },
  { name: 'an axis without labels', x: categoryAxis('Epoch', [], 1), is: '' },
  { name: 'an axis without a title', x: axis('', 29), is: '' },
])('the title of the horizontal axis is in the corner where it fits: $name', ({ x, is }) => {
  expect(cornerTitle({ ...chart, x, y })).toBe(is)
})

it('a title of the axis of values leaves the corner more room', () => {
  const x = axis('Examples', 29)
  expect(cornerTitle({ ...chart, x, y })).toBe('')
  expect(cornerTitle({ ...chart, x, y: { ...y, label: 'Accuracy' } })).toBe('Examples')
})
