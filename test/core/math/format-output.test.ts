import { expect, it } from 'vitest'
import { formatOutput } from '#core/math/format-output.ts'

it.each([
  [0.9512, '0.951'],
  [0, '0.000'],
  [-0, '0.000'],
  [0.0004, '<0.001'],
  [1e-12, '<0.001'],
  [-0.0004, '>−0.001'],
  [-1e-12, '>−0.001'],
  [0.0005, '0.001'],
  [-0.0005, '−0.001'],
  [-7.25, '−7.250'],
  [1234.5, '1.23e3'],
  [-1234.5, '−1.23e3'],
  [NaN, 'NaN'],
  [Infinity, 'Infinity'],
])('writes %f as %s', (value, text) => expect(formatOutput(value)).toBe(text))
