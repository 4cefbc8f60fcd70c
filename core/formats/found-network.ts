import type { ChosenActivation } from '../activations/settings.ts'
import type { LossName } from '../losses/names.ts'
import type { CarriedRecipe } from './carried-recipe.ts'

/** An activation as a file has it, with its setting where the file says it. */
export type FoundActivation = ChosenActivation

/** Batch normalization after a layer's affine map, with what it measured. Each list has a number for every neuron. */
export interface FoundBatchNorm {
  readonly gamma: Float64Array
  readonly beta: Float64Array
  readonly runningMean: Float64Array
  readonly runningVariance: Float64Array
  readonly epsilon: number
}

/** A fully connected layer as a file has it. */
export interface FoundLayer {
  /** As the file calls it. */
  readonly name: string
  readonly inFeatures: number
  readonly outFeatures: number
  /** `(outFeatures, inFeatures)` row-major. */
  readonly weights: Float64Array
  /** `(outFeatures)`. */
  readonly biases: Float64Array
  readonly batchNorm?: FoundBatchNorm | undefined
  /** Null where the file does not say it. */
  readonly activation: FoundActivation | null
  readonly dropout?: number
}

/** What a pixel's byte p is as an input: (p/255 − shift) × scale. */
export interface PixelScale {
  readonly shift: number
  readonly scale: number
}

/** A network as a file has it, before anything was assumed of what the file does not say. */
export interface FoundNetwork {
  /** From the first hidden layer to the output. */
  readonly layers: readonly FoundLayer[]
  /** Null where the file does not say how pixels become inputs. */
  readonly pixels: PixelScale | null
  /** Absent where the file does not say it. */
  readonly loss?: LossName
  /** Whether nothing in the file decides if its square matrices are (out, in); they are taken for it. */
  readonly isOrientationAssumed: boolean
  /** The recipe that a file of this program carries, of a network of this shape. */
  readonly carried?: CarriedRecipe
  /** The program that wrote the file, as the file says, as in `pytorch 2.4.0`; see `nameText`. */
  readonly writtenBy?: string
  /** What the outputs stand for, in their order, where the file says it. */
  readonly classNames?: readonly string[]
  /** What numbers the file has, as in `float32`. */
  readonly numberTypes: readonly string[]
  /** What a person should know of the reading, a sentence each: what was left out or changed. */
  readonly notes: readonly string[]
}
