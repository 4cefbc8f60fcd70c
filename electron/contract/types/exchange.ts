/** Which weights of a run go into a file of runs: all that are kept, or those of its best and last epoch alone. */
export const EXPORTED_WEIGHTS = ['all', 'best-and-last'] as const
export type ExportedWeights = (typeof EXPORTED_WEIGHTS)[number]

/** A file of runs that the workbench holds for the window, which fetches or brings it piece by piece. */
export interface HeldRunFile {
  readonly fileId: string
  /** A name to offer, without a folder. */
  readonly fileName: string
  readonly sizeBytes: number
}

/** What became of the runs of one file. */
export interface RunImport {
  readonly fileName: string
  /** Runs that were not there. */
  readonly added: number
  /** Runs that were there already, with as many epochs or more. */
  readonly present: number
  /** Runs that were there with fewer epochs and now have those of the file. */
  readonly extended: number
  /** Runs whose id stands for another training here, and which were added under a new one. */
  readonly besides: number
  /** Runs that are trained here at this moment, and were left as they are. */
  readonly busy: number
  /** All runs of the file as they are called here, those that were there already too. */
  readonly runIds: readonly string[]
}
