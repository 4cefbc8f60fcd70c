import { expect, it } from 'vitest'
import type { LossGrid } from '#core/explain/slice/loss-grid.ts'
import {
  describeEpoch,
  describeShades,
  lossRange,
  shadeOf,
  surfaceLines,
  surfaceScales,
  surfaceShades,
} from '../../../../renderer/model/learn/run-surface.ts'

const spaced = (size: number): number[] => Array.from({ length: size }, (_, i) => (2 * i) / (size - 1) - 1)
const grid = (size: number, loss: (x: number, y: number) => number): LossGrid => {
  const at = spaced(size)
  return { size, xs: at, ys: at, losses: Float64Array.from(at.flatMap((y) => at.map((x) => loss(x, y)))) }
}

it('is lightest where the loss is lowest, with the highest y on top', () => {
  const shades = surfaceShades(grid(3, (x, y) => 10 ** ((x + y) / 2)))
  expect([...shades]).toEqual([128, 191, 255, 64, 128, 191, 0, 64, 128])
})

it('puts what is no number or a thousand times higher at the end of the scale, and says so', () => {
  const high = grid(3, (x, y) => (x === 1 ? Infinity : y === 1 ? 1e9 : 1 + x * x))
  expect(lossRange(high)).toMatchObject({ min: 1, max: 1000, clipped: 5 })
  expect(shadeOf(NaN, lossRange(high))).toBe(1)
  expect(describeShades(high)).toContain('as are 5 points beyond')
})

it('draws lines on a fine grid alone, each closer to the lowest point than the next', () => {
  const bowl = (x: number, y: number): number => 0.1 + x * x + y * y
  expect(surfaceLines(grid(21, bowl), surfaceScales(grid(21, bowl)))).toEqual([])
  const fine = grid(41, bowl)
  const lines = surfaceLines(fine, surfaceScales(fine))
  expect(lines).toHaveLength(10)
  const { x } = surfaceScales(fine)
  // A line of loss 0.1 + r² reaches r to each side, to within a cell.
  const [, first] = /M([\d.]+),/.exec(lines[3]!.path)!
  expect(Number(first)).toBeGreaterThan(x(-1))
  expect(lines.map(({ value }) => value)).toEqual([...lines.map(({ value }) => value)].sort((a, b) => a - b))
})

it('says of an epoch its own loss and how far off the plane it is', () => {
  expect(describeEpoch({ epoch: -1, x: 0, y: 0, loss: 1.795, storedLoss: null, offPlane: 0.12 })).toBe(
    'Start: loss 1.795, 12 % off the plane',
  )
})
