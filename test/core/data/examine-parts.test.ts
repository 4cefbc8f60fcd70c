import { describe, expect, it } from 'vitest'
import { type DataProfile, profileDataSet } from '#core/data/data-profile.ts'
import { DataError, type LabelledImages, type PartSizes } from '#core/data/data-set.ts'
import { examineParts } from '#core/data/examine-parts.ts'
import { Random } from '#core/random/random.ts'
import { tinyImages } from '../training/tiny-images.ts'

/** A data set of which the labels matter alone: no two images are the same. */
function profileOf(training: readonly number[], test: readonly number[], classCount = 10): DataProfile {
  return {
    classCount,
    trainingLabels: Uint8Array.from(training),
    testLabels: Uint8Array.from(test),
    firstTwins: Uint32Array.from({ length: training.length + test.length }, (_, k) => k),
  }
}

const each = (labels: readonly number[], times: number): number[] =>
  labels.flatMap((label) => new Array<number>(times).fill(label))
const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
const sizes = (trainSize: number, validationSize: number, testSize: number): PartSizes => ({
  trainSize,
  validationSize,
  testSize,
})
const codesOf = (...input: Parameters<typeof examineParts>): string[] =>
  examineParts(...input).findings.map(({ code }) => code)

describe('classes in the parts', () => {
  // As in the fixture sorted-by-class: 24 training and 8 test images of each digit.
  const sorted = profileOf(each(DIGITS, 24), each(DIGITS, 8))

  it('are counted, and those that a sorted file keeps from a part are found', () => {
    const { counts, findings, cures } = examineParts(sorted, sizes(200, 40, 80))
    expect(counts).toEqual({
      train: [24, 24, 24, 24, 24, 24, 24, 24, 8, 0],
      validation: [0, 0, 0, 0, 0, 0, 0, 0, 16, 24],
      test: new Array(10).fill(8),
    })
    expect(findings).toEqual([
      { code: 'missing-classes', part: 'train', labels: [9] },
      { code: 'rare-classes', part: 'train', classes: [{ label: 8, count: 8, expected: 20 }] },
      { code: 'missing-classes', part: 'validation', labels: [0, 1, 2, 3, 4, 5, 6, 7] },
    ])
    expect(cures).toEqual(['stratify'])
  })

  it('are all there once the parts are stratified', () => {
    const stratified = examineParts(sorted, { ...sizes(200, 40, 80), isStratified: true })
    expect(stratified.counts.validation).toEqual(new Array(10).fill(4))
    expect(stratified).toMatchObject({ findings: [], cures: [] })
  })

  it('that only the rest of the test file has are found, and the whole file is offered', () => {
    const shuffled = profileOf(
      Array.from({ length: 240 }, (_, k) => k % 10),
      each(DIGITS, 8),
    )
    const { findings, cures } = examineParts(shuffled, sizes(200, 40, 40))
    expect(findings).toEqual([{ code: 'missing-classes', part: 'test', labels: [5, 6, 7, 8, 9] }])
    expect(cures).toEqual(['whole-test-file'])
  })

  it('that no part takes and those without any image are found', () => {
    const profile = profileOf([0, 1, 0, 1, 2, 2, 0, 1], [0, 1], 4)
    expect(examineParts(profile, sizes(4, 2, 2)).findings).toEqual([
      { code: 'unused-classes', labels: [2] },
      { code: 'empty-classes', labels: [3] },
    ])
  })

  it('that the training file lacks are found where the test file has them, and nothing is offered', () => {
    const { findings, cures } = examineParts(profileOf([0, 1, 0, 1], [0, 1, 2], 3), sizes(4, 0, 3))
    expect(findings).toEqual([{ code: 'missing-classes', part: 'train', labels: [2] }])
    expect(cures).toEqual([])
  })

  it('of training are one alone', () => {
    const { findings, baseline } = examineParts(profileOf(each([4], 20), each([4, 5], 5)), sizes(20, 0, 10))
    expect(findings[0]).toEqual({ code: 'one-class', label: 4 })
    expect(findings.filter(({ code }) => code === 'missing-classes')).toEqual([])
    expect(baseline).toEqual({ label: 4, part: 'test', accuracy: 0.5 })
  })

  it('come as chance has it in a shuffled file, which is no finding', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = new Random(seed)
      const draw = (count: number): number[] => Array.from({ length: count }, () => random.integer(10))
      expect(codesOf(profileOf(draw(3000), draw(600)), sizes(2500, 500, 600)), `seed ${seed}`).toEqual([])
    }
  })

  it('are unbalanced where one has three times the images of another, with what always answering it reaches', () => {
    const profile = profileOf([...each([0], 90), ...each([1], 10)], [...each([0], 18), ...each([1], 2)], 2)
    const { findings, baseline } = examineParts(profile, { ...sizes(80, 20, 20), isStratified: true })
    expect(findings).toEqual([
      { code: 'unbalanced', largest: { label: 0, count: 72 }, smallest: { label: 1, count: 8 } },
    ])
    expect(baseline).toEqual({ label: 0, part: 'validation', accuracy: 0.9 })
  })
})

describe('parts', () => {
  it('without unseen images, or without test images, are found', () => {
    const profile = profileOf(each([0, 1], 10), each([0, 1], 5), 2)
    expect(codesOf(profile, sizes(20, 0, 0))).toEqual(['no-unseen-images'])
    expect(codesOf(profile, { ...sizes(16, 4, 0), isStratified: true })).toEqual(['no-test-images'])
  })

  it('that are larger than the data set are refused as a training refuses them', () => {
    const profile = profileOf(each([0, 1], 10), each([0, 1], 5), 2)
    expect(() => examineParts(profile, sizes(20, 1, 0))).toThrow(DataError)
    expect(() => examineParts(profile, sizes(20, 0, 11))).toThrow('expected at most 10, got 11')
  })
})

describe('the same image twice', () => {
  const training = tinyImages(300, 1)
  const test = tinyImages(60, 2)
  const pixels = 25
  /** Copies an image of one file over one of another. */
  const copy = (from: LabelledImages, index: number, to: LabelledImages, over: number): void => {
    to.images.set(from.images.subarray(index * pixels, (index + 1) * pixels), over * pixels)
    to.labels[over] = from.labels[index]!
  }
  copy(training, 3, test, 10)
  copy(training, 3, test, 11)
  copy(training, 100, training, 299)
  copy(training, 5, training, 6)
  copy(test, 20, test, 21)
  test.labels[21] = (test.labels[20]! + 1) % 10
  const profile = profileDataSet({ training, test }, 10)

  it('is known by its pixels, across both files', () => {
    const twins = [...profile.firstTwins].flatMap((first, index) => (first === index ? [] : [[index, first]]))
    expect(twins).toEqual([
      [6, 5],
      [299, 100],
      [310, 3],
      [311, 3],
      [321, 320],
    ])
  })

  it('is counted where training shares it with another part, and where labels differ', () => {
    const found = examineParts(profile, sizes(250, 50, 60)).findings
    expect(found).toEqual([
      { code: 'shared-images', part: 'validation', count: 1, total: 50 },
      { code: 'shared-images', part: 'test', count: 2, total: 60 },
      { code: 'conflicting-labels', count: 1 },
    ])
    // Neither the first ten test images nor the first 50 training images share any.
    expect(codesOf(profile, sizes(50, 0, 10))).not.toContain('shared-images')
  })
})
