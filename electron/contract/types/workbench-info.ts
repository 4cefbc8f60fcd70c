export interface WorkbenchInfo {
  readonly version: string
  readonly storePath: string
  readonly storeSizeBytes: number
  /** Where data sets are kept. */
  readonly dataFolder: string
  /** Recipes that were saved as presets, a JSON file each. */
  readonly presetFolder: string
  /** Threads that the machine runs in parallel. */
  readonly cores: number
}

/** A file of text, made for a person to save. */
export interface ExportedFile {
  /** A name to offer, without a folder. */
  readonly fileName: string
  readonly text: string
}

/** A network's weights as a file. */
export interface ExportedNetwork {
  /** A name to offer, without a folder. */
  readonly fileName: string
  readonly bytes: Uint8Array
}
