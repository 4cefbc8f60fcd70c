import { describe, expect, it } from 'vitest'
import { cos, sin } from '#core/math/trigonometry.ts'

/** The platform's own functions are good to about an ulp, which is all that a comparison with them can show. */
const cases = [
  { name: 'sin', ours: sin, theirs: Math.sin },
  { name: 'cos', ours: cos, theirs: Math.cos },
]

describe('core trigonometry', () => {
  it.each(cases)('$name agrees with the platform to 2 ulps of 1', ({ ours, theirs }) => {
    let largest = 0
    for (let i = -20_000; i <= 20_000; i++) {
      for (const x of [i * 1e-4, i * 0.0137, i * 49.97]) {
        largest = Math.max(largest, Math.abs(ours(x) - theirs(x)))
      }
    }
    expect(largest).toBeLessThanOrEqual(2 ** -52)
  })

  it('is exact at 0 and odd or even', () => {
    expect(sin(0)).toBe(0)
    expect(cos(0)).toBe(1)
    expect(sin(-1.25)).toBe(-sin(1.25))
    expect(cos(-1.25)).toBe(cos(1.25))
  })
})
