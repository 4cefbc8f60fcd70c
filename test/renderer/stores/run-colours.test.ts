import { expect, test } from 'vitest'
import { RunColours } from '../../../renderer/stores/run-colours.ts'

test('runs of one store keep their colours while another store is open', () => {
  const colours = new RunColours()
  colours.assign(['a', 'b', 'c'])
  const [first, , third] = ['a', 'b', 'c'].map((id) => colours.of(id))
  colours.assign(['of another store'])
  // The first of them was deleted meanwhile.
  colours.assign(['b', 'c', 'd'])
  expect(colours.of('c')).toBe(third)
  expect(colours.of('d')).not.toBe(third)
  expect(colours.of('a')).toBe(first)
})
