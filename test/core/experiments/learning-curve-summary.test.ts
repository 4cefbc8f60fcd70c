import { describe, expect, it } from 'vitest'
import { Random } from '#core/random/random.ts'
import type { LearningCurvePoint } from '#core/experiments/learning-curve.ts'
import { readLearningCurve, spreadBySize, unseenMeasure } from '#core/experiments/learning-curve-summary.ts'

/** Points of a curve from validation accuracies, one list an amount, and one training accuracy for all. */
function curve(values: Readonly<Record<number, number[]>>, train = 1): LearningCurvePoint[] {
  return Object.entries(values).flatMap(([size, accuracies]) =>
    accuracies.map((validationAccuracy, k) => ({
      size: Number(size),
      seed: k + 1,
      epochs: 1,
      trainAccuracy: train,
      validationAccuracy,
      testAccuracy: null,
      reason: null,
    })),
  )
}
const verdictOf = (...given: Parameters<typeof curve>) => readLearningCurve(curve(...given))?.verdict

describe('the summary of a learning curve', () => {
  it('spreads each amount over its seeds, without trainings that diverged', () => {
    const points = curve({ 10: [0.5, 0.7], 20: [0.8, 0.9] })
    points[2] = {
      ...points[2]!,
      trainAccuracy: null,
      validationAccuracy: null,
      reason: { code: 'diverged', epoch: 0, loss: null },
    }
    const rows = spreadBySize(points, 'validationAccuracy')
    expect(rows.map(({ size, spread }) => [size, spread?.mean, spread?.min, spread?.max])).toEqual([
      [10, 0.6, 0.5, 0.7],
      [20, 0.9, 0.9, 0.9],
    ])
  })

  it('takes unseen images where there are some', () => {
    const points = curve({ 10: [0.5] })
    expect(unseenMeasure(points)).toBe('validationAccuracy')
    const tested = points.map((point) => ({ ...point, validationAccuracy: null, testAccuracy: 0.5 }))
    expect(unseenMeasure(tested)).toBe('testAccuracy')
    const neither = tested.map((point) => ({ ...point, testAccuracy: null }))
    expect(unseenMeasure(neither)).toBe('trainAccuracy')
    expect(readLearningCurve(neither)).toBeNull()
  })

  it('says that more images would help where the last doubling did', () => {
    const reading = readLearningCurve(curve({ 500: [0.9], 1000: [0.938], 2000: [0.95] }, 0.99))!
    expect(reading).toMatchObject({ verdict: 'rising', from: 1000, to: 2000 })
    expect(reading.gain).toBeCloseTo(0.012, 12)
    expect(reading.reason).toBe(
      'More images would help: validation accuracy still rises by 1.20 points from 1,000 to 2,000 images. With the most images, 99.00 % of training and 95.00 % of validation images are read rightly, a gap of 4.00 points. One seed does not show how much of it is chance.',
    )
  })

  it('compares with half the images at most, where there are so few', () => {
    const reading = readLearningCurve(curve({ 500: [0.9], 1500: [0.92], 2000: [0.95] }))!
    expect([reading.from, reading.to]).toEqual([500, 2000])
    const close = readLearningCurve(curve({ 1500: [0.92], 2000: [0.95] }))!
    expect([close.from, close.to]).toEqual([1500, 2000])
  })

  it('does not take what seeds make for a gain', () => {
    expect(verdictOf({ 100: [0.89, 0.93], 200: [0.9, 0.94] })).toBe('unclear')
    expect(verdictOf({ 100: [0.9, 0.902], 200: [0.929, 0.931] })).toBe('rising')
    expect(verdictOf({ 100: [0.929, 0.931], 200: [0.9, 0.902] })).toBe('falling')
  })

  it.each([2, 3, 5])('calls at most one curve in 20 clear that %i seeds alone make', (seeds) => {
    const random = new Random(1, 'curves', seeds)
    const draw = (): number[] => Array.from({ length: seeds }, () => 0.9 + 0.02 * random.normal())
    const verdicts = Array.from({ length: 4000 }, () => verdictOf({ 100: draw(), 200: draw() }))
    const wrong = verdicts.filter((verdict) => verdict === 'rising' || verdict === 'falling').length
    // With 1.96 standard errors it was 12 % of them for 3 seeds.
    expect(wrong / verdicts.length).toBeLessThan(0.055)
    // And a difference of ten times the spread is seen with three of them.
    if (seeds < 3) return
    const clear = Array.from({ length: 200 }, () =>
      verdictOf({ 100: draw(), 200: draw().map((x) => x + 0.2) }),
    )
    expect(clear.filter((verdict) => verdict === 'rising').length).toBeGreaterThan(180)
  })

  it.each([
    ['a gap that more images do not close', 0.99, 'Augmentation may narrow it'],
    ['errors on training images too', 0.96, 'the diagnosis says what stands in the way'],
  ])('says what helps instead: %s', (_, train, words) => {
    const reading = readLearningCurve(curve({ 1000: [0.949], 2000: [0.95] }, train))!
    expect(reading.verdict).toBe('flat')
    expect(reading.reason).toContain(words)
  })

  it('does not promise anything to a network without errors', () => {
    const { reason } = readLearningCurve(curve({ 1000: [0.998], 2000: [0.999] }))!
    expect(reason).toContain('there is no gap to close. There is little left to gain.')
  })

  it('reads nothing out of one amount', () => {
    expect(readLearningCurve(curve({ 100: [0.9, 0.91] }))).toBeNull()
  })
})
