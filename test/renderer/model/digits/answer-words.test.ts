import { expect, it } from 'vitest'
import { describeVerdict } from '../../../../renderer/model/digits/answer-words.ts'

const verdict = (outputs: readonly number[], label: number): string =>
  describeVerdict({ digit: outputs.indexOf(Math.max(...outputs)), outputs }, label, String)

it('says whether an image was read right, and that the network is unsure where it is', () => {
  expect(verdict([0.01, 0.98, 0.1], 1)).toBe('Right')
  expect(verdict([0.5, 0.3, 0.2], 0)).toBe('Right')
  expect(verdict([0.1, 0.265, 0.2], 1)).toBe('Right, but unsure (output 0.27)')
  expect(verdict([0.34, 0.33, 0.33], 0)).toBe('Right, but unsure (output 0.34)')
  expect(verdict([0.1, 0.265, 0.2], 2)).toBe('Wrong: the label says 2')
  // Outputs without bounds are no shares.
  expect(verdict([-3, 0.4, -1], 1)).toBe('Right')
})
