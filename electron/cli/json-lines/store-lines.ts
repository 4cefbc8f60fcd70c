import type { StoreReport } from '#backend/store/check-store.ts'
import type { OfWrittenFile } from './common-lines.ts'

/** One thing that is wrong with the store. */
export interface ProblemLine {
  readonly event: 'problem'
  /** In a sentence. */
  readonly problem: string
}

/** What the look through the store found; the last line. */
export interface CheckedLine extends StoreReport {
  readonly event: 'checked'
  /** The store's file. */
  readonly store: string
  readonly isSound: boolean
}

/** The copy was written. */
export interface BackedUpLine extends OfWrittenFile {
  readonly event: 'backed-up'
  /** The store's file. */
  readonly store: string
  /** The size of the copy. */
  readonly bytes: number
}

/** One thing that could not be saved. */
export interface LostLine {
  readonly event: 'lost'
  /** In a sentence. */
  readonly loss: string
}

/** The store is intact; the last line. */
export interface RepairedLine extends StoreReport {
  readonly event: 'repaired'
  /** The store's file. */
  readonly store: string
  /** Where the damaged file is now; null where the store was intact. */
  readonly damagedPath: string | null
  /** The file with what was taken out of damaged rows, as JSON lines; null where nothing was. */
  readonly asidePath: string | null
  /** What could not be saved, a sentence each. */
  readonly losses: readonly string[]
}
