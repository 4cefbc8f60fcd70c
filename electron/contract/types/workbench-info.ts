export interface WorkbenchInfo {
  readonly version: string
  readonly storePath: string
  readonly storeSizeBytes: number
  /** Where data sets are kept. */
  readonly dataFolder: string
  /** Threads that the machine runs in parallel. */
  readonly cores: number
}

export interface ExportedFile {
  /** A name to offer, without a folder. */
  readonly fileName: string
  readonly text: string
}
