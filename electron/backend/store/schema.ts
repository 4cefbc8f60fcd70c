import type { Generated, Selectable } from 'kysely'
import type { RunStatus, SweepStatus } from '#contract/types.ts'

/** One training, or one imported network. Times are ISO 8601, UTC. */
export interface RunTable {
  /** Ten digits and small letters, drawn when the run was made. */
  id: string
  /** As a person calls it; need not be unique. */
  name: string
  /** Its status; see `RunStatus`. */
  status: RunStatus
  /** Why it ended, where the status alone does not say; else NULL. */
  /** `RunReason` as JSON. */
  reason: string | null
  /** The recipe as JSON. */
  recipe: string
  /** When it was made. */
  created_at: string
  /** Sum of its epochs' durations, in milliseconds. */
  duration_ms: Generated<number>
  /** Number of finished epochs. */
  epochs_done: Generated<number>
  /**
   * The finished epoch with the best accuracy: of validation where it has one, else of test, else of training; NULL
   * before the first.
   */
  best_epoch: Generated<number | null>
  /** The newest finished epoch, or −1 for an imported network; NULL before the first. */
  last_epoch: Generated<number | null>
  /** SHA-256 of the weights after the newest epoch, in hexadecimal; NULL before the first. */
  weights_sha256: Generated<string | null>
  /** SHA-256 of the images and labels that it was trained on, in hexadecimal; NULL before they were read. */
  data_sha256: Generated<string | null>
  /** The program that trains it; null while none does. */
  owner_id: Generated<number | null>
  /** When it was deleted, as long as that can be undone; else NULL. */
  deleted_at: Generated<string | null>
  /** The program that deleted it and can still undo that. */
  deleted_by: Generated<number | null>
  /** 1 while an import brings it in; it is hidden until all runs of its file are there, see `StagedRuns`. */
  is_staged: Generated<number>
  /** Markdown; empty for none. */
  notes: Generated<string>
  /** `string[]` as JSON. */
  tags: Generated<string>
  /** From 1, of the window's palette; NULL for the one that the window gives in order. */
  colour: Generated<number | null>
  /** 0 or 1. */
  is_starred: Generated<number>
  /** 0 or 1. */
  is_archived: Generated<number>
  /** The run whose weights it started from, which may be gone; NULL in all three for none. */
  parent_id: Generated<string | null>
  /** The parent's name at that time. */
  parent_name: Generated<string | null>
  /** The epoch of those weights; −1 for the weights of an imported network. */
  parent_epoch: Generated<number | null>
  /** Interval in epochs at which weights are kept; NULL: only of the best and the newest. */
  keep_every: Generated<number | null>
  /** The sweep that started it, which may be gone; NULL in all three for none. */
  sweep_id: Generated<string | null>
  /** The sweep's name at that time, or a later one that it was given. */
  sweep_name: Generated<string | null>
  /** From 0, in the order of the sweep's plan. */
  sweep_index: Generated<number | null>
  /** `string[]` as JSON: fields of the recipe of which nothing is known, see `WithUnknownFields`. */
  unknown_fields: Generated<string>
  /** `ImportOrigin` as JSON; NULL for a run that was trained here, or imported by a version before layout 120. */
  origin: Generated<string | null>
}

/**
 * Metrics of one finished epoch. A part that the recipe leaves out is NULL in all its columns; a loss that is not a
 * number is NULL beside an accuracy or count that is there.
 */
export interface EpochTable {
  /** The run it belongs to. */
  run_id: string
  /** From 0; −1 for the weights of an imported network. */
  epoch: number
  /** Mean over the mini-batches, each measured before its own update. */
  train_loss: number | null
  /** From 0 to 1, measured as `train_loss` is. */
  train_accuracy: number | null
  /** Mean over the validation part, after the epoch. */
  validation_loss: number | null
  /** From 0 to 1. */
  validation_accuracy: number | null
  /** Mean over the test part, after the epoch. */
  test_loss: number | null
  /** Images of the test part that were read right. */
  test_correct: number | null
  /** Images of the test part. */
  test_total: number | null
  /** Training and evaluation, in milliseconds, without pauses. */
  duration_ms: number
  /** The learning rate of its last step; NULL for an imported network. */
  learning_rate: number | null
  /** `LayerMetrics[]` as JSON; NULL for an imported network. */
  layers: string | null
}

/** The weights after an epoch; epoch −1 holds weights that a training started from. */
export interface CheckpointTable {
  /** The run it belongs to. */
  run_id: string
  /** From 0; −1 for weights that the training started from. */
  epoch: number
  /** Optimizer steps done so far. */
  steps: number
  /** Float64, little-endian, in the order that `parameterLayout` gives (core/network/parameters.ts). */
  parameters: Buffer
  /** Float64, little-endian; kept for the newest epoch alone, NULL for the others. */
  optimizer_state: Buffer | null
}

/** A program that has this store open and trains in it or can undo a deletion. */
export interface OwnerTable {
  /** Never given twice. */
  id: Generated<number>
  /** The name of its machine. */
  host: string
  /** The number of its process there. */
  pid: number
  /** Milliseconds since 1970, renewed while the program lives. */
  heartbeat_at: number
  /** What tells its process from a later one of the same number, see `readProcessStart`; NULL where that is not known. */
  process_start: Generated<string | null>
}

/** A folder that was opened as a data set. */
export interface DataFolderTable {
  /** Absolute. */
  path: string
  /** When it was opened. */
  added_at: string
}

/** One recipe, and which of its fields take which values. What its runs are follows from that. */
export interface SweepTable {
  /** Ten digits and small letters, drawn when the sweep was made. */
  id: string
  /** As a person calls it. */
  name: string
  /** Its status; see `SweepStatus`. */
  status: SweepStatus
  /** Why it does not go on, where the status alone does not say; else NULL. */
  /** `SweepReason` as JSON. */
  reason: string | null
  /** The recipe that all runs have in common, as JSON. */
  recipe: string
  /** `SweepSettings` without the recipe, as JSON. */
  settings: string
  /** How many runs it has when all are started. */
  run_count: number
  /** How many runs were started, from the first; deleted ones too. */
  started: number
  /** When it was made. */
  created_at: string
  /** The program that runs it; null while none does. */
  owner_id: number | null
  /** Where its runs put their files on the machines that train them, empty for where they are started; NULL for a sweep that is trained here. */
  folder: Generated<string | null>
}

/** The import that is going on, in one row, so that there is only one at a time. */
export interface RunImportTable {
  /** Always 1. */
  id: number
  /** The program that imports. */
  owner_id: number
}

/** The tables by their names. */
export interface StoreSchema {
  run: RunTable
  epoch: EpochTable
  checkpoint: CheckpointTable
  owner: OwnerTable
  data_folder: DataFolderTable
  sweep: SweepTable
  run_import: RunImportTable
}

export type RunRow = Selectable<RunTable>
export type SweepRow = Selectable<SweepTable>
export type EpochRow = Selectable<EpochTable>
export type CheckpointRow = Selectable<CheckpointTable>
