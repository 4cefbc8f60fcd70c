import { z } from 'zod'
import { recipeSchema } from '#core/recipe/recipe.ts'
import { halvingSchema } from '#core/experiments/sweep/halving.ts'
import { MAX_VARIATIONS, sweepSearchSchema } from '#core/experiments/sweep/plan-sweep.ts'
import { variationSchema } from '#core/experiments/sweep/variation.ts'
import { THREAD_LIMIT } from './limits.ts'
import { keepEvery } from './thinning-inputs.ts'

const sweepId = z.string().regex(/^[0-9a-z]{4,32}$/, 'Sweep: expected an id of digits and small letters')
const name = z
  .string()
  .trim()
  .min(1, 'Name: expected a text, got nothing')
  // Its runs are named after it and what they differ in.
  .max(60, 'Name: expected at most 60 characters')
const workers = z
  .int('Workers: expected a whole number')
  .min(1, 'Workers: expected 1 or more')
  .max(THREAD_LIMIT, `Workers: expected at most ${THREAD_LIMIT}`)
const settings = {
  recipe: recipeSchema,
  variations: z
    .array(variationSchema)
    .min(1, 'Sweep: expected one field to vary at least, got none')
    .max(MAX_VARIATIONS, `Sweep: expected ${MAX_VARIATIONS} fields to vary at most`),
  search: sweepSearchSchema,
  halving: halvingSchema.nullable(),
  workers: workers.nullable(),
  keepEvery,
}
const oneSweep = z.strictObject({ sweepId })

/** The schemas of the calls on sweeps. */
export const sweepInputs = {
  planSweep: z.strictObject({ ...settings, measuresTime: z.boolean().optional() }),
  startSweep: z.strictObject({ ...settings, name: name.optional() }),
  pauseSweep: oneSweep,
  resumeSweep: z.strictObject({ sweepId, workers: workers.optional() }),
  stopSweep: oneSweep,
  renameSweep: z.strictObject({ sweepId, name }),
  deleteSweep: oneSweep,
  listSweeps: z.undefined('expected no argument'),
  getSweep: oneSweep,
}
