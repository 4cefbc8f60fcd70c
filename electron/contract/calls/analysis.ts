import { z } from 'zod'
import { MAX_CLASSES } from '#core/data/class-names.ts'
import type { RaceLine } from '#core/experiments/batch-race.ts'
import type { LearningCurvePoint } from '#core/experiments/learning-curve.ts'
import type { DepthProfile } from '#core/explain/depth.ts'
import { MAX_WHAT_IF_VALUES } from '#core/experiments/what-if-plan.ts'
import type { WhatIfLine } from '#core/experiments/what-if.ts'
import { ACTIVATION_NAMES } from '#core/activations/names.ts'
import { INITIALIZER_NAMES } from '#core/initializers/names.ts'
import { SLICE_CODES } from '#core/evaluation/slices.ts'
import { strokeDrawingSchema } from '#core/data/stroke-drawing.ts'
import { boundedInteger, boundedNumber, oneOf, positiveNumber } from '#core/recipe/bounds.ts'
import { recipeSchema } from '#core/recipe/recipe.ts'
import { call, longCall } from '../define-calls.ts'
import { bytes, dataSet, epoch, runId } from '../fields.ts'
import {
  LARGEST_CONTENT_BYTES,
  LARGEST_PICTURE_PAGE,
  LARGEST_SLICE,
  MAX_CURVE_SEEDS,
  MAX_WHAT_IF_EPOCHS,
  MOST_DRAWINGS,
  MOST_LOOKED_AT,
  MOST_NEAREST,
} from '../limits.ts'
import type {
  AnsweredImages,
  BatchRaceUpdate,
  DisagreedImages,
  DrawingsRead,
  ExplainedAnswer,
  HiddenLayout,
  ImagesRead,
  InsideProgress,
  JudgedImage,
  LearningCurveUpdate,
  NearestImages,
  PictureImage,
  Prediction,
  RankedAnswers,
  RunCalibration,
  RunComparison,
  RunDecision,
  RunDiagnosis,
  RunEvaluation,
  RunGradientCheck,
  RunHiddenLayer,
  RunInspection,
  RunLayerPictures,
  RunPlane,
  RunSlice,
  RunUnits,
  SliceUpdate,
  TracedRun,
  TurnedAnswer,
  UnitFavourites,
  WhatIfUpdate,
} from '../types.ts'

const weights = { runId, epoch: epoch.optional() }
/** Weights, and the data set that they are measured on, see `chooseImages`. */
const measured = { ...weights, dataSet: dataSet.optional() }
const part = z.enum(['validation', 'test'])
const twoRuns = { a: runId, b: runId, dataSet: dataSet.optional() }
const classIndex = z
  .int('Class: expected a whole number')
  .min(0)
  .max(MAX_CLASSES - 1)
/** An image of a part of the run's own data set, or one that is given, whose class is null where nobody knows it. */
const ownImage = {
  part: z.enum(['train', 'validation', 'test']),
  index: boundedInteger('Image', 0, 10_000_000),
}
const tracedImage = z.union([
  z.strictObject(ownImage),
  z.strictObject({ pixels: bytes('Image'), label: classIndex.nullable() }),
])
const trainingImages = boundedInteger('Training images', 1, 10_000_000)

/** A picture: a file that a person chose, or, of a clipboard, its bytes. */
const picture = z.union([
  z.strictObject({ fileId: z.uuid('Picture: expected the id of a file that was chosen') }),
  z.strictObject({
    name: z.string().min(1).max(255),
    content: bytes('Picture').refine(
      ({ length }) => length <= LARGEST_CONTENT_BYTES,
      'Picture: expected 32 MB at most',
    ),
  }),
])

const curvePlan = z.strictObject({
  sizes: z
    .array(trainingImages)
    .min(1, 'Amounts: expected one at least, got none')
    .max(20, 'Amounts: expected 20 at most')
    .readonly(),
  seeds: z
    .array(boundedInteger('Seed', 0, 0xffff_ffff))
    .min(1, 'Seeds: expected one at least, got none')
    .max(MAX_CURVE_SEEDS, `Seeds: expected ${MAX_CURVE_SEEDS} at most`)
    .readonly(),
  epochs: boundedInteger('Epochs', 1, 100_000),
  equal: z.enum(['steps', 'epochs']),
})

const whatIfPlan = z.strictObject({
  field: z.string().min(1).max(200),
  values: z
    .array(z.number('Values: expected numbers'))
    .min(1, 'Values: expected one at least, got none')
    .max(MAX_WHAT_IF_VALUES, `Values: expected ${MAX_WHAT_IF_VALUES} at most`)
    .readonly(),
  epochs: boundedInteger('Epochs', 1, MAX_WHAT_IF_EPOCHS),
  trainSize: trainingImages,
})

const unitIndex = boundedInteger('Unit', 0, 10_000_000)
/** The first validation images, or test images where the run keeps none of the former, or of another data set. */
const lookedAt = {
  dataSet: dataSet.optional(),
  count: boundedInteger('Images', 1, MOST_LOOKED_AT),
}

/** Points along each side of a slice, odd, so that the middle is one. */
const sliceSize = boundedInteger('Grid', 3, LARGEST_SLICE).refine(
  (size) => size % 2 === 1,
  'Grid: expected an odd number, so that the weights themselves are a point of it',
)
const slicedImages = {
  dataSet: dataSet.optional(),
  /** How many images, from the first; fewer where the part has no more. */
  count: boundedInteger('Images', 1, 10_000_000),
  size: sliceSize,
}

const batchRacePlan = z.strictObject({
  batchSizes: z
    .array(boundedInteger('Mini-batch size', 1, 10_000_000))
    .min(1, 'Mini-batch sizes: expected one at least, got none')
    .max(6, 'Mini-batch sizes: expected 6 at most')
    .readonly(),
  target: boundedNumber('Accuracy to reach', 0, 1),
  limitMs: boundedInteger('Time limit in milliseconds', 1, 60_000),
  rounds: boundedInteger('Rounds', 1, 5),
})

const depthPlan = z.strictObject({
  activation: oneOf('Activation', ACTIVATION_NAMES).exclude(['softmax']),
  initializer: oneOf('Initializer', INITIALIZER_NAMES),
  gain: positiveNumber('Gain', 1000),
  hasBatchNorm: z.boolean(),
  seed: boundedInteger('Seed', 0, 0xffff_ffff),
  isLastChanged: z.boolean(),
})

/**
 * What runs can do. Where `epoch` is left out, the weights are those of `defaultEpoch`.
 */
export const analysisCalls = {
  /**
   * Makes an image of a picture of a digit, of the size that a run's network takes: light strokes on dark of that size as
   * they are, all else as MNIST was made.
   */
  readPicture: call(z.strictObject({ runId, picture })).returns<PictureImage>(),
  /** Runs one image, `(inputSize)` bytes 0 to 255, through the weights of an epoch. */
  predict: call(z.strictObject({ ...weights, image: bytes('Image') })).returns<Prediction>(),
  /**
   * Says what the answer to an image is worth. The first time that takes seconds, in which the run's training and validation images
   * are looked through.
   */
  judgeAnswer: call(z.strictObject({ ...weights, image: bytes('Image') })).returns<JudgedImage>(),
  /**
   * Reads drawings given as strokes, prepared as the pad prepares them, and says what each answer is worth by the run's
   * training and validation images.
   */
  readDrawings: call(
    z.strictObject({
      ...weights,
      drawings: z
        .array(strokeDrawingSchema)
        .max(MOST_DRAWINGS, `Drawings: expected at most ${MOST_DRAWINGS}`),
    }),
  ).returns<DrawingsRead>(),
  /** Reads images, `(inputSize)` bytes 0 to 255 each, and says what each answer is worth, as `readDrawings` does of drawings. */
  readImages: call(
    z.strictObject({
      ...weights,
      images: z.array(bytes('Image')).max(MOST_DRAWINGS, `Images: expected at most ${MOST_DRAWINGS}`),
    }),
  ).returns<ImagesRead>(),
  /**
   * Finds the temperature at which the stated confidence of a run's answers is the share that is right, on its validation images.
   * Fails with `invalid` for other outputs than sigmoid and softmax, and where there are no such images.
   */
  calibrate: call(z.strictObject(weights)).returns<RunCalibration>(),
  /**
   * What every number of a run on one image is computed from, see `traceImage`. Fails with `invalid` for an image that there
   * is not.
   */
  traceRun: call(z.strictObject({ ...weights, image: tracedImage })).returns<TracedRun>(),
  /**
   * Says what in an image speaks for the answer and what for another class: the class `against`, else the runner-up, see `explainAnswer`.
   * Fails with `invalid` for a class that the network does not have.
   */
  explainAnswer: call(
    z.strictObject({ ...weights, image: bytes('Image'), against: classIndex.optional() }),
  ).returns<ExplainedAnswer>(),
  /** Looks for the smallest change of an image that turns the answer, see `findSmallestChange`. */
  turnAnswer: call(z.strictObject({ ...weights, image: bytes('Image') })).returns<TurnedAnswer>(),
  /**
   * Finds those of a run's training images that are nearest to an image, see `findNearestImages`. Fails with `invalid` where it is not
   * known which they were.
   */
  findNearest: call(
    z.strictObject({ runId, image: bytes('Image'), most: boundedInteger('Images', 1, MOST_NEAREST) }),
  ).returns<NearestImages>(),
  /**
   * Measures the weights of an epoch on test images: of the run's own data set those that its recipe takes, of another
   * one all. A run of which the data set is not known needs one here and in the calls below.
   */
  evaluate: call(z.strictObject(measured)).returns<RunEvaluation>(),
  /** What the weights of an epoch say of each image of a part, and where they are wrong. */
  inspect: call(z.strictObject({ ...measured, part })).returns<RunInspection>(),
  /** Images of one class that the network takes for one class: the right one or another. */
  getConfusedImages: call(
    z.strictObject({ ...measured, part, label: classIndex, predicted: classIndex }),
  ).returns<AnsweredImages>(),
  /**
   * The mistakes that the network is surest of, or the right answers that it was nearest to giving up; with `label` those to images
   * of one class, with `slice` those to images that look alike, with `beside` also what another run says of them.
   */
  rankAnswers: call(
    z.strictObject({
      ...{ ...measured, part },
      kind: z.enum(['mistakes', 'hardest']),
      label: classIndex.optional(),
      slice: z.enum(SLICE_CODES).optional(),
      beside: runId.optional(),
    }),
  ).returns<RankedAnswers>(),
  /**
   * Tests the difference of two runs on the same test images, with the weights of each run's default epoch: of the data
   * set that both were trained on those that both recipes take. Without one in common, `dataSet` must name it.
   */
  compare: call(z.strictObject(twoRuns)).returns<RunComparison>(),
  /** The images of which two runs say different things; with `kind`, those where this one is right. */
  getDisagreements: call(
    z.strictObject({ ...twoRuns, kind: z.enum(['only-a', 'only-b', 'neither']).optional() }),
  ).returns<DisagreedImages>(),
  /**
   * Distinguishes bias from variance by the errors on the images that a run was trained on and on others. Fails with
   * `invalid` where it is not known which they were.
   */
  diagnose: call(z.strictObject(weights)).returns<RunDiagnosis>(),
  /** Compares the backward pass with central differences at a run's weights; with `defect`, a broken one. */
  checkGradient: call(
    z.strictObject({ ...measured, defect: z.enum(['no-slope', 'no-bias']).optional() }),
  ).returns<RunGradientCheck>(),
  /**
   * Size of signal and gradient in a deep network before its training, on the first validation images of a data set as it
   * is usually split, see `profileDepth`.
   */
  profileDepth: call(z.strictObject({ dataSet, plan: depthPlan })).returns<DepthProfile>(),
  /**
   * Trains a run's recipe again on parts of its training images, from fresh weights; nothing is stored. Answers the
   * points, smallest amount first.
   */
  drawLearningCurve: longCall(z.strictObject({ runId, plan: curvePlan }))
    .reports<LearningCurveUpdate>(({ type }) => type === 'progressed')
    .returns<readonly LearningCurvePoint[]>(),
  /**
   * Trains a recipe for a few epochs with each value of one of its fields; nothing is stored. Answers a line for each
   * value, in the plan's order.
   */
  tryValues: longCall(z.strictObject({ recipe: recipeSchema, plan: whatIfPlan }))
    .reports<WhatIfUpdate>(({ type }) => type === 'progressed')
    .returns<readonly WhatIfLine[]>(),
  /**
   * Trains a recipe with each of some mini-batch sizes, one after the other, against time, images and updates; nothing is
   * stored. Fails with `invalid` for a recipe without validation images.
   */
  raceBatches: longCall(z.strictObject({ recipe: recipeSchema, plan: batchRacePlan }))
    .reports<BatchRaceUpdate>(({ type }) => type === 'progressed')
    .returns<readonly RaceLine[]>(),
  /**
   * Cuts the loss around the weights of an epoch along two random directions (Li et al. 2018), on the first validation images, or test
   * images where the run keeps none of the former.
   */
  sliceRun: longCall(
    z.strictObject({
      ...weights,
      ...slicedImages,
      seed: boundedInteger('Seed', 0, 0xffff_ffff),
      extent: z
        .number('Extent: expected a number')
        .gt(0, 'Extent: expected more than 0')
        .max(100, 'Extent: expected at most 100'),
    }),
  )
    .reports<SliceUpdate>(({ type }) => type === 'progressed')
    .returns<RunSlice>(),
  /** The plane in which the weights of a run's kept epochs differ most; fails with `invalid` where there are too few. */
  planeOfRun: longCall(z.strictObject({ runId, ...slicedImages }))
    .reports<SliceUpdate>(({ type }) => type === 'progressed')
    .returns<RunPlane>(),
  /** Incoming weights of units of the first layer over all kept epochs, or what has changed of them since the first. */
  pictureLayer: call(
    z.strictObject({
      runId,
      kind: z.enum(['weights', 'change']),
      from: unitIndex,
      count: boundedInteger('Units', 1, LARGEST_PICTURE_PAGE),
    }),
  ).returns<RunLayerPictures>(),
  /** Every unit over all kept epochs on the same images: weights, gradients, outputs, and where its activation is flat. */
  watchUnits: longCall(z.strictObject({ runId, ...lookedAt }))
    .reports<InsideProgress>(() => true)
    .returns<RunUnits>(),
  /** What the last hidden layer makes of images, in the plane in which they differ most. */
  projectLayer: call(z.strictObject({ ...weights, ...lookedAt })).returns<RunHiddenLayer>(),
  /** The same images laid out by UMAP. */
  layOutLayer: longCall(
    z.strictObject({ ...weights, ...lookedAt, seed: boundedInteger('Seed', 0, 0xffff_ffff) }),
  )
    .reports<InsideProgress>(() => true)
    .returns<HiddenLayout>(),
  /** What the networks of all kept epochs say of one image of a part of the run's own data set. */
  followImage: call(z.strictObject({ runId, ...ownImage })).returns<RunDecision>(),
  /** The images with the largest outputs of a unit. Fails with `invalid` for a unit that there is not. */
  findFavourites: call(
    z.strictObject({
      ...{ ...weights, ...lookedAt },
      layer: boundedInteger('Layer', 0, 1000),
      unit: unitIndex,
      most: boundedInteger('Favourites', 1, 60),
    }),
  ).returns<UnitFavourites>(),
}
