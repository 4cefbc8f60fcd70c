import type { OwnDigitInfo, OwnDigitsImported } from '#contract/types.ts'
import type { OfWrittenFile } from './common-lines.ts'

/** One digit that somebody kept. */
export interface OwnDigitLine extends OwnDigitInfo {
  readonly event: 'digit'
}

/** What in the folder of own digits is none. */
export interface DigitProblemLine {
  readonly event: 'problem'
  /** The file's name in the folder. */
  readonly file: string
  /** In a sentence. */
  readonly problem: string
}

/** A file of drawings was read and added. */
export interface DigitsImportedLine extends OwnDigitsImported {
  readonly event: 'imported'
  /** The file's path. */
  readonly file: string
}

/** Digits were written as drawings, one a line. */
export interface DigitsExportedLine extends OfWrittenFile {
  readonly event: 'exported'
  readonly digits: number
}

/** Digits were changed. */
export interface DigitsEditedLine {
  readonly event: 'edited'
  readonly ids: readonly string[]
}

/** Digits were deleted. */
export interface DigitsDeletedLine {
  readonly event: 'deleted'
  readonly ids: readonly string[]
}
