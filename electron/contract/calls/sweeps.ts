import { z } from 'zod'
import type { SweepFinding } from '#core/evaluation/diagnosis/diagnose-sweep.ts'
import { halvingSchema } from '#core/experiments/sweep/halving.ts'
import { MAX_VARIATIONS, sweepSearchSchema } from '#core/experiments/sweep/plan-sweep.ts'
import { variationSchema } from '#core/experiments/sweep/variation.ts'
import { FOLLOWING_FIELDS } from '#core/recipe/fitting-defaults.ts'
import { recipeSchema } from '#core/recipe/recipe.ts'
import { fromFirstWeights } from '#core/recipe/starting-weights.ts'
import { call, event } from '../define-calls.ts'
import { keepEvery } from '../fields.ts'
import { PATH_LIMIT, THREAD_LIMIT } from '../limits.ts'
import type { MissingRuns, SweepDetail, SweepForecast, SweepSummary } from '../types.ts'

const sweepId = z.string().regex(/^[0-9a-z]{4,32}$/, 'Sweep: expected an id of digits and small letters')
const name = z
  .string()
  .trim()
  .min(1, 'Name: expected a text, but it is empty')
  // Its runs are named after it and what they differ in.
  .max(60, 'Name: expected at most 60 characters')
const workers = z
  .int('Workers: expected a whole number')
  .min(1, 'Workers: expected 1 or more')
  .max(THREAD_LIMIT, `Workers: expected at most ${THREAD_LIMIT}`)
const settings = {
  recipe: recipeSchema.overwrite(fromFirstWeights),
  variations: z
    .array(variationSchema)
    .min(1, 'Sweep: expected one field to vary at least, got none')
    .max(MAX_VARIATIONS, `Sweep: expected ${MAX_VARIATIONS} fields to vary at most`)
    .readonly(),
  search: sweepSearchSchema,
  free: z.array(z.enum(FOLLOWING_FIELDS)).max(FOLLOWING_FIELDS.length).readonly().optional(),
  halving: halvingSchema.nullable(),
  workers: workers.nullable(),
  keepEvery,
}
const oneSweep = z.strictObject({ sweepId })

/** Sweeps: one recipe trained with several values of some of its fields. */
export const sweepCalls = {
  /**
   * What a sweep would be; with `measuresTime`, also about how long it takes, which is measured in a second or so.
   * Fails with `invalid` for what cannot be varied so.
   */
  plan: call(z.strictObject({ ...settings, measuresTime: z.boolean().optional() })).returns<SweepForecast>(),
  /** Without a name it is called `Sweep 1`, `Sweep 2` and so on. */
  start: call(z.strictObject({ ...settings, name: name.optional() })).returns<SweepSummary>(),
  /**
   * Keeps a sweep that other machines train, so that an import brings its runs home. The same one again is kept once. Fails
   * with `invalid` for what cannot be varied so, and for halving; with `conflict` for another one whose files would have the same names.
   */
  record: call(
    z.strictObject({
      ...settings,
      name: name.optional(),
      /** Where its runs put their files there; empty for where their commands are called. */
      folder: z.string().max(PATH_LIMIT, `Folder: expected at most ${PATH_LIMIT} characters`),
    }),
  ).returns<SweepSummary>(),
  /** The runs of a recorded sweep that are not here yet or were cut off, all or the first of them, with what trains each. */
  listMissing: call(z.strictObject({ sweepId, most: z.int().min(1).nullable() })).returns<MissingRuns>(),
  /** Pauses a running sweep with its trainings. */
  pause: call(oneSweep).returnsNothing(),
  /** Goes on with a paused, stopped or interrupted sweep; runs that were cut off go on from their last finished epoch. */
  resume: call(z.strictObject({ sweepId, workers: workers.optional() })).returnsNothing(),
  /** Stops a sweep and all its trainings; finished epochs stay. */
  stop: call(oneSweep).returnsNothing(),
  rename: call(z.strictObject({ sweepId, name })).returnsNothing(),
  /** Forgets a sweep that is at rest; its runs stay. */
  delete: call(oneSweep).returnsNothing(),
  /** Newest first. */
  list: call().returns<SweepSummary[]>(),
  get: call(oneSweep).returns<SweepDetail>(),
  /** What holds back the runs that are far behind the best, by the measures of their epochs; costliest first. */
  diagnose: call(oneSweep).returns<SweepFinding[]>(),
}

export const sweepEvents = {
  /** A sweep is new or differs from what was sent before; at most some four times a second. */
  sweepChanged: event<SweepSummary>(),
  sweepDeleted: event<{ sweepId: string }>(),
}
