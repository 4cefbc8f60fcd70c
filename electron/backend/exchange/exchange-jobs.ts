import type { ErrorCode, ExportedWeights, FileWorkProgress, RunImport } from '#contract/types.ts'

/** Runs of a file, or of a whole store, that are to come into a store. */
export interface ImportJob {
  readonly type: 'import'
  readonly storePath: string
  /** This program's number in the store. */
  readonly ownerId: number
  readonly file: string
  /** The file's name in errors. */
  readonly fileName: string
}

/** Runs of a store that are to be written as a file. */
export interface ExportJob {
  readonly type: 'export'
  readonly storePath: string
  readonly runIds: readonly string[]
  readonly file: string
  readonly weights: ExportedWeights
  /** Whether an existing file of that name may be replaced; else it fails with `EEXIST`. */
  readonly mayReplace: boolean
}

/** A store whose log is to be merged into its file. */
export interface MergeJob {
  readonly type: 'merge'
  readonly storePath: string
}

export type ExchangeJob = ImportJob | ExportJob | MergeJob

/** The result of each kind of job. */
export interface ExchangeResults {
  import: Omit<RunImport, 'fileName'>
  /** Bytes of the file. */
  export: number
  merge: null
}

/** To the thread: a job, and a number that is not 0 once the job is to end. */
export interface ExchangeCommand {
  readonly job: ExchangeJob
  readonly cancelled: SharedArrayBuffer
}

/** An error as it is sent between threads, as structured cloning keeps little but its message. */
export type ExchangeFailure =
  | { readonly kind: 'workbench'; readonly code: ErrorCode; readonly message: string }
  | {
      readonly kind: 'other'
      readonly message: string
      readonly stack: string | undefined
      /** Of a file's errors. */
      readonly code: string | undefined
      readonly syscall: string | undefined
      readonly path: string | undefined
    }

/** From the thread. */
export type ExchangeReport =
  | { readonly type: 'progressed'; readonly progress: FileWorkProgress }
  | { readonly type: 'done'; readonly result: ExchangeResults[keyof ExchangeResults] }
  | { readonly type: 'failed'; readonly failure: ExchangeFailure }
