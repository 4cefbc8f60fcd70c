import type { EpochPlane, WeightSlice } from '#core/explain/slice/slice-run.ts'
import type { PartName } from '#core/data/data-set.ts'
import type { Recipe } from '#core/recipe/recipe.ts'

/** Which images the losses of a slice are of, and how fine it is. */
interface SlicedTask {
  readonly recipe: Recipe
  readonly part: PartName
  /** At most this many images, from the first. */
  readonly count: number
  /** Points along each side, odd. */
  readonly size: number
}

/** Cuts the loss around weights along two random directions. */
export interface SliceTask extends SlicedTask {
  readonly type: 'sliceRun'
  readonly parameters: Float64Array
  readonly seed: number
  readonly extent: number
}

/** Lays a plane through the weights of epochs and measures the loss on it. */
export interface PlaneTask extends SlicedTask {
  readonly type: 'planeOfRun'
  readonly epochs: readonly Float64Array[]
  /** When each was passed, rising, the start's first where it is asked for. */
  readonly times: readonly number[]
  /** Whether the initializer's weights, which follow from the seed, come before them. */
  readonly withStart: boolean
}

/** What the losses of a slice were taken on. */
export interface SlicedResult {
  /** Of the data set's images and labels, hexadecimal. */
  readonly dataSha256: string
  /** Images that were taken, and all of the part. */
  readonly count: number
  readonly partCount: number
  /** Whether batch normalization takes the statistics of these images. */
  readonly usesBatchStatistics: boolean
}

export interface SliceResults {
  readonly sliceRun: WeightSlice & SlicedResult
  /** Null where the weights do not span a plane. */
  readonly planeOfRun: (EpochPlane & SlicedResult) | null
}
