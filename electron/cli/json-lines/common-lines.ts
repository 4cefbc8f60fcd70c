/** A line on one run. */
export interface OfRun {
  /** The run's id. */
  readonly runId: string
}

/** A line on some runs. */
export interface OfRuns {
  /** The runs' ids. */
  readonly runIds: readonly string[]
}

/** A line on a file that was written. */
export interface OfWrittenFile {
  /** The file that was written, with its full path. */
  readonly file: string
}
