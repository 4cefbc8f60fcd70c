/** What the losses of a slice are of, and where they are. */
interface SlicedLine {
  /** The data set. */
  readonly dataSet: string
  /** `validation`, or `test` where the run keeps no validation images. */
  readonly part: string
  /** How many of its images, from the first. */
  readonly images: number
  /** Whether batch normalization took the statistics of these images. */
  readonly usesBatchStatistics: boolean
  /** Coordinates of the columns. */
  readonly xs: readonly number[]
  /** Coordinates of the rows. */
  readonly ys: readonly number[]
  /** Mean losses without regularization, a row for each of `ys`; null where one is beyond all bounds. */
  readonly losses: readonly (readonly (number | null)[])[]
}

/** The loss around weights along two random directions. */
export interface SliceLine extends SlicedLine {
  readonly event: 'slice'
  /** Of the weights, from 0. */
  readonly epoch: number
  /** Of the directions. */
  readonly seed: number
  /** The loss at the weights, which are at 0, 0. */
  readonly centre: number
  /** Half the width of its 95 % interval; null for a single image. */
  readonly margin: number | null
  /** The validation loss that the training measured; null for none. */
  readonly storedLoss: number | null
  /** Of the angle between the directions. */
  readonly cosine: number
}

/** Where the weights of an epoch lie. */
interface PlaneEpochLine {
  /** From 0; −1: before the first. */
  readonly epoch: number
  readonly x: number
  readonly y: number
  /** Of the epoch's own weights. */
  readonly loss: number
  /** The validation loss that the training measured; null for none. */
  readonly storedLoss: number | null
  /** Distance from the plane as a share of the distance from the last weights. */
  readonly offPlane: number
}

/** The loss on the plane in which the weights of the epochs differ most, through the last of them. */
export interface PlaneLine extends SlicedLine {
  readonly event: 'plane'
  readonly epochs: readonly PlaneEpochLine[]
  /** Kept epochs that were left out, for memory. */
  readonly leftOut: number
  /** Share of the weights' variance along x and y. */
  readonly shares: readonly number[]
  /** What a random walk of as many epochs would give. */
  readonly walkShares: readonly number[]
}
