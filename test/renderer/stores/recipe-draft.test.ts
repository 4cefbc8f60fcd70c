import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseNumber, readPath, writePath } from '../../../renderer/stores/recipe-draft.ts'

test.each([
  ['30', 30],
  [' 0.5 ', 0.5],
  ['1e-8', 1e-8],
  ['50,000', 50_000],
  ['1,234,567', 1_234_567],
  ['', ''],
  ['  ', ''],
  ['3,5', '3,5'],
  ['abc', 'abc'],
  ['1..2', '1..2'],
  ['-', '-'],
])('the text %j is taken as %j', (text, value) => {
  expect(parseNumber(text)).toBe(value)
})

test('every number that JavaScript writes is read back as itself', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(parseNumber(String(value))).toBe(value === 0 ? 0 : value)
    }),
  )
})

test('writing at a path changes that place alone and leaves the root as it was', () => {
  const root = { a: [{ b: 1 }, { b: 2 }], c: { d: 3 } }
  const next = writePath(root, ['a', 1, 'b'], 9)
  expect(readPath(next, ['a', 1, 'b'])).toBe(9)
  expect(root).toEqual({ a: [{ b: 1 }, { b: 2 }], c: { d: 3 } })
  expect(next.a[0]).toBe(root.a[0])
  expect(next.c).toBe(root.c)
  expect(readPath(root, ['x', 'y'])).toBeUndefined()
})
