import { describe, expect, it } from 'vitest'
import { formatAccuracy, formatLoss, formatPoints, measureOf, rankingAccuracy } from '#shared/measures.ts'
import { epochOf } from '../../renderer/epochs.ts'

describe('measures', () => {
  it.each([
    [null, '–'],
    [0.9512, '95.12\u00a0%'],
    [1, '100.00\u00a0%'],
  ])('writes accuracy %s as %s', (value, text) => {
    expect(formatAccuracy(value)).toBe(text)
  })

  it.each([
    [0.0037, '+0.37'],
    [-0.0021, '−0.21'],
    [0.29075, '+29.08'],
    [-0.00001, '0.00'],
  ])('writes a difference of %s as %s points', (value, text) => {
    expect(formatPoints(value)).toBe(text)
  })

  it.each([
    [null, '–'],
    [0.0347, '0.0347'],
    [0, '0.0000'],
    [2.30259, '2.303'],
    [12.345, '12.35'],
    [1234.5678, '1234.6'],
    [0.00000231, '2.31·10⁻⁶'],
    [1.4e22, '1.40·10²²'],
  ])('writes loss %s as %s', (value, text) => {
    expect(formatLoss(value)).toBe(text)
  })

  it('ranks by validation, else by test, else by training', () => {
    const test = { testCorrect: 8, testTotal: 10 }
    expect(rankingAccuracy(epochOf(0, { trainAccuracy: 0.9, validationAccuracy: 0.7, ...test }))).toBe(0.7)
    expect(rankingAccuracy(epochOf(0, { trainAccuracy: 0.9, ...test }))).toBe(0.8)
    expect(rankingAccuracy(epochOf(0, { trainAccuracy: 0.9 }))).toBe(0.9)
    expect(rankingAccuracy(null)).toBeNull()
  })

  it('takes an infinite loss for not measured', () => {
    expect(measureOf(epochOf(0, { trainLoss: Infinity }), 'loss', 'training')).toBeNull()
  })
})
