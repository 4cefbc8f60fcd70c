import type { JudgedImage } from '#contract/types.ts'
import { DIGIT_NAMES } from '#core/data/class-names.ts'
import { formatFixed } from '#core/math/format-fixed.ts'
import { formatPercent } from '#core/math/format-percent.ts'

/** What an answer is worth, in words. */
export interface WorthWords {
  readonly kind: 'no-digit' | 'unsure' | 'sure' | 'unknown'
  readonly title: string
  /** Why, in a sentence or two. */
  readonly reason: string
}

/**
 * Says what an answer is worth and by what that is told: `No digit: unlike all of 6,000 training images …`.
 * @param classNames what the network tells apart
 */
export function describeWorth(
  { isUnsure, isNoDigit, thresholds, noDigit }: JudgedImage,
  classNames: readonly string[],
): WorthWords {
  if (isNoDigit === true && noDigit !== null) {
    const areDigits = classNames.every((name) => DIGIT_NAMES.includes(name))
    return {
      kind: 'no-digit',
      title: areDigits ? 'No digit' : 'None of these',
      reason: `It is unlike all of ${noDigit.compared.toLocaleString('en-US')} training images. Only ${share(noDigit.refused)} of the validation images are so.`,
    }
  }
  if (isUnsure === null || thresholds === null) {
    return {
      kind: 'unknown',
      title: 'Nobody knows how sure',
      reason: 'That takes the validation images of the training, which are none or not at hand.',
    }
  }
  const { answered, rightOfAnswered, confidence } = thresholds
  if (rightOfAnswered === null) {
    return {
      kind: 'unsure',
      title: 'Not sure',
      reason: 'However large its output, too many of its answers to validation images are wrong.',
    }
  }
  const right = `${share(rightOfAnswered)} of these are read right`
  return isUnsure
    ? {
        kind: 'unsure',
        title: 'Not sure',
        reason: `Its largest output is below ${formatFixed(confidence, 3)}. For ${share(answered)} of the validation images it is not; ${right}.`,
      }
    : {
        kind: 'sure',
        title: 'Sure',
        reason: `Its largest output is at least ${formatFixed(confidence, 3)}, as for ${share(answered)} of the validation images; ${right}.`,
      }
}

/** In percent, which no line break parts from their sign. */
function share(of: number): string {
  return formatPercent(of, 1, '\u00a0')
}
