import type { LossGrid } from '#core/explain/slice/loss-grid.ts'
import type { ChangedData } from '#core/runs/changed-data.ts'
import type { MeasuredImages } from '#core/runs/measured-images.ts'

/** How far a slice is. */
export interface SliceProgress {
  /** Points that are measured, and all of them. */
  readonly done: number
  readonly total: number
  /** 0 to 1. */
  readonly share: number
  readonly remainingMs: number | null
}

/**
 * What a slice reports while it is measured: at most 20 times a second how far it is, and each of the nested grids as soon as it is
 * there, the coarsest first.
 */
export type SliceUpdate =
  | { readonly type: 'progressed'; readonly progress: SliceProgress }
  | { readonly type: 'gridMeasured'; readonly grid: LossGrid }

/** What the losses of a slice are of. */
interface SlicedImages {
  /** The first so many of the part. */
  readonly images: MeasuredImages
  /** All images of the part. */
  readonly partCount: number
  /** Whether their data set has changed since the run was trained on it. */
  readonly changedData: ChangedData | null
  /** Whether batch normalization takes the statistics of the images, as the running ones are of other weights. */
  readonly usesBatchStatistics: boolean
}

/** The loss around a run's weights along two random directions, each filter as long as the weights' own. */
export interface RunSlice extends SlicedImages {
  readonly epoch: number
  readonly seed: number
  /** x and y in lengths of the directions; the weights are at 0, 0. */
  readonly grid: LossGrid
  /** The loss at the weights, without regularization. */
  readonly centre: number
  /** Half the width of its 95 % interval, by the spread of the images' losses; null for a single image. */
  readonly margin: number | null
  /** The loss that the training measured after this epoch on the whole part; null where it measured none. */
  readonly storedLoss: number | null
  /** Of the angle between the directions. */
  readonly cosine: number
}

/** Where the weights of an epoch lie with regard to the plane of a run. */
export interface PlaneEpoch {
  /** −1: before the first. */
  readonly epoch: number
  readonly x: number
  readonly y: number
  /** Of its own weights, which may lie far from the plane. */
  readonly loss: number
  /** As `RunSlice.storedLoss`. */
  readonly storedLoss: number | null
  /** Distance from the plane, as a share of the distance from the last weights, 0 to 1; 0 for these. */
  readonly offPlane: number
}

/** The plane in which a run's weights differ most, by principal components, laid through the last of them. */
export interface RunPlane extends SlicedImages {
  /** In their order; the last is at 0, 0. */
  readonly epochs: readonly PlaneEpoch[]
  /** Kept epochs that were left out, as all together would take too much memory. */
  readonly leftOut: number
  /** Share of the weights' variance about their mean along x and y, 0 to 1. */
  readonly shares: readonly [number, number]
  /** The shares that a random walk of as many epochs would give. */
  readonly walkShares: readonly [number, number]
  /** The loss on the plane; x and y are distances in the space of the weights. */
  readonly grid: LossGrid
}
