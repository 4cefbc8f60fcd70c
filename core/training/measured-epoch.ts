/** How one layer stands at the end of an epoch. */
export interface LayerMeasures {
  /** Euclidean norm of its weights. */
  readonly weightNorm: number
  /** Euclidean norm of the gradient of its weights in the epoch's last mini-batch. */
  readonly gradientNorm: number
  /** Of the neurons, how many are flat on every one of up to 500 validation (training) images; null for the output layer. */
  readonly dead: number | null
  /** How many are flat on nine of ten of them; null for the output layer. */
  readonly saturated: number | null
}

/** What one finished epoch measured. A part of size 0 is null. */
export interface MeasuredEpoch {
  /** From 0, as in the lecture. */
  readonly epoch: number
  /** Mean over the epoch's examples, each measured in its mini-batch before that mini-batch's update; no penalty. */
  readonly trainLoss: number
  /** 0 to 1, measured as trainLoss is. */
  readonly trainAccuracy: number
  readonly validationLoss: number | null
  readonly validationAccuracy: number | null
  readonly testLoss: number | null
  readonly testCorrect: number | null
  readonly testTotal: number | null
  /** The learning rate of the epoch's last step. */
  readonly learningRate: number
  /** None where they were not asked for. */
  readonly layers: readonly LayerMeasures[]
}
