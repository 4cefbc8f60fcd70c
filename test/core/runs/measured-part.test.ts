import { describe, expect, it } from 'vitest'
import { rankingAccuracy, rankingLoss, rankingPart, testAccuracy } from '#core/runs/measured-part.ts'
import { measured } from '../training/measured.ts'

const all = measured(0, {
  ...{ trainLoss: 3, trainAccuracy: 0.3, validationLoss: 2, validationAccuracy: 0.2 },
  ...{ testLoss: 1, testCorrect: 1, testTotal: 10 },
})
const noValidation = { ...all, validationLoss: null, validationAccuracy: null }
const trainingAlone = { ...noValidation, testLoss: null, testCorrect: null, testTotal: null }

describe('epochs are ranked', () => {
  it.each([
    ['validation', all, 0.2, 2],
    ['test', noValidation, 0.1, 1],
    ['training', trainingAlone, 0.3, 3],
  ] as const)('by %s where that comes first', (part, epoch, accuracy, loss) => {
    expect(rankingPart(epoch)).toBe(part)
    expect(rankingAccuracy(epoch)).toBe(accuracy)
    expect(rankingLoss(epoch)).toBe(loss)
  })

  it('by nothing where nothing was measured', () => {
    const nothing = { ...trainingAlone, trainLoss: null, trainAccuracy: null }
    expect(rankingAccuracy(nothing)).toBeNull()
    expect(rankingAccuracy(null)).toBeNull()
    expect(testAccuracy(nothing)).toBeNull()
  })

  it('with a loss that left the range of numbers as none', () => {
    expect(rankingLoss({ ...all, validationLoss: NaN })).toBeNull()
    expect(rankingAccuracy({ ...all, validationLoss: NaN })).toBe(0.2)
  })
})
