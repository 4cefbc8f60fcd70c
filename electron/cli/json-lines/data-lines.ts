import type { DataExamination } from '#core/data/examine-parts.ts'

/** The data set is read: how its parts are made up, before the first epoch. */
export interface DataExaminedLine extends DataExamination {
  readonly event: 'examined'
  /** The findings that cast doubt on a training, as sentences. */
  readonly warnings: readonly string[]
}
