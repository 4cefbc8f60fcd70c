import { expect, it } from 'vitest'
import { powerOfTen } from '#core/math/power-of-ten.ts'

it.each([
  { value: 7.3e-4, digits: 2, text: '7.3·10⁻⁴' },
  { value: -2.345e-11, digits: 3, text: '−2.35·10⁻¹¹' },
  { value: 1e5, digits: 1, text: '1·10⁵' },
  // Rounding carries over into the power.
  { value: 9.96e-5, digits: 2, text: '1.0·10⁻⁴' },
  { value: 123456, digits: 3, text: '1.23·10⁵' },
])('$value in $digits digits is $text', ({ value, digits, text }) => {
  expect(powerOfTen(value, digits)).toBe(text)
})
