import { Random } from '../../random/random.ts'
import { DIGIT_NAMES } from '../class-names.ts'
import type { DataSet, LabelledImages } from '../data-set.ts'
import { drawingToImage, FIELD_SIZE } from '../network-input.ts'
import { NEWEST_EDITION } from './editions.ts'
import { chooseStyle, writeDigit } from './hand.ts'
import type { PenDigitsSizes, PenEdition, SharedStyle } from './pen-edition.ts'

export interface PenDigitsOptions extends PenDigitsSizes {
  readonly seed: number
  /** How they are made; by default as in the newest edition. */
  readonly edition?: PenEdition | undefined
}

export type PenDigitsPart = 'training' | 'test'

/**
 * Makes one image, `(28 × 28)` bytes. It depends on its arguments alone, so images can be made in any order.
 * @param index of the image within its part
 */
export function makePenDigit(
  seed: number,
  part: PenDigitsPart,
  index: number,
  digit: number,
  edition: PenEdition = NEWEST_EDITION,
): Uint8Array {
  const { strokes, penWidth } = writeDigit(digit, streamOf(seed, part, index), edition)
  return drawingToImage(strokes, { penWidth })!
}

/** The random numbers that one image is drawn from. */
function streamOf(seed: number, part: PenDigitsPart, index: number): Random {
  return new Random(seed, 'pen digit', part, index)
}

/** The style of each image of a part, in its order; no image is made. */
export function stylesOfPenDigits(options: PenDigitsOptions, part: PenDigitsPart): SharedStyle[] {
  const { seed, edition = NEWEST_EDITION } = options
  const count = part === 'training' ? options.trainingCount : options.testCount
  return Array.from(drawLabels(seed, part, count), (digit, index) =>
    chooseStyle(digit, streamOf(seed, part, index), edition),
  )
}

/** Labels in random order, each digit as often as any other (to within one). */
function drawLabels(seed: number, part: PenDigitsPart, count: number): Uint8Array {
  const labels = Uint8Array.from({ length: count }, (_, index) => index % DIGIT_NAMES.length)
  return new Random(seed, 'pen digit labels', part).shuffle(labels)
}

/** Images made between two reports of progress: a few hundredths of a second. */
const BATCH = 200

/**
 * Makes pen digits: a data set of digits written with an imagined pen. Same options, same bytes, on every machine.
 * A generator, so that the caller can tell of the progress or leave off: it yields the number of images done from
 * time to time and returns the data set.
 */
export function* generatePenDigits(options: PenDigitsOptions): Generator<number, DataSet> {
  const { seed, trainingCount, testCount, edition } = options
  const training = emptyPart(drawLabels(seed, 'training', trainingCount))
  const test = emptyPart(drawLabels(seed, 'test', testCount))
  let done = 0
  for (const [part, target] of [
    ['training', training],
    ['test', test],
  ] as const) {
    for (let index = 0; index < target.count; index++) {
      const image = makePenDigit(seed, part, index, target.labels[index]!, edition)
      target.images.set(image, index * image.length)
      if (++done % BATCH === 0) yield done
    }
  }
  return { training, test }
}

/** Makes pen digits at once; see `generatePenDigits`. */
export function makePenDigits(options: PenDigitsOptions): DataSet {
  const generator = generatePenDigits(options)
  for (;;) {
    const step = generator.next()
    if (step.done === true) return step.value
  }
}

function emptyPart(labels: Uint8Array): LabelledImages {
  const side = FIELD_SIZE
  return {
    count: labels.length,
    rows: side,
    columns: side,
    images: new Uint8Array(labels.length * side * side),
    labels,
  }
}
