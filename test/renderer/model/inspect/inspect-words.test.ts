import { DIGIT_NAMES } from '#core/data/class-names.ts'
import { describe, expect, it } from 'vitest'
import { confusionOf } from '#core/evaluation/confusion.ts'
import { NO_ANSWER } from '#core/evaluation/predict-all.ts'
import {
  describeCell,
  describeInterval,
  formatError,
} from '../../../../renderer/model/inspect/inspect-words.ts'

const confusion = confusionOf(Uint8Array.of(4, 4, 9, 7, NO_ANSWER), Uint8Array.of(4, 4, 4, 7, 7), DIGIT_NAMES)

describe('the words of the Inspect place', () => {
  it.each([
    [4, 4, '2 of the 3 images of a 4 are read rightly (66.67\u00a0%).'],
    [4, 9, '1 of the 3 images of a 4 is taken for a 9 (33.33\u00a0%).'],
    [7, 1, 'None of the 2 images of a 7 are taken for a 1.'],
    [0, 1, 'There is no image of a 0.'],
  ])('label %i, answer %i', (label, predicted, words) => {
    expect(describeCell(confusion, { label, predicted })).toBe(words)
  })

  it('reports images without an answer, and of a loss without a spread', () => {
    const words = describeInterval({
      confusion,
      accuracyInterval: { low: 0.25, high: 0.875 },
      loss: { mean: 0.5, low: null, high: null },
    })
    expect(words).toContain('between 25.00\u00a0% and 87.50\u00a0%')
    expect(words).toContain('Mean loss 0.5000. 1 image got no class for an answer')
  })

  it('writes errors of any size', () => {
    expect([0, 3.24e-9, 0.5, NaN].map(formatError)).toEqual(['0', '3.2·10⁻⁹', '0.5', 'not a number'])
  })
})
