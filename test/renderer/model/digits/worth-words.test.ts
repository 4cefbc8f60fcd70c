import { expect, it } from 'vitest'
import type { JudgedImage } from '#contract/types.ts'
import { DIGIT_NAMES } from '#core/data/class-names.ts'
import { describeWorth } from '../../../../renderer/model/digits/worth-words.ts'

const SURE: JudgedImage = {
  isUnsure: false,
  isNoDigit: false,
  thresholds: { images: 1000, confidence: 0.8125, answered: 0.923, rightOfAnswered: 0.99 },
  noDigit: { compared: 6000, novelty: 5, refused: 0.01 },
}
const UNKNOWN: JudgedImage = { isUnsure: null, isNoDigit: null, thresholds: null, noDigit: null }

it('says what an answer is worth, and by what that is told', () => {
  expect(describeWorth(SURE, DIGIT_NAMES)).toEqual({
    kind: 'sure',
    title: 'Sure',
    reason:
      'Its largest output is at least 0.813, as for 92.3\u00a0% of the validation images; 99.0\u00a0% of these are read right.',
  })
  expect(describeWorth({ ...SURE, isUnsure: true }, DIGIT_NAMES)).toEqual({
    kind: 'unsure',
    title: 'Not sure',
    reason:
      'Its largest output is below 0.813. For 92.3\u00a0% of the validation images it is not; 99.0\u00a0% of these are read right.',
  })
  expect(describeWorth(UNKNOWN, DIGIT_NAMES)).toMatchObject({ kind: 'unknown' })
  const never = { ...SURE.thresholds!, answered: 0, rightOfAnswered: null }
  expect(describeWorth({ ...SURE, isUnsure: true, thresholds: never }, DIGIT_NAMES).title).toBe('Not sure')
})

it('says first that an image is none of the classes, whatever the network says, and speaks of digits where they are', () => {
  const none: JudgedImage = { ...SURE, isUnsure: true, isNoDigit: true }
  expect(describeWorth(none, DIGIT_NAMES)).toEqual({
    kind: 'no-digit',
    title: 'No digit',
    reason: 'It is unlike all of 6,000 training images. Only 1.0\u00a0% of the validation images are so.',
  })
  expect(describeWorth(none, ['shirt', 'shoe']).title).toBe('None of these')
  expect(describeWorth({ ...UNKNOWN, isNoDigit: true, noDigit: SURE.noDigit }, DIGIT_NAMES).title).toBe(
    'No digit',
  )
})
