/** Many runs at once in few values, for a list of thousands crosses in a moment so; see `unpackRuns`. */
export interface PackedRuns {
  /** JSON: all of each run but its recipe and its epochs. */
  readonly rows: string
  /** JSON: the recipe of each run, in the same order. */
  readonly recipes: string
  /** Best and last epoch of each run, as in `packMetrics`. */
  readonly metrics: Float64Array
}

/** The list of runs, or a part of it. */
export interface RunList {
  /** Ids of all runs, newest first, with the newest part; empty with those behind it, so that a long list crosses once. */
  readonly ids: readonly string[]
  /** Those that were asked for, newest first. */
  readonly runs: PackedRuns
  /** What of the part that was asked for is damaged and therefore not among `runs`; the newest part also has the sweeps. */
  readonly damaged: readonly DamagedEntry[]
}

/** A run or sweep of which the store holds something that cannot be read; it is left out wherever others are listed. */
export interface DamagedEntry {
  readonly kind: 'run' | 'sweep'
  readonly id: string
  /** As far as it can be read, else its id. */
  readonly name: string
  /** What is wrong with it, in words. */
  readonly problem: string
}

/** All epochs of a run in few values; see `unpackEpochs`. */
export interface PackedEpochs {
  readonly runId: string
  /** One epoch after another, as in `packMetrics`. */
  readonly metrics: Float64Array
  /** JSON: the layers of each epoch, or null. */
  readonly layers: string
}
