import { z } from 'zod'
import { DIGIT_NAMES } from '#core/data/class-names.ts'
import { DIGIT_PARTS, strokeDrawingSchema, writerSchema } from '#core/data/stroke-drawing.ts'
import { boundedInteger } from '#core/recipe/bounds.ts'
import { call, event } from '../define-calls.ts'
import { digitIds, oneRun } from '../fields.ts'
import { MOST_DRAWINGS } from '../limits.ts'
import type { FineTuningPlan, OwnDigitInfo, OwnDigitList } from '../types.ts'

const label = boundedInteger('Label', 0, DIGIT_NAMES.length - 1)

/** Digits that a person drew and kept: the data set `my-digits`. They lie in the folder of data sets, for all stores. */
export const ownDigitCalls = {
  list: call().returns<OwnDigitList>(),
  /** Their images, 28 × 28 bytes each, in the order of the ids. Fails with `not-found`. */
  getImages: call(
    z.strictObject({ ids: digitIds.max(MOST_DRAWINGS, `Digits: expected at most ${MOST_DRAWINGS}`) }),
  ).returns<Uint8Array>(),
  /** Keeps a drawing with its label; one that is kept already gets the label. Fails with `invalid` where it has none. */
  keep: call(z.strictObject({ drawing: strokeDrawingSchema })).returns<OwnDigitInfo>(),
  /** Says something else of digits. Fails with `not-found`. */
  edit: call(
    z.strictObject({
      ids: digitIds,
      changes: z.strictObject({
        label: label.optional(),
        part: z.enum(DIGIT_PARTS).optional(),
        writer: writerSchema.nullable().optional(),
      }),
    }),
  ).returnsNothing(),
  /** Deletes digits. Fails with `not-found`. */
  delete: call(z.strictObject({ ids: digitIds })).returnsNothing(),
  /** Brings back digits that this program deleted, each to its place. Fails with `not-found`. */
  restore: call(z.strictObject({ ids: digitIds })).returnsNothing(),
  /**
   * How a run is trained on own digits without forgetting what it learned from, and on which images it is told whether that helped.
   * Fails with `invalid` where that cannot be: the run reads no such images, or learned from own digits alone.
   */
  planFineTuning: call(oneRun).returns<FineTuningPlan>(),
}

export const ownDigitEvents = {
  /** Own digits came, went or changed: all of them as they are now. */
  ownDigitsChanged: event<OwnDigitList>(),
}
