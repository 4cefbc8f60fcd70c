import type { ImportOrigin } from '#core/importing/import-origin.ts'
import type { RunReason } from '#core/runs/reason.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { RunStatus } from '#core/runs/run-status.ts'
import type { WithUnknownFields } from '#core/recipe/unknown-fields.ts'
import type { KeepEvery } from './thinning.ts'
import type { EpochMetrics, EpochSummary } from '#core/runs/epoch-metrics.ts'

export type { RunStatus }

/** Where a run's first weights came from. */
export interface RunParent {
  /** The run may be deleted by now. */
  readonly runId: string
  /** Its name when the training started. */
  readonly name: string
  /** The epoch of its weights; −1 for the weights of an imported network. */
  readonly epoch: number
}

/** Which run of a sweep a run is. */
export interface RunOfSweep {
  /** The sweep may be deleted by now, or lie in another store. */
  readonly id: string
  readonly name: string
  /** From 0, in the order of the sweep's plan. */
  readonly index: number
}

/** What a person keeps with a run; none of it changes the training. */
export interface RunRecord {
  /** Markdown; empty for none. */
  readonly notes: string
  /** In the order in which they were given. */
  readonly tags: readonly string[]
  /** From 1, of the window's palette; null: the one that the window gives in order. */
  readonly colour: number | null
  readonly isStarred: boolean
  /** Archived runs are listed only where they are asked for. */
  readonly isArchived: boolean
  /** Null where it started from the initializer's weights or from a file. */
  readonly parent: RunParent | null
  /** Null where no sweep started it. */
  readonly sweep: RunOfSweep | null
}

/** Changes of runs' records; what is not named stays. */
export interface RecordChanges {
  readonly notes?: string
  readonly addTags?: readonly string[]
  /** Case does not count. */
  readonly removeTags?: readonly string[]
  readonly colour?: number | null
  readonly isStarred?: boolean
  readonly isArchived?: boolean
}

/** A run as the table of runs shows it. */
export interface RunSummary extends RunRecord, WithUnknownFields {
  readonly id: string
  readonly name: string
  readonly status: RunStatus
  /** The reason for its status, where the status alone does not say it; else null. */
  readonly reason: RunReason | null
  readonly recipe: Recipe
  /** ISO 8601, UTC. */
  readonly createdAt: string
  /** Sum over the finished epochs. */
  readonly durationMs: number
  /** Number of finished epochs. */
  readonly epochsDone: number
  /** The finished epoch with the best accuracy (validation where there is one, else test, else training). */
  readonly best: EpochSummary | null
  readonly last: EpochSummary | null
  /** Of which epochs its weights are kept while it trains. */
  readonly keepEvery: KeepEvery
  /** SHA-256 of the weights after the last finished epoch, hexadecimal. */
  readonly weightsSha256: string | null
  /** SHA-256 of the data set's images and labels, so that two runs can be known to have seen the same. */
  readonly dataSha256: string | null
  /** The file that an imported network came from; null for a run that was trained here, and where it is not known. */
  readonly origin: ImportOrigin | null
}

export interface RunDetail extends RunSummary {
  /** In order; an imported network starts with epoch −1. */
  readonly epochs: readonly EpochMetrics[]
}

/** How far a training is between two epochs. Posted at most 20 times a second. */
export interface TrainingProgress {
  readonly runId: string
  readonly phase: 'loading' | 'training' | 'evaluating'
  readonly epoch: number
  readonly epochs: number
  /** Mini-batches done in this epoch. */
  readonly batch: number
  readonly batches: number
  readonly examplesPerSecond: number | null
  readonly remainingMs: number | null
  /** What the mini-batches since the last report of this epoch gave, each before its update; null without any. */
  readonly recent: MiniBatchMeasures | null
}

/** Means over the examples of some mini-batches. */
export interface MiniBatchMeasures {
  /** Without regularization. */
  readonly loss: number
  /** 0 to 1. */
  readonly accuracy: number
}
