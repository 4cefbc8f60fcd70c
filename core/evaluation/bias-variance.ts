import { formatPercent } from '../math/format-percent.ts'
/** How many images of a part a network reads rightly. */
export interface PartResult {
  readonly correct: number
  readonly total: number
}

export type BiasVarianceVerdict = 'bias' | 'variance' | 'both' | 'neither'

export interface BiasVarianceDiagnosis {
  /** Shares of images read wrongly, 0 to 1. */
  readonly trainingError: number
  readonly validationError: number
  /** Training error beyond what is possible. */
  readonly bias: number
  /** Validation error beyond the training error. */
  readonly variance: number
  readonly verdict: BiasVarianceVerdict
  /** Why, in words, with the numbers. */
  readonly reason: string
  /** What to try. */
  readonly advice: string
}

/** What a person misreads in MNIST (Simard, LeCun and Denker 1993). */
export const HUMAN_ERROR = 0.002

/** A part of the error below it is not worth a cure. */
const MATERIAL = 0.005
/** One part of the error this many times the other is the one to cure. */
const DOMINANT = 2
/** The normal distribution's 97.5 % point: a gap has to be larger than chance makes it. */
const Z = 1.959963984540054

/**
 * Says whether a network is too weak for its task (bias) or has learned its training images by heart (variance), from
 * its errors on training and on validation images, both measured on finished weights.
 * @param possibleError the error that is possible, as a person's
 * @throws RangeError for a part without images
 */
export function diagnoseBiasVariance(
  training: PartResult,
  validation: PartResult,
  possibleError: number = HUMAN_ERROR,
): BiasVarianceDiagnosis {
  const trainingError = errorOf('training', training)
  const validationError = errorOf('validation', validation)
  const bias = trainingError - possibleError
  const variance = validationError - trainingError
  const biasNoise = Z * Math.sqrt(varianceOf(trainingError, training.total))
  const gapNoise =
    Z * Math.sqrt(varianceOf(trainingError, training.total) + varianceOf(validationError, validation.total))
  const verdict = judge(
    bias > Math.max(MATERIAL, biasNoise) ? bias : 0,
    variance > Math.max(MATERIAL, gapNoise) ? variance : 0,
  )
  const errors = {
    training: formatPercent(trainingError),
    validation: formatPercent(validationError),
    possible: formatPercent(possibleError),
    gap: (100 * variance).toFixed(2),
  }
  return { trainingError, validationError, bias, variance, verdict, ...WORDS[verdict](errors) }
}

function judge(bias: number, variance: number): BiasVarianceVerdict {
  if (bias === 0 && variance === 0) return 'neither'
  if (bias >= DOMINANT * variance) return 'bias'
  if (variance >= DOMINANT * bias) return 'variance'
  return 'both'
}

interface Errors {
  readonly training: string
  readonly validation: string
  readonly possible: string
  readonly gap: string
}

const WORDS: Readonly<Record<BiasVarianceVerdict, (errors: Errors) => { reason: string; advice: string }>> = {
  bias: ({ training, validation, possible }) => ({
    reason: `High bias: the network misreads ${training} even of the images that it learned from, where ${possible} is possible; new images are hardly harder (${validation}).`,
    advice:
      'Try more units or layers, more epochs, another learning rate or optimizer, or less regularization. More images will not help.',
  }),
  variance: ({ training, validation, gap }) => ({
    reason: `High variance: the network misreads ${training} of the images that it learned from, but ${validation} of new ones, ${gap} points more: it has learned its images by heart.`,
    advice: 'Try more training images or augmentation, L2 or dropout, stopping early, or a smaller network.',
  }),
  both: ({ training, validation, possible, gap }) => ({
    reason: `Bias and variance: the network misreads ${training} of the images that it learned from, where ${possible} is possible, and ${validation} of new ones, ${gap} points more.`,
    advice:
      'First lower the training error (more units, more epochs), then close the gap (more images, augmentation, L2, dropout).',
  }),
  neither: ({ training, validation, possible }) => ({
    reason: `A good fit: the network misreads ${training} of the images that it learned from and ${validation} of new ones, both close to the possible ${possible}.`,
    advice: 'There is little left to gain; an ensemble or augmentation may give the last tenths.',
  }),
}

function errorOf(part: string, { correct, total }: PartResult): number {
  if (!(total >= 1)) throw new RangeError(`Diagnosis: expected ${part} images, got ${total}`)
  return (total - correct) / total
}

const varianceOf = (share: number, count: number): number => (share * (1 - share)) / count
