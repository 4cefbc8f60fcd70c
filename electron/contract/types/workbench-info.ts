import type { ChosenOptions, FormatLimit } from '#core/formats/weight-format.ts'

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

/** What came of reading a written file again and asking it about images. */
export interface WrittenCheck {
  /** The largest difference of an output from the network's own, relative to max(1, |output|). */
  readonly largestDifference: number
  readonly imageCount: number
  /** Whether they are test images of the run's data set; otherwise random ones, where that is not at hand. */
  readonly areTestImages: boolean
}

/** A network's weights as a file. */
export interface ExportedNetwork {
  /** Null for a format that is not read. */
  readonly check: WrittenCheck | null
  /** A name to offer, without a folder. */
  readonly fileName: string
  readonly bytes: Uint8Array
  /** What the file does not carry over of the network. */
  readonly limits: readonly FormatLimit[]
  /** What was taken for each option of the format. */
  readonly options: ChosenOptions
}
