import type { FoundLayer } from '#core/formats/found-network.ts'
import type { Question } from '#core/importing/settle-network.ts'
import type { RunSummary } from './run.ts'

/** Which weights of a run go into a file of runs: all that are kept, or those of its best and last epoch alone. */
export const EXPORTED_WEIGHTS = ['all', 'best-and-last'] as const
export type ExportedWeights = (typeof EXPORTED_WEIGHTS)[number]

/** A file that a person chose to open. Its path stays with the program; the window names it by its id. */
export interface OpenedFile {
  readonly fileId: string
  /** Without its folder. */
  readonly name: string
  readonly sizeBytes: number
}

/** A file that a person wants to be written. */
export interface SaveTarget {
  readonly fileId: string
  /** Without its folder. */
  readonly name: string
}

/** What became of the runs of one file. */
export interface RunImport {
  readonly fileName: string
  /** Whether the file has a checksum, which then was right; null for a store, which never has one. */
  readonly hasChecksum: boolean | null
  /** Runs that were not there. */
  readonly added: number
  /** Runs that were there already, with as many epochs or more. */
  readonly present: number
  /** Runs that were there with fewer epochs and now have those of the file. */
  readonly extended: number
  /** Runs whose id another training has here, and which were added under a new one. */
  readonly besides: number
  /** Runs that are trained here at this moment, and were left as they are. */
  readonly busy: number
  /** Runs that now belong to a sweep that is trained elsewhere, for each such sweep. */
  readonly home: readonly {
    readonly sweepId: string
    readonly name: string
    readonly count: number
  }[]
  /** All runs of the file as they are called here, those that were there already too. */
  readonly runIds: readonly string[]
}

/** What came of a file that was imported. */
export type ImportedFile =
  | ({ readonly kind: 'runs' } & RunImport)
  | { readonly kind: 'network'; readonly run: RunSummary }
  /** Weights that leave something open; nothing was imported yet. */
  | { readonly kind: 'open'; readonly weights: OpenWeights }

/** A file with weights that does not say all that decides its answers. */
export interface OpenWeights {
  /** Of its format, as a person knows it. */
  readonly title: string
  /** From the first hidden layer to the output, without its numbers. */
  readonly layers: readonly Pick<FoundLayer, 'name' | 'inFeatures' | 'outFeatures' | 'activation'>[]
  /** As in `float32`. */
  readonly numberTypes: readonly string[]
  /** What was left out or changed, a sentence each. */
  readonly notes: readonly string[]
  /** What nothing in the file says. */
  readonly questions: readonly Question[]
}

/** What long work on a file is busy with. */
export const FILE_WORK_PHASES = ['waiting', 'reading', 'checking', 'adding', 'removing', 'writing'] as const
export type FileWorkPhase = (typeof FILE_WORK_PHASES)[number]

/** How far long work on a file is. */
export interface FileWorkProgress {
  readonly phase: FileWorkPhase
  /** Bytes of weights done in this phase; null where the phase does not count them. */
  readonly bytes: number | null
  /** Share of all phases together, 0 to 1. */
  readonly fraction: number
  /** Milliseconds to the end, at the pace so far; null before there is an estimate. */
  readonly remainingMs: number | null
}
