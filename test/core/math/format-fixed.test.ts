import { expect, it } from 'vitest'
import { formatFixed } from '#core/math/format-fixed.ts'
import { formatPercent } from '#core/math/format-percent.ts'

it('rounds ties as they are read in decimal, whatever the number is in binary', () => {
  // 1163 of 4,000 images: the nearest binary number to 29.075 lies below it.
  expect((100 * (1163 / 4000)).toFixed(2)).toBe('29.07')
  expect(formatPercent(1163 / 4000)).toBe('29.08 %')
  expect(formatFixed(1.005, 2)).toBe('1.01')
  expect(formatFixed(-1.005, 2)).toBe('-1.01')
  expect(formatFixed(0.285, 2)).toBe('0.29')
  expect(formatFixed(9.995, 2)).toBe('10.00')
  expect(formatFixed(2.5, 0)).toBe('3')
  expect(formatFixed(0.000005, 5)).toBe('0.00001')
})

it('gives every share of 20,000 images as its decimal is', () => {
  for (let correct = 0; correct <= 20_000; correct++) {
    // In hundredths of a per cent this is half of a whole number, so its decimal is known without any division.
    const hundredths = Math.floor((correct + 1) / 2)
    const expected = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')} %`
    expect(formatPercent(correct / 20_000)).toBe(expected)
  }
})

it('is otherwise as numbers are written', () => {
  for (const value of [0, 0.1, 3, 12.3456, 1e-9, -4e-8, 123_456.789, 1e15, NaN, Infinity]) {
    expect(formatFixed(value, 3)).toBe(value.toFixed(3))
  }
})
