import type { SourceAccuracy } from '#core/evaluation/by-source.ts'
import type { Calibration } from '#core/evaluation/calibration.ts'
import type { AnswerThresholds } from '#core/evaluation/answer-thresholds.ts'
import type { AnswerReasons } from '#core/explain/explain-answer.ts'
import type { NearImage } from '#core/explain/nearest-images.ts'
import type { SmallestChange } from '#core/explain/smallest-change.ts'
import type { ImageNetwork } from '#core/explain/trace-image.ts'
import type { PartResult } from '#core/evaluation/diagnosis/evidence.ts'
import type { Diagnosed } from '#core/evaluation/diagnosis/finding.ts'
import type { RankedAnswer } from '#core/evaluation/pick-answers.ts'
import type { SliceAccuracy } from '#core/evaluation/slices.ts'
import type { ImageAnswer } from '#core/evaluation/cell-answers.ts'
import type { NetworkGradientCheck } from '#core/verification/check-network-gradient.ts'
import type { Confusion } from '#core/evaluation/confusion.ts'
import type { Interval, meanInterval } from '#core/evaluation/intervals.ts'
import type { ChangedData } from '#core/runs/changed-data.ts'
import type { BackwardDefect } from '#core/engine/network-pass.ts'
import type { MeasuredImages, UnseenPart } from '#core/runs/measured-images.ts'

/** What a picture of a digit becomes for a network. */
export interface PictureImage {
  readonly rows: number
  readonly columns: number
  /** `(rows × columns)`, 0 = background, 255 = foreground. */
  readonly image: Uint8Array
  /**
   * `(masks, rows × columns)`: what it becomes with each choice of steps, at the place of its `PreparationMask`; null for an image
   * that is taken as it is.
   */
  readonly prepared: Uint8Array | null
}

/** What a network says of one image. */
export interface Prediction {
  /** Output activations, one a class. */
  readonly outputs: readonly number[]
  /** Index of the largest output. */
  readonly digit: number
}

/** What an answer is worth, by images of the run's own data set. */
export interface AnswerWorth {
  /** Whether so small a largest output is wrong too often to count; null where no validation images tell. */
  readonly isUnsure: boolean | null
  /** Whether the image is less like the training images than hardly any validation image; null where these do not tell. */
  readonly isNoDigit: boolean | null
}

/** What a network reads in a drawing. */
export interface DrawingAnswer extends Prediction, AnswerWorth {}

/** How it is told that a drawing shows no digit. */
export interface NoDigitRule {
  /** Training images that each image is held against. */
  readonly compared: number
  /** An image whose novelty is above it shows no digit. */
  readonly novelty: number
  /** Share of the validation images, all of which are digits, that are taken for none, 0 to 1. */
  readonly refused: number
}

/** From what on the answers of a run's weights count. */
export interface WorthRules {
  /** Found on the run's validation images; null where these are none, not at hand, or no longer those of the training. */
  readonly thresholds: AnswerThresholds | null
  /** Null where training and validation images are fewer than a hundred, not at hand, or no longer those of the training. */
  readonly noDigit: NoDigitRule | null
}

/** What a run's weights read in some images. */
export interface ImagesRead extends WorthRules {
  /** The epoch of the weights. */
  readonly epoch: number
  /** In the order of the images. */
  readonly answers: readonly DrawingAnswer[]
}

/** What a run's weights read in some drawings. */
export interface DrawingsRead extends WorthRules {
  /** The epoch of the weights. */
  readonly epoch: number
  /** In the order of the drawings; null for one without a point. */
  readonly answers: readonly (DrawingAnswer | null)[]
}

/** What a run's answer to one image is worth. */
export interface JudgedImage extends AnswerWorth, WorthRules {}

/** How far a run's stated confidences are right, as they are and at a temperature. */
export interface RunCalibration extends Calibration {
  /** The epoch of the weights. */
  readonly epoch: number
}

/** A run's network on one image; `traceImage` computes every number of it. */
export interface TracedRun {
  /** The epoch of the weights. */
  readonly epoch: number
  readonly network: ImageNetwork
}

/** Why a run's network answers as it does. */
export interface ExplainedAnswer extends AnswerReasons {
  /** The epoch of the weights. */
  readonly epoch: number
}

/** The smallest change of an image that was found to turn an answer. */
export interface TurnedAnswer {
  /** The epoch of the weights. */
  readonly epoch: number
  /** Null where none was found. */
  readonly change: SmallestChange | null
}

/** Training images that are nearest to an image. */
export interface NearestImages {
  /** Nearest first. */
  readonly nearest: readonly NearImage[]
  /** Theirs, `(nearest, rows × columns)` bytes. */
  readonly images: Uint8Array
  readonly rows: number
  readonly columns: number
  /** How many were looked through. */
  readonly compared: number
  /** Whether the data set is another one now than when the run was trained. */
  readonly hasChanged: boolean
}

/** How a network does on test images. */
export interface RunEvaluation {
  /** Mean over the images, without regularization. */
  readonly loss: number
  readonly correct: number
  readonly total: number
  /** Whether its data set has changed since the run was trained on it. */
  readonly changedData: ChangedData | null
}

/** The part of a data set that a run is inspected on, see `chooseImages`. */
export type InspectedPart = UnseenPart

/** Some images, and what a network says of each. */
export interface AnsweredImages {
  readonly rows: number
  readonly columns: number
  /** `(answers, rows × columns)`, 0 to 255. */
  readonly images: Uint8Array
  /** An answer's `index` counts from 0 within the part. */
  readonly answers: readonly ImageAnswer[]
  /** How many there are of the kind, of which these are the surest. */
  readonly total: number
}

/** What another network says of the same images. */
export interface AnswersBeside {
  readonly runId: string
  readonly epoch: number
  /** Its answer to each image that is shown, in their order; 255 for none. */
  readonly predictions: readonly number[]
  /** Of all images of the kind, those that it reads wrong, too, and those of them that it takes for the same class. */
  readonly wrong: number
  readonly sameWrong: number
}

/** Answers of a kind, in its order. */
export interface RankedAnswers extends AnsweredImages {
  readonly answers: readonly RankedAnswer[]
  /** Null where no other network was asked. */
  readonly beside: AnswersBeside | null
}

/** What the weights of one epoch say of all images of a part. */
export interface RunInspection {
  readonly epoch: number
  readonly part: InspectedPart
  /** The images that it was asked about. */
  readonly images: MeasuredImages
  /** Whether their data set has changed since the run was trained on it. */
  readonly changedData: ChangedData | null
  readonly confusion: Confusion
  /** The accuracy on each of the data sets that are mixed; empty where nothing is mixed. */
  readonly bySource: readonly SourceAccuracy[]
  /** The accuracy on images that look alike in some way; empty for fewer than 8 images. */
  readonly slices: readonly SliceAccuracy[]
  /** 95 %. */
  readonly accuracyInterval: Interval
  readonly loss: ReturnType<typeof meanInterval>
}

/** Where a run's errors come from. */
export interface RunDiagnosis {
  readonly epoch: number
  /** On the first images that the run learned from, up to 10,000. */
  readonly training: PartResult
  /** On images that it did not learn from. */
  readonly unseen: PartResult
  readonly unseenPart: InspectedPart
  /** What stands in the way and what helps, the likeliest first; never empty. */
  readonly findings: readonly Diagnosed[]
  /** Of the data set, in the order of the labels. */
  readonly classNames: readonly string[]
}

export interface RunGradientCheck extends NetworkGradientCheck {
  readonly epoch: number
  /** The data set of the mini-batch. */
  readonly dataSet: string
  /** How the backward pass was broken for it; null: not at all. */
  readonly defect: BackwardDefect | null
}
