import { expect, it } from 'vitest'
import { DIGIT_NAMES } from '#core/data/class-names.ts'
import type { DataFinding } from '#core/data/examine-parts.ts'
import { describeBaseline, describeDataFinding } from '#shared/words/data-finding-words.ts'

const SENTENCES: [DataFinding, string][] = [
  [
    { code: 'missing-classes', part: 'train', labels: [9] },
    "The training part has no image of '9': the network cannot learn it.",
  ],
  [
    { code: 'missing-classes', part: 'validation', labels: [0, 1, 2, 3, 4, 5, 6, 7] },
    "The validation part has no image of '0', '1', '2', '3', '4' and 3 more: its accuracy says nothing about them.",
  ],
  [
    { code: 'missing-classes', part: 'test', labels: [0, 1, 2, 3, 4, 5] },
    "The test part has no image of '0', '1', '2', '3', '4' and '5': its accuracy says nothing about them.",
  ],
  [
    { code: 'rare-classes', part: 'train', classes: [{ label: 8, count: 1, expected: 20 }] },
    "The training part has only 1 image of '8' where its share is 20.",
  ],
  [
    { code: 'shared-images', part: 'test', count: 1, total: 60 },
    '1 of the 60 test images is a training image too, pixel for pixel: test accuracy looks better than it is.',
  ],
  [
    { code: 'unbalanced', largest: { label: 0, count: 1200 }, smallest: { label: 1, count: 8 } },
    "The training part is unbalanced: 1,200 images of '0', 8 of '1'.",
  ],
  [{ code: 'conflicting-labels', count: 1 }, '1 image has another label than an image with the same pixels.'],
]

it('names parts, classes and counts in a sentence', () => {
  for (const [finding, sentence] of SENTENCES)
    expect(describeDataFinding(finding, DIGIT_NAMES)).toBe(sentence)
})

it('calls classes as the data set does', () => {
  expect(describeDataFinding({ code: 'one-class', label: 1 }, ['cat', 'dog'])).toContain("are of 'dog'")
  expect(describeBaseline({ label: 1, part: 'test', accuracy: 0.1135 }, DIGIT_NAMES)).toBe(
    "always answering '1' is right on 11.35 % of the test images",
  )
})
