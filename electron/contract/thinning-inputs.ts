import { z } from 'zod'
import { boundedInteger } from '#core/recipe/bounds.ts'

/** Epochs between two kept ones, at most. */
export const KEEP_EVERY_LIMIT = 100_000

/** See `KeepEvery`. */
export const keepEvery = boundedInteger('Weights kept of every', 1, KEEP_EVERY_LIMIT).nullable()

/** The schemas of the calls that thin out runs. @param runIds ids of one run at least */
export function thinningInputs<RunIds extends z.ZodType>(
  runIds: RunIds,
): Record<'getKeptEpochs', z.ZodObject<{ runIds: RunIds }>> &
  Record<'planThinning' | 'thinRuns', z.ZodObject<{ runIds: RunIds; keepEvery: typeof keepEvery }>> {
  const thinning = z.strictObject({ runIds, keepEvery })
  return { getKeptEpochs: z.strictObject({ runIds }), planThinning: thinning, thinRuns: thinning }
}
