import type { Generated, Selectable } from 'kysely'
import type { RunStatus, SweepStatus } from '#contract/types.ts'

/** One training, or one imported network. Times are ISO 8601, UTC. */
export interface RunTable {
  id: string
  name: string
  status: RunStatus
  reason: string | null
  /** The recipe as JSON. */
  recipe: string
  created_at: string
  /** Sum of its epochs' durations, in milliseconds. */
  duration_ms: Generated<number>
  /** Number of finished epochs. */
  epochs_done: Generated<number>
  best_epoch: Generated<number | null>
  last_epoch: Generated<number | null>
  weights_sha256: Generated<string | null>
  data_sha256: Generated<string | null>
  /** The program that trains it; null while none does. */
  owner_id: Generated<number | null>
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
  parent_epoch: Generated<number | null>
  /** Weights are kept of every so many epochs; NULL: of the best and the newest alone. */
  keep_every: Generated<number | null>
  /** The sweep that started it, which may be gone; NULL in all three for none. */
  sweep_id: Generated<string | null>
  sweep_name: Generated<string | null>
  /** From 0, in the order of the sweep's plan. */
  sweep_index: Generated<number | null>
}

/**
 * Metrics of one finished epoch. A part that the recipe leaves out is NULL in all its columns; a loss that is not a
 * number is NULL beside an accuracy or count that is there.
 */
export interface EpochTable {
  run_id: string
  epoch: number
  train_loss: number | null
  train_accuracy: number | null
  validation_loss: number | null
  validation_accuracy: number | null
  test_loss: number | null
  test_correct: number | null
  test_total: number | null
  duration_ms: number
  /** NULL for an imported network. */
  learning_rate: number | null
  /** `LayerMetrics[]` as JSON; NULL for an imported network. */
  layers: string | null
}

/** The weights after an epoch; epoch −1 holds weights that a training started from. */
export interface CheckpointTable {
  run_id: string
  epoch: number
  /** Optimizer steps done so far. */
  steps: number
  /** Float64, little-endian. */
  parameters: Buffer
  /** Float64, little-endian; kept for the newest epoch alone, NULL for the others. */
  optimizer_state: Buffer | null
}

/** A program that has this store open and trains in it or can undo a deletion. */
export interface OwnerTable {
  id: Generated<number>
  host: string
  pid: number
  /** Milliseconds since 1970, renewed while the program lives. */
  heartbeat_at: number
}

/** A folder that was opened as a data set. */
export interface DataFolderTable {
  path: string
  added_at: string
}

/** One recipe, and which of its fields take which values. What its runs are follows from that. */
export interface SweepTable {
  id: string
  name: string
  status: SweepStatus
  reason: string | null
  /** The recipe that all runs have in common, as JSON. */
  recipe: string
  /** `SweepSettings` without the recipe, as JSON. */
  settings: string
  run_count: number
  /** How many runs were started, from the first; deleted ones too. */
  started: number
  created_at: string
  /** The program that runs it; null while none does. */
  owner_id: number | null
}

export interface StoreSchema {
  run: RunTable
  epoch: EpochTable
  checkpoint: CheckpointTable
  owner: OwnerTable
  data_folder: DataFolderTable
  sweep: SweepTable
}

export type RunRow = Selectable<RunTable>
export type SweepRow = Selectable<SweepTable>
export type EpochRow = Selectable<EpochTable>
export type CheckpointRow = Selectable<CheckpointTable>
