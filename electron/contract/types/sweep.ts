import type { SweepReason } from '#core/runs/reason.ts'
import type { SweepStatus } from '#core/runs/sweep-status.ts'
import type { FieldChange } from '#core/experiments/sweep/set-recipe-field.ts'
import type { Halving } from '#core/experiments/sweep/halving.ts'
import type { LeftOutRun, MisfitRun, SweepSearch } from '#core/experiments/sweep/plan-sweep.ts'
import type { Variation } from '#core/experiments/sweep/variation.ts'
import type { FollowingField } from '#core/recipe/fitting-defaults.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { KeepEvery } from './thinning.ts'

/** What a person decides about a sweep: one recipe, and which of its fields take which values. */
export interface SweepSettings {
  readonly recipe: Recipe
  readonly variations: readonly Variation[]
  readonly search: SweepSearch
  /** Fields of the recipe that nobody chose: in each run they follow what is varied; absent: none. */
  readonly free?: readonly FollowingField[] | undefined
  /** Stops runs early that are far from the best; null: all runs train to their end. */
  readonly halving: Halving | null
  /** Trainings at once; null: one for each core. */
  readonly workers: number | null
  /** Of which epochs of a run weights are kept. */
  readonly keepEvery: KeepEvery
}

/** Runs of a sweep whose last epochs learn nothing, all for the same reason. */
export interface IdleRuns {
  /** How many epochs, why, and what would let them learn, as a sentence. */
  readonly warning: string
  readonly runCount: number
  /** What the first of the runs differs in from the base recipe. */
  readonly changes: readonly FieldChange[]
}

/** What a sweep would be. */
export interface SweepForecast {
  readonly runCount: number
  /** Combinations that are no valid recipe: the first of them, and how many there are. */
  readonly leftOut: readonly LeftOutRun[]
  readonly leftOutCount: number
  /** Runs in which a chosen field does not suit what is varied: the first of them, and how many there are. */
  readonly misfits: readonly MisfitRun[]
  readonly misfitCount: number
  /** Runs whose last epochs learn nothing: the first reasons, and how many runs there are with any. */
  readonly idle: readonly IdleRuns[]
  readonly idleCount: number
  /** Epochs after which runs are compared and most of them stopped; none without halving. */
  readonly rungs: readonly number[]
  /** Epochs of all runs together, where no run ends early by itself. */
  readonly epochs: number
  /** Trainings at once. */
  readonly workers: number
  /**
   * About how long it takes on this machine, in milliseconds, from short trainings of up to a handful of its recipes;
   * null where it was not asked for.
   */
  readonly expectedMs: number | null
}

export type { SweepStatus }

/** How many of a sweep's runs have which state; together its `runCount`. */
export interface SweepCounts {
  /** Not started yet, or waiting for others at a rung; of a sweep that is trained elsewhere, not here yet, or cut off. */
  readonly waiting: number
  readonly training: number
  readonly completed: number
  /** Stopped early, by the sweep or by a person, or deleted. */
  readonly stopped: number
  /** Diverged or failed. */
  readonly failed: number
}

/** A sweep as a list shows it. Its runs are ordinary runs, whose `sweep` names it. */
export interface SweepSummary {
  readonly id: string
  readonly name: string
  readonly status: SweepStatus
  /** Why it does not go on, where the status alone does not say it; else null. */
  readonly reason: SweepReason | null
  readonly settings: SweepSettings
  /** Where its runs put their files on the machines that train them; null for a sweep that is trained here. */
  readonly folder: string | null
  readonly runCount: number
  readonly counts: SweepCounts
  /** ISO 8601, UTC. */
  readonly createdAt: string
  /**
   * The run with the best accuracy so far (validation where there is one, else test, else training); null before any was
   * measured, and where runs were measured on different images, which have no best.
   */
  readonly best: { readonly runId: string; readonly index: number; readonly accuracy: number } | null
  /**
   * About how long it still takes, in milliseconds, by the pace so far; null before anything was measured or at rest.
   */
  readonly remainingMs: number | null
}

/** One run of a sweep, started or not. */
export interface SweepRun {
  /** From 0, in the order in which they start. */
  readonly index: number
  readonly changes: readonly FieldChange[]
  /** Null before it starts, and where it was deleted. */
  readonly runId: string | null
}

/** A run of a sweep that is trained elsewhere, and which is not here yet, or came home before its end. */
export interface MissingRun {
  /** From 0. */
  readonly index: number
  readonly changes: readonly FieldChange[]
  /** The run that came home before its end; null where none did. */
  readonly runId: string | null
  /** The file that the command trains into, a store. */
  readonly store: string
  /** What trains it, or goes on with one that was cut off, where it was trained: one line for a POSIX shell in the workbench's folder. */
  readonly command: string
}

/** The runs of a sweep that are not here yet, or came home before their end. */
export interface MissingRuns {
  /** How many there are. */
  readonly count: number
  /** The first of them. */
  readonly runs: readonly MissingRun[]
}

export interface SweepDetail extends SweepSummary {
  readonly runs: readonly SweepRun[]
  readonly leftOut: readonly LeftOutRun[]
  readonly rungs: readonly number[]
  /** Paths of the fields that are not the same in all runs; all of them where there is one run. */
  readonly varied: readonly string[]
}
