import { describe, expect, it } from 'vitest'
import { Random } from '#core/random/random.ts'

const draw = (random: Random, count: number): number[] =>
  Array.from({ length: count }, () => random.nextUint32())

describe('Random', () => {
  it('repeats from the same seed and keys, and differs for any other', () => {
    const first = draw(new Random(1, 'shuffle', 3), 8)
    expect(draw(new Random(1, 'shuffle', 3), 8)).toEqual(first)
    for (const other of [
      new Random(2, 'shuffle', 3),
      new Random(1, 'shuffle', 4),
      new Random(1, 'weights', 3),
    ]) {
      expect(draw(other, 8)).not.toEqual(first)
    }
  })

  it('gives uniform numbers with the moments of U(0, 1)', () => {
    const random = new Random(7)
    let sum = 0
    let squares = 0
    for (let i = 0; i < 100_000; i++) {
      const value = random.uniform()
      if (value < 0 || value >= 1) expect.fail(`outside [0, 1): ${value}`)
      sum += value
      squares += value * value
    }
    expect(sum / 100_000).toBeCloseTo(1 / 2, 2)
    expect(squares / 100_000).toBeCloseTo(1 / 3, 2)
  })

  it('gives normal numbers with the moments of N(0, 1)', () => {
    const random = new Random(7)
    const moments = [0, 0, 0, 0]
    for (let i = 0; i < 100_000; i++) {
      const value = random.normal()
      for (let k = 0; k < 4; k++) moments[k]! += value ** (k + 1) / 100_000
    }
    // five standard errors of each sample moment
    expect(Math.abs(moments[0]!)).toBeLessThan(5 * Math.sqrt(1 / 100_000))
    expect(Math.abs(moments[1]! - 1)).toBeLessThan(5 * Math.sqrt(2 / 100_000))
    expect(Math.abs(moments[2]!)).toBeLessThan(5 * Math.sqrt(15 / 100_000))
    expect(Math.abs(moments[3]! - 3)).toBeLessThan(5 * Math.sqrt(96 / 100_000))
  })

  it('favours no whole number', () => {
    const random = new Random(3)
    const counts = new Array<number>(6).fill(0)
    for (let i = 0; i < 60_000; i++) counts[random.integer(6)]!++
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
  })

  it('shuffles into a permutation', () => {
    const order = new Random(1).shuffle(Uint32Array.from({ length: 1000 }, (_, i) => i))
    expect([...order]).not.toEqual([...order].sort((a, b) => a - b))
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
  })
})
