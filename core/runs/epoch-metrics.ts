/** How one layer stands at the end of an epoch. */
export interface LayerMetrics {
  /** Euclidean norm of its weights. */
  readonly weightNorm: number
  /** Euclidean norm of the gradient of its weights in the epoch's last mini-batch. */
  readonly gradientNorm: number
  /**
   * Euclidean norm of what the epoch's last step changed of its weights; absent where it was not recorded, as by versions before this
   * measure, null where it is no number.
   */
  readonly updateNorm?: number | null
  /** Of the neurons, how many are flat on every one of up to 500 validation (training) images; null for the output layer. */
  readonly dead: number | null
  /** How many are flat on nine of ten of them; null for the output layer. */
  readonly saturated: number | null
}

/**
 * Everything that is known of one finished epoch. A part of the data that the recipe leaves out (size 0) is null, and so
 * is all of a training for the weights of an imported network.
 */
export interface EpochMetrics {
  /** From 0, as in the lecture. For an imported network, −1 stands for the weights as they came. */
  readonly epoch: number
  /** Mean over the epoch's examples, each measured in its mini-batch before that mini-batch's update; no penalty. */
  readonly trainLoss: number | null
  /** 0 to 1, measured as trainLoss is. */
  readonly trainAccuracy: number | null
  readonly validationLoss: number | null
  /** 0 to 1. */
  readonly validationAccuracy: number | null
  readonly testLoss: number | null
  readonly testCorrect: number | null
  readonly testTotal: number | null
  /** Training and evaluation of this epoch, in milliseconds, pauses not counted. */
  readonly durationMs: number
  /** The learning rate of the epoch's last step. */
  readonly learningRate: number | null
  /** How each layer stands at the end of the epoch; empty where that was not asked for. */
  readonly layers: readonly LayerMetrics[] | null
}

/** What a list of runs holds of an epoch. */
export type EpochSummary = Omit<EpochMetrics, 'layers'>

/** Metrics that every trained epoch has. */
type Trained = 'trainLoss' | 'trainAccuracy' | 'learningRate' | 'layers'

/** What a training measures of an epoch. It has no clock, so whoever runs it adds the duration. */
export type TrainedEpoch = Omit<EpochMetrics, 'durationMs' | Trained> & {
  readonly [Metric in Trained]: NonNullable<EpochMetrics[Metric]>
}

/** What schedules and stopping rules look back on; the duration is there where a clock was at hand. */
export type TimedEpoch = Omit<TrainedEpoch, 'layers'> & Partial<Pick<EpochMetrics, 'durationMs'>>

/** What is measured of the validation and the test part. */
export type EvaluationMetrics = Pick<
  EpochMetrics,
  'validationLoss' | 'validationAccuracy' | 'testLoss' | 'testCorrect' | 'testTotal'
>

/**
 * How large the last step of an epoch was beside the weights of a layer, ‖Δw‖/‖w‖; about 1/1000 is usual. Null where it was not
 * recorded, or is no number.
 */
export function updateRatio({
  updateNorm,
  weightNorm,
}: Pick<LayerMetrics, 'updateNorm' | 'weightNorm'>): number | null {
  const ratio = (updateNorm ?? NaN) / weightNorm
  return Number.isFinite(ratio) ? ratio : null
}
