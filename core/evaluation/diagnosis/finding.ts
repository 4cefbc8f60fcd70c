import type { DataCure, DataFinding } from '../../data/examine-parts.ts'
import type { ActivationName } from '../../activations/names.ts'
import type { InitializerName } from '../../initializers/names.ts'
import type { LossName } from '../../losses/names.ts'
import type { StopReason } from '../../runs/reason.ts'

/** A class that a network hardly ever answers though it has learned from images of it. */
export interface NeglectedClass {
  readonly name: string
  /** Share of the class's images of the part that are read rightly, 0 to 1. */
  readonly recall: number
  readonly part: 'validation' | 'test'
}

/** Whose answers a training error counts: the finished weights', or those given while they still moved in the last epoch. */
export type TrainingWeights = 'finished' | 'moving'

/** What of a penalty or of noise holds a network back. */
export type RegularizationKind = 'l1' | 'l2' | 'dropout' | 'weight-decay'

/** By what a rate shows that it is too high, the plainest last: a single rise of the loss is none of them. */
export type HighRateSign = 'guessing' | 'not-falling' | 'rising'

/** What the evidence of a run says about it: a cause of its errors, or that there is none to speak of. */
export type Finding =
  /** The numbers left their range. */
  | { readonly code: 'diverged'; readonly epoch: number; readonly learningRate: number }
  /** The images themselves: classes that are missing or rare, labels that contradict each other. */
  | { readonly code: 'data'; readonly finding: DataFinding }
  /** All weights of a layer start alike, so its neurons stay alike. */
  | { readonly code: 'symmetric-start'; readonly initializer: InitializerName }
  /** A squared distance over outputs without bounds, which punishes what is far on the right side too. */
  | { readonly code: 'squared-outputs'; readonly output: ActivationName }
  /** Rectifying neurons of a layer that answer no image. */
  | { readonly code: 'dead-units'; readonly layer: number; readonly dead: number; readonly units: number }
  /** The first weights give sums far outside the middle of what the activation can tell apart. */
  | {
      readonly code: 'wide-start'
      readonly initializer: InitializerName
      readonly activation: ActivationName
      /** Standard deviation of the sums of the layer where they are widest, about, at the start. */
      readonly spread: number
      /** Hidden neurons that are flat at the end, on all images or on nine of ten; null where nobody looked. */
      readonly flat: { readonly dead: number; readonly saturated: number } | null
      readonly units: number
      /** Whether they still keep much of the network from learning. */
      readonly isHeld: boolean
    }
  /** Outputs that started at a bound, where a squared distance has next to no slope, and never left it. */
  | {
      readonly code: 'stuck-outputs'
      /** Null where nobody counted answers by class. */
      readonly classes: readonly NeglectedClass[] | null
      readonly spread: number
    }
  /** Classes that are hardly ever answered, whatever the cause. */
  | { readonly code: 'neglected-classes'; readonly classes: readonly NeglectedClass[] }
  /** The loss rises again and again, does not fall, or the network is no better than a guess. */
  | {
      readonly code: 'rate-too-high'
      readonly learningRate: number
      readonly fitting: number
      readonly sign: HighRateSign
      /** Epochs of all in which the training loss rose beyond noise. */
      readonly rises: number
      readonly epochs: number
      /** Training loss of the first and the last epoch, and the smallest of all. */
      readonly firstLoss: number
      readonly lastLoss: number
      readonly lowestLoss: number
    }
  | { readonly code: 'rate-too-low'; readonly learningRate: number; readonly fitting: number }
  /** The learning rate of the last epochs was too small to learn by. */
  | { readonly code: 'idle-end'; readonly epochs: number; readonly isZero: boolean }
  /** So large mini-batches that there were few steps. */
  | { readonly code: 'few-steps'; readonly steps: number; readonly batchSize: number }
  /** The training loss was still falling. @property share by which it fell over the last quarter of the epochs; null after one epoch */
  | { readonly code: 'still-improving'; readonly epochs: number; readonly share: number | null }
  /** A stopping rule ended it while it was still improving. */
  | { readonly code: 'stopped-early'; readonly reason: StopReason }
  | { readonly code: 'regularized-too-much'; readonly kind: RegularizationKind; readonly strength: number }
  /** The gradient fades on its way back through many squashing layers. @property ratio of the first layer's to the last's */
  | { readonly code: 'fading-gradient'; readonly layers: number; readonly ratio: number }
  /** Inputs of 0 to 255 drive the sums far out. */
  | { readonly code: 'large-inputs' }
  /** Too few neurons or layers for the task, as nothing else explains the training error. */
  | {
      readonly code: 'too-small'
      readonly hidden: readonly number[]
      readonly trainingError: number
      readonly trainingWeights: TrainingWeights
    }
  /** The network has learned its images by heart. */
  | {
      readonly code: 'overfitting'
      readonly trainingError: number
      readonly trainingWeights: TrainingWeights
      readonly unseenError: number
      /** Training images. */
      readonly images: number
      /** By what factor the unseen loss rose again after its lowest; null where it did not, or was not measured. */
      readonly lossRise: number | null
    }
  /** Nothing is wrong: both errors are small, or as small as can be known. */
  | {
      readonly code: 'fine'
      readonly trainingError: number
      /** Null: unknown, as dropout or augmentation hid it; `trainingError` then is the unseen one. */
      readonly trainingWeights: TrainingWeights | null
      readonly unseenError: number
    }
  /** Errors that nothing in the evidence explains. */
  | {
      readonly code: 'unexplained'
      readonly trainingError: number
      /** Null: unknown, as dropout or augmentation hid it; `trainingError` then is the unseen one. */
      readonly trainingWeights: TrainingWeights | null
      readonly unseenError: number | null
    }
  /** So few images to judge by that the error is known only roughly. @property margin half the 95 % interval */
  | { readonly code: 'few-unseen-images'; readonly count: number; readonly margin: number }
  /** A setting that looks wrong by itself, but did at least as well as other values in runs beside it. */
  | {
      readonly code: 'tried'
      /** Of the field, as in `optimizer.learningRate`. */
      readonly path: string
      readonly value: number
      /** What was tried beside it, smallest first. */
      readonly others: readonly number[]
    }
  /** Nothing is known of a training: imported weights, or no finished epoch. */
  | { readonly code: 'unknown' }

export type FindingCode = Finding['code']

/** A change of the recipe that removes a cause, or what a recipe cannot say. */
export type Cure =
  /** @property learningRate that goes with it; null where the recipe's does */
  | { readonly code: 'initializer'; readonly name: InitializerName; readonly learningRate: number | null }
  | { readonly code: 'loss'; readonly loss: LossName }
  | { readonly code: 'learning-rate'; readonly value: number }
  | { readonly code: 'epochs'; readonly value: number }
  | { readonly code: 'batch-size'; readonly value: number }
  | { readonly code: 'normalization'; readonly name: 'unit' }
  | { readonly code: 'schedule-end' }
  | { readonly code: 'no-stopping' }
  | { readonly code: 'less-regularization'; readonly kind: RegularizationKind }
  | { readonly code: 'activation'; readonly name: ActivationName }
  | { readonly code: 'batch-norm' }
  | { readonly code: 'units'; readonly value: number }
  | { readonly code: 'hidden-layer'; readonly units: number }
  | { readonly code: 'augmentation' }
  | { readonly code: 'dropout'; readonly share: number }
  | { readonly code: 'patience'; readonly epochs: number }
  | { readonly code: 'clipping'; readonly norm: number }
  | { readonly code: 'data'; readonly cure: DataCure }
  /** Images of the data set that no part uses yet. @property count training images with them */
  | { readonly code: 'more-images'; readonly count: number }
  /** @property count images of the part with those that no part uses yet */
  | { readonly code: 'more-unseen-images'; readonly part: 'validation' | 'test'; readonly count: number }

/** A finding and what helps against it, the likeliest first. */
export interface Diagnosed {
  readonly finding: Finding
  readonly cures: readonly Cure[]
}
