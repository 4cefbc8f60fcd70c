import { z } from 'zod'

/** Epochs and counts. */
const whole = z.int().min(-1)
/** Numbers within a reason come from a training or a clock, and are finite: JSON has no others. */
const finite = z.number()
const text = z.string()

/** Why a training ended before its last epoch, by a stopping rule of its recipe. */
const stopReasons = [
  z.strictObject({
    code: z.literal('lost-patience'),
    measure: z.enum(['validation-loss', 'validation-accuracy']),
    /** Epochs without a better value. */
    epochs: whole,
    best: whole,
  }),
  z.strictObject({
    code: z.literal('converged'),
    /** Of the training loss, from one epoch to the next. */
    change: finite,
    epsilon: finite,
  }),
  z.strictObject({
    code: z.literal('reached-target'),
    part: z.enum(['training', 'validation', 'test']),
    /** 0 to 1. */
    accuracy: finite,
    target: finite,
  }),
  z.strictObject({ code: z.literal('time-up'), seconds: finite, limitSeconds: finite }),
] as const

/** How a training left the range of numbers. */
const divergence = z.strictObject({
  code: z.literal('diverged'),
  epoch: whole,
  /** Mean of a mini-batch; null where it or a weight is no number. */
  loss: z.union([finite, z.literal('infinity'), z.null()]),
})

/** The error that ended a training. */
const failures = [
  /** The data set could not be read, or does not fit; the message names files. */
  z.strictObject({ code: z.literal('data-error'), message: text }),
  /** Since the run began. */
  z.strictObject({ code: z.literal('data-changed'), dataSet: text }),
  /** SHA-256 of the data set that the recipe names and of the one that is here, hexadecimal. */
  z.strictObject({ code: z.literal('other-data'), dataSet: text, expected: text, got: text }),
  z.strictObject({ code: z.literal('out-of-memory'), detail: text.nullable() }),
  /** An epoch could not be written into the store. */
  z.strictObject({ code: z.literal('not-stored'), message: text }),
  z.strictObject({ code: z.literal('thread-failed'), message: text }),
  z.strictObject({ code: z.literal('thread-ended') }),
  z.strictObject({ code: z.literal('unexpected-error'), message: text }),
] as const

/** What a sweep did with one of its runs. */
const sweepDecisions = [
  /** Goes on when the sweep does. */
  z.strictObject({ code: z.literal('stopped-with-sweep') }),
  /** Halving stopped it: after so many epochs it was only at this place. */
  z.strictObject({ code: z.literal('halved'), epochs: whole, place: whole, of: whole }),
  /** Halving parked it: it waits for the other runs to train as many epochs. */
  z.strictObject({ code: z.literal('waits-at-rung'), epochs: whole }),
] as const

/** What happened to a run that was not finished. */
const interruptions = [
  z.strictObject({ code: z.literal('program-ended') }),
  /** It came by a file of runs while it was trained elsewhere. */
  z.strictObject({ code: z.literal('copied-while-active') }),
  /** A repair of the store found its newest weights lost. */
  z.strictObject({ code: z.literal('weights-lost') }),
] as const

/** A sentence whose code is not known: written by another version of this program. */
const other = z.strictObject({ code: z.literal('other'), text })

/** Why a run stands as it does, where its status alone does not say. */
const runReasonSchema = z.discriminatedUnion('code', [
  ...stopReasons,
  divergence,
  ...failures,
  ...sweepDecisions,
  ...interruptions,
  other,
])

/** Why a sweep does not go on, where its status alone does not say. */
const sweepReasonSchema = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('runs-failed'), count: whole, last: runReasonSchema.nullable() }),
  z.strictObject({ code: z.literal('sweep-error'), message: text }),
  other,
])

export type StopReason = Readonly<z.infer<(typeof stopReasons)[number]>>
export type Divergence = Readonly<z.infer<typeof divergence>>
export type Failure = Readonly<z.infer<(typeof failures)[number]>>
export type RunReason = Readonly<z.infer<typeof runReasonSchema>>
export type SweepReason = Readonly<z.infer<typeof sweepReasonSchema>>

/** A stored reason; what is none, or of a code that a later version knows, becomes `other` with its text. */
export function readRunReason(stored: string | null): RunReason | null {
  return stored === null ? null : readReason(stored, runReasonSchema)
}

/** As `readRunReason`, of a sweep. */
export function readSweepReason(stored: string | null): SweepReason | null {
  return stored === null ? null : readReason(stored, sweepReasonSchema)
}

function readReason<Reason>(stored: string, schema: z.ZodType<Reason>): Reason | z.infer<typeof other> {
  try {
    const { success, data } = schema.safeParse(JSON.parse(stored))
    if (success) return data
  } catch {
    // Not JSON.
  }
  return { code: 'other', text: stored }
}

/** A reason as it is stored; null for none. */
export function writeReason(reason: RunReason | SweepReason | null): string | null {
  return reason === null ? null : JSON.stringify(reason)
}
