import { expect, it } from 'vitest'
import { spreadIndices } from '#core/data/spread-indices.ts'

it('spreadIndices takes all of few, and some of many from their beginning to their end', () => {
  expect(spreadIndices(3, 5)).toEqual([0, 1, 2])
  expect(spreadIndices(10, 4)).toEqual([0, 2, 5, 7])
  expect(spreadIndices(0, 4)).toEqual([])
  // Of a file that is sorted by class, every class.
  const labels = spreadIndices(1000, 30).map((index) => Math.floor(index / 100))
  expect(new Set(labels).size).toBe(10)
})
