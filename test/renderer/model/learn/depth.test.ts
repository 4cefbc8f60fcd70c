import { expect, it } from 'vitest'
import type { DepthProfile } from '#core/explain/depth.ts'
import { depthChart } from '../../../../renderer/model/learn/depth-chart.ts'
import {
  DEPTH_STATES,
  describePlan,
  describeRatio,
  describeVerdict,
} from '../../../../renderer/model/learn/depth-state.ts'
import { significantNumber } from '../../../../renderer/model/learn/significant-number.ts'

const layer = {
  sum: 1,
  normalized: 1,
  output: 0.5,
  gradient: 1e-3,
  dead: 0,
  saturated: 0,
  flat: 0,
  othersChange: null,
}
const profile = (ratio: number, change: Partial<typeof layer> = {}): DepthProfile => ({
  layers: [
    { ...layer, gradient: ratio * 1e-3 },
    { ...layer, ...change },
  ],
  ratio,
  images: 64,
  units: 100,
})

it.each([
  [0, '0'],
  [0.12, '0.120'],
  [-27.5, '−27.5'],
  [1234.4, '1234'],
  [0.00098, '9.80·10⁻⁴'],
  [3.9e-9, '3.90·10⁻⁹'],
  [4.2e15, '4.20·10¹⁵'],
  [NaN, '–'],
])('%s is written as %s', (value, words) => {
  expect(significantNumber(value)).toBe(words)
})

it('says what is in the way', () => {
  expect(describeVerdict(profile(0.5))).toMatch(/^All layers can learn/)
  expect(describeVerdict(profile(1e-6))).toContain('fades on its way back')
  expect(describeVerdict(profile(12))).toContain('grows on its way back')
  expect(describeVerdict(profile(0.5, { dead: 8, saturated: 4 }))).toContain(
    '12 of 100 units of layer 2 are dead or saturated',
  )
  expect(describeVerdict(profile(NaN))).toContain('there is no gradient')
  expect(describeRatio(profile(NaN))).toContain('nothing can be compared')
  expect(describeRatio(profile(1.22e-6))).toBe(
    'A weight of the first layer gets 1.22·10⁻⁶ times the gradient of one of layer 2.',
  )
})

it('names a start by its choices', () => {
  expect(describePlan({ ...DEPTH_STATES.relu, gain: 0.5 })).toBe(
    'ReLU, He normal × 0.5, without batch normalization',
  )
})

it('leaves a gap where nothing comes through, and ends its axis at whole powers of ten', () => {
  const line = { key: 'own', name: 'It', colour: 'red', isOther: false }
  const chart = depthChart([{ ...line, profile: profile(0) }], 'gradient')
  expect(chart.marks[0]).toMatchObject({ points: [{ y: NaN }, { y: 1e-3 }] })
  expect([chart.y.min, chart.y.max]).toEqual([1e-3, 1e-2])
  expect(chart.description).toContain('It: 0 in layer 1, 0.00100 in layer 2')
  expect(depthChart([], 'output').y.ticks).toEqual([])
})
