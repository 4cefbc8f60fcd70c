import { DIGIT_NAMES } from './class-names.ts'
import type { DataSet, LabelledImages } from './data-set.ts'
import { FIELD_SIZE } from './network-input.ts'
import {
  carriedImage,
  type DigitPart,
  type StrokeDrawing,
  strokeDrawingToImage,
  writeCarriedImage,
} from './stroke-drawing.ts'

/*
 * Digits that a person wrote and kept, as a data set. Each belongs to the training or to the test file from when it is kept on, so that
 * no network is ever tested on a digit that it learned from, whatever is kept or deleted later.
 */

/** A drawing that says all that a kept digit has. */
export type OwnDigit = StrokeDrawing & Required<Pick<StrokeDrawing, 'label' | 'part' | 'image'>>

/** How many digits of each label there are in each part, so that new ones keep the balance. */
export class PartBalance {
  readonly #lead = DIGIT_NAMES.map(() => 0)

  constructor(digits: Iterable<Pick<OwnDigit, 'label' | 'part'>>) {
    for (const { label, part } of digits) this.#count(label, part)
  }

  /** The part of a digit that says none: of each label, half are to learn from, the first of all. */
  choose(label: number, given: DigitPart | undefined): DigitPart {
    const part = given ?? (this.#lead[label]! > 0 ? 'test' : 'training')
    this.#count(label, part)
    return part
  }

  #count(label: number, part: DigitPart): void {
    this.#lead[label] = this.#lead[label]! + (part === 'training' ? 1 : -1)
  }
}

/** What is wrong with a drawing as a digit to keep, in words; null where nothing is. */
export function findDigitProblem({ label, strokes, image }: StrokeDrawing): string | null {
  if (label === undefined) return 'label: expected the digit that it is, got none'
  if (label >= DIGIT_NAMES.length) return `label: expected 0 to ${DIGIT_NAMES.length - 1}, got ${label}`
  const hasPoint = strokes.some((stroke) => stroke.length > 0)
  return hasPoint || image !== undefined ? null : 'strokes: expected a point at least, got none'
}

/**
 * A drawing as a digit to keep: with its part, and the image that it is for a network, which stays the same when the preparation of
 * drawings changes. Its label is one of the ten, and it has a point or an image.
 */
export function asOwnDigit(drawing: StrokeDrawing, balance: PartBalance): OwnDigit {
  const label = drawing.label!
  const image = drawing.image ?? writeCarriedImage(strokeDrawingToImage(drawing, FIELD_SIZE)!)
  return { ...drawing, label, image, part: balance.choose(label, drawing.part) }
}

/** Own digits as a data set, in their order. */
export function ownDigitsToDataSet(digits: readonly OwnDigit[]): DataSet {
  return { training: imagesOf(digits, 'training'), test: imagesOf(digits, 'test') }
}

function imagesOf(digits: readonly OwnDigit[], wanted: DigitPart): LabelledImages {
  const chosen = digits.filter(({ part }) => part === wanted)
  const pixels = FIELD_SIZE * FIELD_SIZE
  const images = new Uint8Array(chosen.length * pixels)
  chosen.forEach((digit, k) => images.set(carriedImage(digit)!, k * pixels))
  return {
    count: chosen.length,
    rows: FIELD_SIZE,
    columns: FIELD_SIZE,
    images,
    labels: Uint8Array.from(chosen, ({ label }) => label),
  }
}
