import { expect, it } from 'vitest'
import { snapToKept } from '../../../../renderer/model/runs/kept-epochs.ts'

const KEPT = [4, 9, 14, 17, 19]

it.each([
  // A step of the number, a drag of the slider.
  [5, 4, 9],
  [8, 9, 4],
  [13, 4, 14],
  [18, 19, 17],
  // Beyond the ends, and without a direction.
  [0, 4, 4],
  [25, 19, 19],
  [7, 7, 9],
  [6, 6, 4],
])('choosing epoch %i from %i gives %i', (wanted, from, expected) => {
  expect(snapToKept(KEPT, wanted, from)).toBe(expected)
})
