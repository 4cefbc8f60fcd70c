import { describe, expect, it } from 'vitest'
import { diagnoseBiasVariance } from '#core/evaluation/bias-variance.ts'

describe('diagnoseBiasVariance', () => {
  it.each([
    ['bias', [46_000, 50_000], [9190, 10_000], /misreads 8\.00 % even .* 0\.20 % is possible.*\(8\.10 %\)/],
    [
      'variance',
      [1000, 1000],
      [8700, 10_000],
      /misreads 0\.00 % .* 13\.00 % of new ones, 13\.00 points more/,
    ],
    ['both', [47_500, 50_000], [9000, 10_000], /misreads 5\.00 % .* 10\.00 % of new ones, 5\.00 points/],
    ['neither', [49_900, 50_000], [9960, 10_000], /misreads 0\.20 % .* 0\.40 % of new ones/],
  ] as const)('finds %s and says why', (verdict, [trained, trainTotal], [validated, total], words) => {
    const diagnosis = diagnoseBiasVariance(
      { correct: trained, total: trainTotal },
      { correct: validated, total },
    )
    expect(diagnosis.verdict).toBe(verdict)
    expect(diagnosis.reason).toMatch(words)
    expect(diagnosis.advice).not.toBe('')
    expect(diagnosis.bias + diagnosis.variance).toBeCloseTo(diagnosis.validationError - 0.002, 12)
  })

  it('takes no gap for variance that few images could make by chance', () => {
    const gap = (total: number): string =>
      diagnoseBiasVariance({ correct: total, total }, { correct: 0.98 * total, total }).verdict
    expect(gap(50)).toBe('neither')
    expect(gap(5000)).toBe('variance')
  })

  it('measures bias from what is possible', () => {
    const [training, validation] = [
      { correct: 900, total: 1000 },
      { correct: 895, total: 1000 },
    ]
    expect(diagnoseBiasVariance(training, validation).verdict).toBe('bias')
    expect(diagnoseBiasVariance(training, validation, 0.1).verdict).toBe('neither')
  })

  it('refuses a part without images', () => {
    expect(() => diagnoseBiasVariance({ correct: 1, total: 1 }, { correct: 0, total: 0 })).toThrow(
      'expected validation images, got 0',
    )
  })
})
