import { z } from 'zod'
import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import type { DataExamination } from '#core/data/examine-parts.ts'
import { recipeSchema } from '#core/recipe/recipe.ts'
import { call, event } from '../define-calls.ts'
import { epoch, keepEvery, oneRun, runId, runIds, runName, threads } from '../fields.ts'
import { NOTES_LIMIT, RUN_COLOUR_COUNT, TAG_COUNT_LIMIT, TAG_LIMIT } from '../limits.ts'
import type {
  DamagedEntry,
  KeptEpochs,
  PackedEpochs,
  RunList,
  RunSummary,
  Thinning,
  TrainingProgress,
} from '../types.ts'

const someRuns = z.strictObject({ runIds })
const resumption = z.strictObject({ runId, threads: threads.optional() })
const thinning = z.strictObject({ runIds, keepEvery })
const tags = z
  .array(
    z
      .string()
      .trim()
      .min(1, 'Tag: expected a text, but it is empty')
      .max(TAG_LIMIT, `Tag: expected at most ${TAG_LIMIT} characters`)
      .regex(/^[^\p{Cc},"]*$/u, 'Tag: expected one line without commas and quotes'),
  )
  .max(TAG_COUNT_LIMIT, `Tags: expected ${TAG_COUNT_LIMIT} at most`)
  .readonly()
const colour = z
  .int('Colour: expected a whole number')
  .min(1, 'Colour: expected 1 or more')
  .max(RUN_COLOUR_COUNT, `Colour: expected at most ${RUN_COLOUR_COUNT}`)
const recordChanges = z.strictObject({
  notes: z.string().max(NOTES_LIMIT, `Notes: expected at most ${NOTES_LIMIT} characters`).optional(),
  addTags: tags.optional(),
  removeTags: tags.optional(),
  colour: colour.nullable().optional(),
  isStarred: z.boolean().optional(),
  isArchived: z.boolean().optional(),
})

/** Runs: their trainings, their epochs and what a person keeps with them. */
export const runCalls = {
  /** Newest first. */
  list: call().returns<RunSummary[]>(),
  /**
   * The list of runs as it crosses fastest, or a part of it: the newest `count`, or those that are listed after the run
   * `before`.
   */
  getList: call(
    z.strictObject({ count: z.int().min(1).optional(), before: runId.optional() }),
  ).returns<RunList>(),
  /** Runs and sweeps that no list has, as something of them cannot be read. */
  getDamaged: call().returns<DamagedEntry[]>(),
  /** A run as the list has it; its epochs, which may be many, are asked for in parts. */
  get: call(oneRun).returns<RunSummary>(),
  /**
   * Epochs of many runs in order, `EPOCHS_AT_ONCE` of all together at most; `after` leaves out those of the first run up
   * to this one. So the rest comes by asking again with the last run of the answer and those behind it, until an answer
   * holds fewer. A run that is not there, that has no epochs, or whose epochs cannot be read is passed over.
   */
  getEpochs: call(z.strictObject({ runIds, after: epoch.optional() })).returns<PackedEpochs[]>(),
  /**
   * Starts a training; with `from`, from those weights instead of the initializer's. `threads` is how many it computes
   * with, by default its share of the cores; `keepEvery` of which epochs weights are kept, by default of all. The
   * results depend on neither.
   */
  start: call(
    z.strictObject({
      recipe: recipeSchema,
      name: runName.optional(),
      from: z.strictObject({ runId, epoch: epoch.optional() }).optional(),
      threads: threads.optional(),
      keepEvery: keepEvery.optional(),
    }),
  ).returns<RunSummary>(),
  pause: call(oneRun).returnsNothing(),
  /**
   * Goes on with a paused run, or from the last finished epoch of an interrupted, stopped or failed one. `threads` as in
   * `start`; a paused run keeps those that it has.
   */
  resume: call(resumption).returnsNothing(),
  /** Trains to the end of the current epoch, then pauses; else as `resume`. */
  step: call(resumption).returnsNothing(),
  /** Ends a training; finished epochs stay. */
  stop: call(oneRun).returnsNothing(),
  rename: call(z.strictObject({ runId, name: runName })).returnsNothing(),
  /** Changes what a person keeps with runs: all of them or, where one is refused, none. */
  edit: call(z.strictObject({ runIds, changes: recordChanges })).returnsNothing(),
  getKeptEpochs: call(someRuns).returns<KeptEpochs[]>(),
  /** What `thin` would do. */
  planThinning: call(thinning).returns<Thinning>(),
  /** Removes weights of epochs for good and gives their room on the disk back; measures stay. */
  thin: call(thinning).returns<Thinning>(),
  /** Hides runs; `restore` undoes it until the program ends. An active run is stopped first. */
  delete: call(someRuns).returnsNothing(),
  restore: call(someRuns).returnsNothing(),
}

export const runEvents = {
  /** A run is new or differs from what was sent before. */
  runChanged: event<RunSummary>({ supersedes: (later, earlier) => later.id === earlier.id }),
  runsDeleted: event<{ runIds: string[] }>(),
  /** Something was found damaged that was not known to be so when the list was read. */
  damageFound: event<DamagedEntry>(),
  /** The data of a run that begins is read, and its first epoch not yet begun: how its parts are made up. */
  dataExamined: event<{ runId: string; examination: DataExamination }>(),
  epochFinished: event<{ runId: string; metrics: EpochMetrics }>(),
  trainingProgressed: event<TrainingProgress>({ isPassing: true }),
}
