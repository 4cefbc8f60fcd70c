import { expect, it } from 'vitest'
import { Random } from '#core/random/random.ts'
import { thinLine } from '#shared/chart/thin-line.ts'

const WIDTH = 500

/** The lowest and highest value and the ends of each quarter of a pixel, gaps apart. */
function looks(
  points: readonly { x: number; y: number }[],
  xOf: (x: number) => number,
): Map<number, number[]> {
  const columns = Map.groupBy(
    points.filter(({ y }) => Number.isFinite(y)),
    ({ x }) => Math.floor(4 * xOf(x)),
  )
  return new Map(
    [...columns].map(([column, within]) => {
      const values = within.map(({ y }) => y)
      return [column, [values[0]!, Math.min(...values), Math.max(...values), values.at(-1)!]]
    }),
  )
}

it('keeps how a line of 100,000 points looks by a tenth of them, gaps and all', () => {
  const random = new Random(3)
  const points = Array.from({ length: 100_000 }, (_, x) => ({
    x,
    y: x > 40_000 && x < 40_600 ? NaN : Math.exp(-x / 30_000) + 0.1 * random.uniform(),
  }))
  const xOf = (x: number): number => (x / points.length) * WIDTH
  const thinned = thinLine(
    points,
    ({ x }) => xOf(x),
    ({ y }) => Number(Number.isNaN(y)),
  )
  expect(thinned.length).toBeLessThan(points.length / 10)
  expect(looks(thinned, xOf)).toEqual(looks(points, xOf))
  expect(thinned.map(({ x }) => x)).toEqual(thinned.map(({ x }) => x).toSorted((a, b) => a - b))
  expect(thinned.some(({ y }) => Number.isNaN(y))).toBe(true)
})

it('changes nothing of a line that has few points, and little of a flat one', () => {
  const line = (count: number) => Array.from({ length: count }, (_, x) => ({ x, y: 1 }))
  const short = line(2000)
  expect(
    thinLine(
      short,
      ({ x }) => x / 100,
      () => 1,
    ),
  ).toBe(short)
  const flat = thinLine(
    line(20_000),
    ({ x }) => x / 1000,
    () => 1,
  )
  expect(flat).toHaveLength(2 * 80)
})

it('keeps points of different kinds apart within a column', () => {
  const points = Array.from({ length: 10_000 }, (_, x) => ({ x, y: x % 7 }))
  const kindOf = ({ x }: { x: number }): number => Number(x > 5000)
  const kept = thinLine(points, () => 0, kindOf)
  expect(kept.map(({ x }) => x)).toEqual([0, 6, 5000, 5001, 5004, 5005, 9999])
})
