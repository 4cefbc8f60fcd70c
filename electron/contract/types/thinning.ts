/**
 * Of which epochs weights are kept: of every n-th, counted from the first (1: of all); null: of the best and the
 * newest alone. Whatever is chosen, those two stay, and those that another run was started from.
 */
export type KeepEvery = number | null

/** Of which epochs a run's weights are there. */
export interface KeptEpochs {
  readonly runId: string
  /** In order; −1 for weights that it started from. */
  readonly epochs: readonly number[]
  /** Weights and optimizer memory together. */
  readonly bytes: number
}

/** What thinning does to some runs, or would do. */
export interface Thinning {
  /** Sets of weights before. */
  readonly checkpoints: number
  readonly bytes: number
  /** Of those, the ones that go. */
  readonly removed: number
  readonly freedBytes: number
}
