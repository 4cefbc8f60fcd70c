import { expect, it } from 'vitest'
import { formatFixed } from '#core/math/format-fixed.ts'
import { formatPercent, shownDifference } from '#core/math/format-percent.ts'

it('a difference agrees with the shares that are shown beside it', () => {
  expect(formatFixed(100 * shownDifference(0.9755, 0.97375), 2)).toBe('0.17')
  expect(formatFixed(100 * shownDifference(0.12345, 0.5, 1), 1)).toBe('-37.7')
  for (let k = 0; k < 2000; k++) {
    const [a, b] = [(k * 37) % 1999, (k * 101) % 1999].map((right) => right / 1999) as [number, number]
    const shown = [a, b].map((share) => Number(formatPercent(share).slice(0, -2))) as [number, number]
    expect(formatFixed(100 * shownDifference(a, b), 2)).toBe(formatFixed(shown[0] - shown[1], 2))
  }
})
