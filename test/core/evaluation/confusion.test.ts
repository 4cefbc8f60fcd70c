import { DIGIT_NAMES } from '#core/data/class-names.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { confusionOf, worstConfusions } from '#core/evaluation/confusion.ts'

describe('confusionOf', () => {
  it('counts labels by rows and answers by columns', () => {
    const labels = Uint8Array.of(3, 3, 3, 3, 5, 5, 8)
    const predictions = Uint8Array.of(3, 3, 5, 255, 5, 3, 8)
    const confusion = confusionOf(predictions, labels, DIGIT_NAMES)
    expect(confusion.matrix[3]).toEqual([0, 0, 0, 2, 0, 1, 0, 0, 0, 0])
    expect(confusion.matrix[5]).toEqual([0, 0, 0, 1, 0, 1, 0, 0, 0, 0])
    expect(confusion).toMatchObject({ unanswered: 1, correct: 4, total: 7 })
    expect(confusion.classes[3]).toEqual({
      label: 3,
      name: '3',
      support: 4,
      precision: 2 / 3,
      recall: 2 / 4,
      // harmonic mean of 2/3 and 1/2
      f1: 4 / 7,
    })
    expect(confusion.classes[8]).toEqual({ label: 8, name: '8', support: 1, precision: 1, recall: 1, f1: 1 })
    expect(confusion.classes[0]).toEqual({
      label: 0,
      name: '0',
      support: 0,
      precision: null,
      recall: null,
      f1: null,
    })
    expect(worstConfusions(confusion, 10)).toEqual([
      { label: 3, predicted: 5, count: 1 },
      { label: 5, predicted: 3, count: 1 },
    ])
  })

  it('loses no image and has an accuracy that is the mean recall by support', () => {
    const digits = fc.array(fc.tuple(fc.nat(9), fc.oneof(fc.nat(9), fc.constant(255))), { maxLength: 200 })
    fc.assert(
      fc.property(digits, (pairs) => {
        const labels = Uint8Array.from(pairs, ([label]) => label)
        const predictions = Uint8Array.from(pairs, ([, predicted]) => predicted)
        const { matrix, unanswered, correct, total, classes } = confusionOf(predictions, labels, DIGIT_NAMES)
        expect(matrix.flat().reduce((sum, count) => sum + count, unanswered)).toBe(total)
        expect(matrix.reduce((sum, row, digit) => sum + row[digit]!, 0)).toBe(correct)
        const hits = classes.reduce((sum, { recall, support }) => sum + (recall ?? 0) * support, 0)
        expect(hits).toBeCloseTo(correct, 9)
      }),
    )
  })

  it('refuses another number of predictions', () => {
    expect(() => confusionOf(Uint8Array.of(1), Uint8Array.of(1, 2), DIGIT_NAMES)).toThrow(
      'expected 2, one a label, got 1',
    )
  })
})
