import type { LabelledImages } from '../../data/data-set.ts'
import { spreadIndices } from '../../data/spread-indices.ts'
import { type ClassShape, distanceToClasses, findClassShapes } from './class-shapes.ts'
import { createEdgeDescriber, EDGE_FEATURES } from './edge-features.ts'
import { findNearest, type NearestPoint } from './nearest-point.ts'
import { findPrincipalAxes, placeOnAxes, type PrincipalAxes } from './principal-axes.ts'

/** Training images that others are held against, and those of them that principal axes are found from, at most. */
const MOST_KNOWN = 6000
const MOST_FOR_AXES = 3000
const MOST_AXES = 96

/** Validation images that the threshold is found from, at most: forty of them lie beyond one in a hundred. */
const MOST_JUDGED = 4000

/** Fewer images tell too little of what digits look like. */
const FEWEST = 100

/** Share of digits that may be taken for none: half of what people are told, as others' digits differ from these. */
const REFUSED = 0.01

/** How a distance spreads over validation images. */
interface Spread {
  readonly median: number
  readonly deviation: number
}

/** What a data set's images look like, as plain data. */
export interface NoveltyModel {
  readonly side: number
  readonly axes: PrincipalAxes
  /** Training images on the axes, `(count, axes)`. */
  readonly known: Float32Array
  /** Of each of these its index in the training part. */
  readonly indices: readonly number[]
  readonly classes: readonly ClassShape[]
  readonly nearestSpread: Spread
  readonly classSpread: Spread
  /** An image whose novelty is above it is unlike all that was learned from. */
  readonly threshold: number
  /** Share of the validation images above it, 0 to 1. */
  readonly refused: number
}

/** How unlike an image is to those that a network learned from. */
export interface Novelty {
  /** Distance to the nearest training image and to the nearest class, each in standard deviations from the median of validation images, summed. */
  readonly novelty: number
  /** Index of the nearest one among the training images that are compared. */
  readonly nearest: number
}

/**
 * Learns what a data set's images look like: where the edges of some training images are, along the axes in which these differ most.
 * The threshold is the novelty that one in a hundred validation images exceeds. Nothing else decides it, no drawing
 * that is no digit.
 * @returns null for images that are not square, and where there are fewer than a hundred of either part
 */
export function learnNovelty(train: LabelledImages, validation: LabelledImages): NoveltyModel | null {
  const side = train.rows
  if (train.rows !== train.columns || train.count < FEWEST || validation.count < FEWEST) return null
  const indices = spreadIndices(train.count, MOST_KNOWN)
  const features = describe(train, indices)
  const forAxes = spreadIndices(indices.length, MOST_FOR_AXES)
  const axesFeatures = new Float32Array(forAxes.length * EDGE_FEATURES)
  forAxes.forEach((from, k) => {
    const row = features.subarray(from * EDGE_FEATURES, (from + 1) * EDGE_FEATURES)
    axesFeatures.set(row, k * EDGE_FEATURES)
  })
  const axes = findPrincipalAxes(axesFeatures, EDGE_FEATURES, MOST_AXES)
  const axisCount = axes.directions.length / EDGE_FEATURES
  const known = new Float32Array(indices.length * axisCount)
  const point = new Float64Array(EDGE_FEATURES)
  indices.forEach((_, k) => {
    point.set(features.subarray(k * EDGE_FEATURES, (k + 1) * EDGE_FEATURES))
    placeOnAxes(axes, point, known.subarray(k * axisCount, (k + 1) * axisCount))
  })
  const labels = indices.map((index) => train.labels[index]!)
  const classes = findClassShapes(known, labels, axisCount)
  if (classes.length === 0) return null

  const measure = createMeasure({ side, axes, known, classes })
  const pixels = side * side
  const judged = spreadIndices(validation.count, MOST_JUDGED).map((index) =>
    measure(validation.images.subarray(index * pixels, (index + 1) * pixels)),
  )
  const nearestSpread = spreadOf(judged.map(({ nearest }) => nearest.distance))
  const classSpread = spreadOf(judged.map(({ toClasses }) => toClasses))
  const novelties = judged.map((each) => sumUp(each, nearestSpread, classSpread)).sort((a, b) => b - a)
  const threshold = novelties[Math.floor(REFUSED * novelties.length)]!
  const refused = novelties.filter((each) => each > threshold).length / novelties.length
  return { side, axes, known, indices, classes, nearestSpread, classSpread, threshold, refused }
}

/** Makes what tells how unlike an image of `(side × side)` bytes is to those that a model was learned from. */
export function createNoveltyJudge(model: NoveltyModel): (image: Uint8Array) => Novelty {
  const measure = createMeasure(model)
  return (image) => {
    const measured = measure(image)
    return {
      novelty: sumUp(measured, model.nearestSpread, model.classSpread),
      nearest: model.indices[measured.nearest.index]!,
    }
  }
}

/** Both distances of an image. */
interface Measured {
  readonly nearest: NearestPoint
  readonly toClasses: number
}

function createMeasure({
  side,
  axes,
  known,
  classes,
}: Pick<NoveltyModel, 'side' | 'axes' | 'known' | 'classes'>): (image: Uint8Array) => Measured {
  const describeEdges = createEdgeDescriber(side)
  const features = new Float64Array(EDGE_FEATURES)
  const place = new Float32Array(axes.directions.length / EDGE_FEATURES)
  return (image) => {
    describeEdges(image, features)
    placeOnAxes(axes, features, place)
    return { nearest: findNearest(known, place), toClasses: distanceToClasses(place, classes) }
  }
}

/** Features of some images, `(indices, EDGE_FEATURES)`. */
function describe({ images, rows }: LabelledImages, indices: readonly number[]): Float32Array {
  const describeEdges = createEdgeDescriber(rows)
  const pixels = rows * rows
  const features = new Float64Array(EDGE_FEATURES)
  const all = new Float32Array(indices.length * EDGE_FEATURES)
  indices.forEach((index, k) => {
    describeEdges(images.subarray(index * pixels, (index + 1) * pixels), features)
    all.set(features, k * EDGE_FEATURES)
  })
  return all
}

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  const sorted = [...values].sort((a, b) => a - b)
  // Images that are all alike have no deviation; any other is then far from them.
  return {
    median: sorted[Math.floor(sorted.length / 2)]!,
    deviation: Math.sqrt(squares / values.length) || 1e-6,
  }
}

function sumUp({ nearest, toClasses }: Measured, nearestSpread: Spread, classSpread: Spread): number {
  return (
    (nearest.distance - nearestSpread.median) / nearestSpread.deviation +
    (toClasses - classSpread.median) / classSpread.deviation
  )
}
